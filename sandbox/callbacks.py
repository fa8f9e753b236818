"""Pushes of the platforms to the companies' callback addresses: three attempts, five seconds each."""

import asyncio
import contextlib
import json
import logging
import math
from typing import Any

import httpx

from sandbox.accounts import Account
from sandbox.faults import CALLBACK
from sandbox.identifiers import draw_fraction
from sandbox.platforms import Push
from sandbox.world import World

log = logging.getLogger("sandbox")
ANSWER_SECONDS = 5.0  # both platforms drop the connection after that
ATTEMPTS = 3
PAUSE_BEFORE_RETRY_SECONDS = 1.0
PARALLEL_PUSHES = 16
LONGEST_IDLE_SECONDS = 0.25
WAITING, DELIVERED, FAILED, DROPPED = "waiting", "delivered", "failed", "dropped"


def enqueue(world: World, account: Account, event: str, payload: dict[str, Any]) -> None:
    """Have the payload pushed to the account's callback address, if one has been verified."""
    if not account.callback_verified:
        return
    now = world.clock.real_time()
    due, copies, state = now, 1, WAITING
    for fault in world.faults.draw(CALLBACK, account=account.key, path=event):
        if fault.kind == "drop_callback":
            state = DROPPED
        elif fault.kind == "duplicate_callback":
            copies = max(copies, int(fault.option("copies")))
        else:
            share = draw_fraction(f"{world.seed}|disorder|{fault.id}|{fault.considered}")
            due = now + share * float(fault.option("seconds"))
    for _ in range(copies):
        fields = {"account": account.key, "event": event, "state": state, "due": due, "created_at": now}
        world.store.insert("callback", fields | {"payload": json.dumps(payload, ensure_ascii=False)})
    world.wake_sender()


class Sender:
    """Delivers what is waiting. Runs in the server's event loop; a killed server sends again what it had not marked."""

    def __init__(self, world: World, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.world = world
        self.transport = transport
        self.in_flight: set[int] = set()
        self.tasks: set[asyncio.Task[None]] = set()
        self.wake = asyncio.Event()

    async def run(self) -> None:
        """Send until cancelled."""
        self.world.wake_sender = self.wake.set
        try:
            async with self.client() as client:
                while True:
                    self.wake.clear()
                    self.start_due(client)
                    await self.rest()
        finally:
            self.world.wake_sender = lambda: None
            for task in self.tasks:
                task.cancel()

    async def flush(self) -> int:
        """Attempt everything that is waiting and due, retries included; answers how many pushes were delivered."""
        delivered = 0
        async with self.client() as client:
            while rows := self.due_rows(at_once=True):
                for row in rows:
                    self.in_flight.add(row["id"])
                    delivered += await self.attempt(client, row)
        return delivered

    def client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self.transport, timeout=ANSWER_SECONDS, trust_env=False)

    async def rest(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST_IDLE_SECONDS):
                await self.wake.wait()

    def start_due(self, client: httpx.AsyncClient) -> None:
        for row in self.due_rows():
            if len(self.in_flight) >= PARALLEL_PUSHES:
                break
            self.in_flight.add(row["id"])
            task = asyncio.create_task(self.attempt_and_wake(client, row))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)

    def due_rows(self, *, at_once: bool = False) -> list[Any]:
        rows = self.world.store.all(
            "SELECT * FROM callback WHERE state = ? AND due <= ? ORDER BY due, id LIMIT ?",
            WAITING,
            math.inf if at_once else self.world.clock.real_time(),
            2 * PARALLEL_PUSHES,
        )
        return [row for row in rows if row["id"] not in self.in_flight]

    async def attempt_and_wake(self, client: httpx.AsyncClient, row: Any) -> None:
        await self.attempt(client, row)
        self.wake.set()

    async def attempt(self, client: httpx.AsyncClient, row: Any) -> bool:
        """Push once and write down what came of it."""
        problem, text = "", ""
        account = self.world.accounts.by_key.get(row["account"])
        try:
            if account is None or not account.callback_url:
                problem = "no callback address"
            else:
                problem, text = await self.send(client, account, json.loads(row["payload"]))
        finally:
            self.in_flight.discard(row["id"])
        with self.world.store.transaction():
            self.write_down(row, problem=problem, text=text)
        if not problem and account is not None:
            self.read_answer(account, json.loads(row["payload"]), text)
        return not problem

    def read_answer(self, account: Account, payload: dict[str, Any], text: str) -> None:
        """Let a passive reply take effect; one that the platform cannot make sense of is as good as none."""
        try:
            with self.world.store.transaction():
                self.world.platform_of(account).read_push_answer(self.world, account, payload, text)
        except Exception:
            log.exception("the answer to a push could not be read")

    async def send(
        self, client: httpx.AsyncClient, account: Account, payload: dict[str, Any]
    ) -> tuple[str, str]:
        try:
            push = self.world.platform_of(account).push(self.world, account, payload)
            async with asyncio.timeout(ANSWER_SECONDS):
                answer = await client.request(
                    push.method, address_of(push), headers=push.headers, content=push.content
                )
        except Exception as error:  # whatever went wrong, this attempt has failed and the count goes on
            return f"{type(error).__name__} {error}".strip(), ""
        return ("" if answer.status_code == 200 else f"HTTP {answer.status_code}"), answer.text[:4000]

    def write_down(self, row: Any, *, problem: str, text: str) -> None:
        attempts = row["attempts"] + 1
        now = self.world.clock.real_time()
        ended = not problem or attempts >= ATTEMPTS
        state = WAITING if not ended else FAILED if problem else DELIVERED
        self.world.store.run(
            "UPDATE callback SET attempts = ?, state = ?, problem = ?, answer = ?, due = ?, finished_at = ? "
            "WHERE id = ?",
            attempts,
            state,
            problem,
            text,
            now if ended else now + PAUSE_BEFORE_RETRY_SECONDS,
            now if ended else None,
            row["id"],
        )


def address_of(push: Push) -> httpx.URL:
    """The company's address with the platform's parameters behind its own."""
    return httpx.URL(push.url).copy_merge_params(dict(push.params))


async def verify(
    world: World, account: Account, url: str, *, transport: httpx.AsyncBaseTransport | None = None
) -> str:
    """Ask `url` to prove that it knows the account's secret; keep it as the callback address when it does.
    Answers the problem, empty when all is well."""
    push, expected = world.platform_of(account).verification(world, account, url)
    try:
        async with httpx.AsyncClient(transport=transport, timeout=ANSWER_SECONDS, trust_env=False) as client:
            answer = await client.request(
                push.method, address_of(push), headers=push.headers, content=push.content
            )
        problem = ""
        if answer.status_code != 200:
            problem = f"回调地址应答 HTTP {answer.status_code}"
        elif not proves(answer.text, expected):
            what = "原样返回 echostr" if push.method == "GET" else f"按要求应答 {expected}"
            problem = f"回调地址没有{what}"
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        problem = f"无法访问回调地址：{type(error).__name__} {error}".strip()
    account.callback_url = url
    account.callback_verified = not problem
    account.callback_problem = problem
    with world.store.transaction():
        world.accounts.keep(account)
    return problem


def proves(answer: str, expected: str) -> bool:
    """Whether an address gave the answer that it had to give; JSON may be written in any way."""
    if answer.strip() == expected:
        return True
    try:
        return expected.startswith("{") and bool(json.loads(answer) == json.loads(expected))
    except ValueError:
        return False
