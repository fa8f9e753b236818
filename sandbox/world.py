"""The whole emulated world: its state, its clocks, its platforms, and the work that lies ahead of it."""

import fcntl
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx

from sandbox.accounts import Account, Accounts
from sandbox.calls import Call, Endpoint, Fates
from sandbox.clock import Clock
from sandbox.faults import PUBLISH, Faults
from sandbox.identifiers import Identifiers
from sandbox.platforms import Platform, present_platforms
from sandbox.posts import Posts
from sandbox.store import Store

DEFAULT_SEED = 20261123
TABLES = Path(__file__).with_name("schema.sql").read_text()
WORLD, SERVICE = "world", "service"


class WorldInUse(RuntimeError):
    """Another process has the same data directory open."""


class World:
    """Everything that a call, a page or the passing of time may touch. Used by one thread only."""

    def __init__(
        self, data_dir: Path, *, seed: int = DEFAULT_SEED, real_time: Callable[[], float] = time.time
    ) -> None:
        self.data_dir = Path(data_dir)
        self.data_dir.mkdir(parents=True, exist_ok=True)
        self.lock = take_lock(self.data_dir)
        self.seed = seed
        self.platforms: dict[str, Platform] = present_platforms()
        self.store = Store(self.data_dir / "sandbox.sqlite3")
        self.store.create_tables(TABLES + "".join(platform.tables for platform in self.platforms.values()))
        self.endpoints: dict[tuple[str, str], tuple[Platform, Endpoint]] = {
            (endpoint.host, endpoint.path): (platform, endpoint)
            for platform in self.platforms.values()
            for endpoint in platform.endpoints
        }
        self.tasks: dict[str, Callable[[World, dict[str, Any]], None]] = {
            kind: run for platform in self.platforms.values() for kind, run in platform.tasks.items()
        }
        self.clock = Clock(self.store, real_time=real_time)
        self.wake_sender: Callable[[], None] = lambda: None
        # By which requests to the company's servers go; None for the network.
        self.outgoing: httpx.AsyncBaseTransport | None = None
        self.load()

    def load(self) -> None:
        """Read what is kept in memory from the store."""
        self.accounts = Accounts(self.store)
        self.posts = Posts(self.store)
        self.faults = Faults(self.store, seed=self.seed)
        journaled = self.store.value("SELECT max(id) FROM journal") or 0
        self.last_request_id = max(journaled, self.store.recall("last_number", 0))
        self.next_due = {WORLD: 0.0, SERVICE: 0.0}

    def platform_of(self, account: Account) -> Platform:
        return self.platforms[account.platform]

    def setting(self, account: Account, name: str) -> Any:
        """The account's own value of a setting, else its profile's."""
        if name in account.settings:
            return account.settings[name]
        return self.platform_of(account).defaults(account.profile)[name]

    def ids(self, scope: str) -> Identifiers:
        return Identifiers(self.seed, scope)

    def next_request_id(self) -> int:
        self.last_request_id += 1
        return self.last_request_id

    def next_number(self) -> int:
        """A number from the same row for something that is no call and leaves no line in the journal."""
        number = self.next_request_id()
        self.store.remember("last_number", number)
        return number

    def schedule(
        self, kind: str, payload: dict[str, Any], *, due: float, clock: str = WORLD, body: bytes | None = None
    ) -> None:
        """Have the task `kind` run once its clock shows `due`, also after a restart."""
        self.store.insert(
            "task",
            {
                "clock": clock,
                "due": due,
                "kind": kind,
                "payload": json.dumps(payload, ensure_ascii=False),
                "body": body,
            },
        )
        self.next_due[clock] = min(self.next_due[clock], due)

    def time_of(self, clock: str) -> float:
        return self.clock.now() if clock == WORLD else self.clock.service_now()

    def fates_of(self, call: Call) -> Fates:
        """Ask the injected faults, once per call, what shall become of the publication it starts."""
        if call.fates is None:
            call.fates = self.draw_fates(call.account.key if call.account else None, path=call.path)
        return call.fates

    def draw_fates(self, account: str | None, *, path: str) -> Fates:
        """What the injected faults want to become of something that is published now."""
        fates = Fates()
        for fault in self.faults.draw(PUBLISH, account=account, path=path):
            if fault.kind == "slow_review":
                fates.review_seconds = float(fault.option("seconds"))
            elif fault.kind == "rejection":
                fates.rejected = {"status": fault.option("status"), "reason": fault.option("reason")}
            elif fault.kind == "silent_loss":
                fates.vanishes = True
            elif fault.kind == "take_down":
                fates.take_down_seconds = float(fault.option("seconds"))
            elif fault.kind == "restriction":
                fates.restriction_seconds = float(fault.option("seconds"))
        return fates

    def befall_later(self, post_id: int, fates: Fates, *, live_at: float) -> None:
        """Plans what shall befall a post that goes live then."""
        for kind, seconds in (
            ("take_down", fates.take_down_seconds),
            ("restrict", fates.restriction_seconds),
        ):
            if seconds is not None:
                self.schedule(kind, {"post_id": post_id}, due=live_at + seconds)

    def close(self) -> None:
        self.clock.keep()
        self.store.close()
        self.lock.close()


def take_lock(data_dir: Path) -> Any:
    """Hold the directory for this process until it ends, however it ends."""
    lock = (data_dir / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        lock.close()
        raise WorldInUse(f"another sandbox already uses {data_dir}") from error
    return lock
