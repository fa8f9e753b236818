"""What a worker does between two steps of a test."""

from __future__ import annotations

from chaoxin.compliance import rejudging_turns
from chaoxin.core import announcing


def work_off() -> None:
    """Hands over all facts and judges again whatever they begin, until nothing is left."""
    while announcing.dispatch_pending() or rejudging_turns.take_turn():
        pass
