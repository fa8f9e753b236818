"""A worker that kills itself, as `kill -9` would, at named steps of publishing. The product knows nothing of it."""

from __future__ import annotations

import os
import random
import signal
from collections.abc import Callable
from typing import Any

STEPS = (
    "after the claim",
    "after the identity check",
    "after preparing",
    "after the intent, before the call",
    "after the call, before its answer is written",
    "after the answer is written, before the lane is free",
    "while looking",
)
KILL_FILE = "BENCH_KILL_FILE"


def main() -> None:
    """The worker's main with traps. `BENCH_KILL_CHANCE` is the chance to die at a step; each death is noted."""
    from chaoxin.config import environment

    environment.load_secrets()
    environment.start_django()
    _set_traps(float(os.environ.get("BENCH_KILL_CHANCE", "0")))
    from chaoxin.config import worker

    worker.main()


def _set_traps(chance: float) -> None:
    from chaoxin.publishing import claiming, delivering, reconciling

    lot = random.Random(os.getpid())

    def trap(step: str) -> None:
        if lot.random() < chance:
            _die(step)

    _after(claiming, "claim", lambda turn: turn and trap(STEPS[0]))
    _after(delivering, "_check_identity", lambda _: trap(STEPS[1]))
    _after(delivering, "_prepare", lambda _: trap(STEPS[2]))
    _after(claiming, "note_intent", lambda _: trap(STEPS[3]))
    _before(delivering, "_note_submission", lambda: trap(STEPS[4]))
    _before(claiming, "give_back", lambda: trap(STEPS[5]))
    _before(reconciling, "_note", lambda: trap(STEPS[6]))


def _after(module: Any, name: str, then: Callable[[Any], Any]) -> None:
    original = getattr(module, name)

    def wrapped(*values: Any, **named: Any) -> Any:
        answer = original(*values, **named)
        then(answer)
        return answer

    setattr(module, name, wrapped)


def _before(module: Any, name: str, first: Callable[[], Any]) -> None:
    original = getattr(module, name)

    def wrapped(*values: Any, **named: Any) -> Any:
        first()
        return original(*values, **named)

    setattr(module, name, wrapped)


def _die(step: str) -> None:
    with open(os.environ[KILL_FILE], "a") as file:
        file.write(step + "\n")
    os.kill(os.getpid(), signal.SIGKILL)
