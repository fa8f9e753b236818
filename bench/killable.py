"""A worker that kills itself, as `kill -9` would, at named steps of publishing. The product knows nothing of it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import Any

KILL_FILE = "BENCH_KILL_FILE"


def main() -> None:
    """The worker's main with traps. `BENCH_KILL_CHANCE` is the chance to die at a step; each death is noted."""
    from chaoxin.config import environment

    environment.load_secrets()
    environment.start_django()
    _set_traps(float(os.environ.get("BENCH_KILL_CHANCE", "0")))
    from chaoxin.config import worker

    worker.main()


def traps() -> list[tuple[ModuleType, str, str, str]]:
    """Every trap: a function of the product by module and name, `after` or `before`, and the step it stands for."""
    from chaoxin.publishing import claiming, delivering, reconciling

    return [
        (claiming, "claim", "after", "after the claim"),
        (delivering, "_check_identity", "after", "after the identity check"),
        (delivering, "_prepare", "after", "after preparing"),
        (claiming, "note_intent", "after", "after the intent, before the call"),
        (delivering, "_note_submission", "before", "after the call, before its answer is written"),
        (claiming, "give_back", "before", "after the answer is written, before the lane is free"),
        (reconciling, "take_answer", "before", "while looking"),
    ]


def _set_traps(chance: float) -> None:
    lot = random.Random(os.getpid())

    def spring(step: str) -> None:
        if lot.random() < chance:
            _die(step)

    for module, name, when, step in traps():
        _set(module, name, when, partial(spring, step))


def _set(module: ModuleType, name: str, when: str, trap: Callable[[], Any]) -> None:
    original = getattr(module, name)

    def wrapped(*values: Any, **named: Any) -> Any:
        if when == "before":
            trap()
        answer = original(*values, **named)
        # A claim that found nothing is no step.
        if when == "after" and (name != "claim" or answer):
            trap()
        return answer

    setattr(module, name, wrapped)


def _die(step: str) -> None:
    with open(os.environ[KILL_FILE], "a") as file:
        file.write(step + "\n")
    os.kill(os.getpid(), signal.SIGKILL)
