"""Things that happened at a time, played in order, so that rows, audit trail and facts come out as they would have."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from chaoxin.core import clock


@dataclass(frozen=True)
class Moment:
    """`act` is called with the clock standing at `at` (aware)."""

    at: datetime
    act: Callable[[], object]


def play(moments: Iterable[Moment]) -> int:
    """Lets everything happen in order of time; what has the same time, in the order given. Answers how many."""
    played = sorted(moments, key=lambda moment: moment.at)
    for moment in played:
        with clock.frozen(moment.at):
            moment.act()
    return len(played)
