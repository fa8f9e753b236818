"""Loops that a worker runs beside its jobs: each looks at rows that are due, does some, and says how many.

A loop holds no state of its own; any number of workers may run the same loop, since rows are claimed in the
database. Rooms register theirs in `loops.py`.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import close_old_connections, connection

log = logging.getLogger("chaoxin.loops")

LONGEST_PAUSE_SECONDS = 15.0
# A loop that looks so rarely holds no connection in between: each is two megabytes of the database.
RARE_SECONDS = 10.0
HASTE_SECONDS = 0.5
LONGEST_YIELD_SECONDS = 20.0
YIELD_LOOK_SECONDS = 0.1


@dataclass(frozen=True)
class Loop:
    """`work` does what is due and answers how much it did; asked again at once while that is not 0.
    `threads` is how many threads of one worker run it. One that `gives_way` waits, up to 20 s a round, while the
    process makes haste."""

    name: str
    every_seconds: float
    work: Callable[[], int]
    threads: int = 1
    gives_way: bool = False


_loops: dict[str, Loop] = {}
_haste_ends_at = 0.0


def register(loop: Loop) -> None:
    """Adds a loop; registering a name twice replaces the first."""
    _loops[loop.name] = loop


def registered() -> list[Loop]:
    return [_loops[name] for name in sorted(_loops)]


def make_haste() -> None:
    """Says that this process is behind with work that people have set a time for: for the next half second, loops
    that can wait leave it the processor."""
    global _haste_ends_at
    _haste_ends_at = time.monotonic() + HASTE_SECONDS


def give_way() -> None:
    """For long work of the background, between two of its pieces and outside of any transaction: rests, up to 20 s,
    while the process makes haste."""
    _rest(time.sleep)


def run(loop: Loop, stop: threading.Event) -> None:
    """Runs a loop until `stop` is set; after a failure one that looks often waits longer and longer, up to 15 s."""
    failures = 0
    while not stop.is_set():
        if loop.gives_way and _rest(stop.wait):
            break
        try:
            close_old_connections()
            done, failures = loop.work(), 0
        except Exception:
            failures += 1
            log.exception("loop %s failed", loop.name)
            done = 0
        if not done:
            _pause(loop, failures, stop)
    close_old_connections()


def _pause(loop: Loop, failures: int, stop: threading.Event) -> None:
    if loop.every_seconds >= RARE_SECONDS:
        connection.close()
    longer = min(loop.every_seconds * 2**failures, LONGEST_PAUSE_SECONDS)
    stop.wait(max(loop.every_seconds, longer))


def start_all(stop: threading.Event) -> list[threading.Thread]:
    """Starts every registered loop in threads that end after `stop` is set."""
    threads = [
        threading.Thread(target=run, args=(loop, stop), name=f"{loop.name}-{number}", daemon=True)
        for loop in registered()
        for number in range(loop.threads)
    ]
    for thread in threads:
        thread.start()
    return threads


def _rest(pause: Callable[[float], bool | None]) -> bool:
    """Pauses while the process makes haste; answers whether a pause was told to be the last."""
    longest = time.monotonic() + LONGEST_YIELD_SECONDS
    while time.monotonic() < min(_haste_ends_at, longest):
        if pause(YIELD_LOOK_SECONDS):
            return True
    return False
