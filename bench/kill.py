"""Deliveries on all platforms while the worker is killed, the database crashes and the platforms misbehave.

Counts what the platforms really got: every publish call that took effect is a row in the sandbox. `lost` are
deliveries that are neither published nor visibly waiting for a person; `duplicated` are contents that took effect
more than once.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from bench import company as companies
from bench import killable
from bench.stack import Stack, stack, wait_until
from chaoxin.config.supervisor import Supervised
from sandbox.platforms import present_platforms

FAULTS = (
    ("timeout_after_accept", 0.015, {"seconds": 25}),
    ("timeout_before_accept", 0.01, {"seconds": 25}),
    ("error_after_accept", 0.03, {}),
    ("error_before_accept", 0.03, {}),
    ("cut_after_accept", 0.03, {}),
    ("cut_before_accept", 0.03, {}),
    ("apply_late", 0.03, {"seconds": 6, "answer": "cut"}),
)
HARMLESS_CHANCE = 0.01
LONGEST_SECONDS = 7200
LONGEST_START_SECONDS = 120.0


def run(arguments: list[str]) -> dict[str, Any]:
    options = _parser().parse_args(arguments)
    with stack() as installation:
        return _measure(installation, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench kill")
    parser.add_argument("--deliveries", type=int, default=1000)
    parser.add_argument("--accounts", type=int, default=50)
    parser.add_argument("--kills", type=int, default=60)
    parser.add_argument("--database-restarts", type=int, default=2)
    parser.add_argument("--window", type=float, default=90.0, help="seconds over which they fall due")
    parser.add_argument("--chance", type=float, default=0.008, help="to be killed at a named step")
    parser.add_argument("--platforms", nargs="*", help="by default all that are published on by API")
    parser.add_argument("--seed", type=int, default=1)
    return parser


def _measure(installation: Stack, options: argparse.Namespace) -> dict[str, Any]:
    installation.start_sandbox()
    on = options.platforms or companies.platforms()
    company = companies.found(installation, accounts=options.accounts, spacing_seconds=3, on=on)
    _plan(company, options.deliveries, seconds=options.window)
    _set_faults(installation, on)
    killed_at = installation.folder / "killed"
    variables = {killable.KILL_FILE: str(killed_at), "BENCH_KILL_CHANCE": str(options.chance)}
    worker = installation.start_worker(module="bench.killable", variables=variables)
    wait_until(lambda: _is_up(worker), seconds=LONGEST_START_SECONDS)
    started = time.monotonic()
    restarts = _torment(installation, worker, options, killed_at)
    installation.control("DELETE", "/faults")
    worker.program.environment["BENCH_KILL_CHANCE"] = "0"  # type: ignore[index]
    worker.restart()
    _let_settle(installation, started)
    seconds = time.monotonic() - started
    return _judge(installation, company, killed_at) | {
        "kills": _kills(killed_at),
        "killed_at": dict(Counter(killed_at.read_text().splitlines())),
        "database_restarts": restarts,
        "seconds": round(seconds, 1),
    }


def _plan(company: companies.Company, number: int, *, seconds: float) -> None:
    """Plans everything for later, then moves it into a window that begins now: planning takes longer than sending."""
    from chaoxin.core import clock
    from chaoxin.publishing.models import Delivery

    planned = companies.plan_many(company, number=number, due_at=clock.now() + timedelta(hours=6))
    start = clock.now() + timedelta(seconds=5)
    for index, delivery in enumerate(planned):
        delivery.due_at = start + timedelta(seconds=seconds * index / number)
    Delivery.objects.bulk_update(planned, ["due_at"])


def _irreversible(on: Sequence[str]) -> list[str]:
    """The paths by which posts become visible on these platforms."""
    known = present_platforms()
    return [endpoint.path for key in on for endpoint in known[key].endpoints if endpoint.publishes]


def _set_faults(installation: Stack, on: Sequence[str]) -> None:
    for path in _irreversible(on):
        for kind, chance, options in FAULTS:
            installation.control("POST", "/faults", kind=kind, path=path, probability=chance, options=options)
    for kind in ("error_after_accept", "cut_before_accept"):
        installation.control("POST", "/faults", kind=kind, path="*", probability=HARMLESS_CHANCE)
    installation.control("POST", "/faults", kind="slow_review", probability=0.05, options={"seconds": 20})


def _torment(installation: Stack, worker: Supervised, options: argparse.Namespace, killed_at: Path) -> int:
    lot, restarts = random.Random(options.seed), 0
    until = time.monotonic() + LONGEST_SECONDS
    while _kills(killed_at) < options.kills and time.monotonic() < until:
        installation.run(lot.uniform(1.0, 6.0))
        if worker.pid and _is_up(worker) and lot.random() < 0.5:
            with killed_at.open("a") as file:
                file.write("at random\n")
            os.kill(worker.pid, signal.SIGKILL)
        worker.failures = 0
        due = options.kills * (restarts + 1) / (options.database_restarts + 1)
        if restarts < options.database_restarts and _kills(killed_at) >= int(due):
            installation.restart_database()
            restarts += 1
    return restarts


def _is_up(worker: Supervised) -> bool:
    """Whether the process of the moment has come so far as to work; killing one that starts shows nothing."""
    from django.db import DatabaseError

    from chaoxin.core.models import Heartbeat

    try:
        beating = Heartbeat.objects.filter(kind="worker").values_list("worker", flat=True)
        return any(name.split(":")[1] == str(worker.pid) for name in beating)
    except DatabaseError:
        return False


def _unsettled() -> int:
    from chaoxin.publishing.models import Delivery

    moving = Delivery.objects.filter(state__in=["scheduled", "sending", "reviewing"]).count()
    return moving + Delivery.objects.filter(state="unconfirmed").exclude(held_for="ask").count()


def _let_settle(installation: Stack, started: float) -> None:
    while _unsettled() and time.monotonic() - started < LONGEST_SECONDS:
        installation.run(2.0)


def _judge(installation: Stack, company: companies.Company, killed_at: Path) -> dict[str, Any]:
    from chaoxin.publishing.models import Delivery

    states = Counter(Delivery.objects.values_list("state", flat=True))
    for_a_person = Delivery.objects.filter(
        state__in=["held", "refused", "handed_over"]
    ) | Delivery.objects.filter(state="unconfirmed", held_for="ask")
    automatic = Delivery.objects.filter(state="unconfirmed").exclude(held_for="ask").count()
    handed, published = for_a_person.count(), states["published"]
    summary = installation.control("GET", "/summary")
    duplicates = installation.control("GET", "/duplicates")
    total = sum(states.values())
    lost = total - published - handed - automatic
    return {
        "ok": lost == 0 and not duplicates and automatic == 0,
        "deliveries": total,
        "accounts": len(company.channels),
        "published_by_platform": _by_platform(),
        "published": published,
        "handed_to_a_person": handed,
        "unconfirmed_left": automatic,
        "lost": lost,
        "duplicated": len(duplicates),
        "posts_on_the_platforms": summary["contents"],
        "ratio": round(published / total, 4),
    }


def _by_platform() -> dict[str, int]:
    from chaoxin.publishing.models import Delivery

    published = Delivery.objects.filter(state="published")
    return dict(Counter(published.values_list("channel__platform", flat=True)))


def _kills(killed_at: Path) -> int:
    return len(killed_at.read_text().splitlines()) if killed_at.exists() else 0
