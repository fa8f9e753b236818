"""How the counters of a post rose: exact by the sandbox's days, and within a day by the hours people are awake."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from .editorial_plan import ZONE
from .history import PastPost
from .sandbox import Row

COUNTERS = ("reads", "likes", "shares", "collects", "follows")
STEP = timedelta(minutes=10)
STEPS_AN_HOUR = 6
# How busy the hours are, from midnight on.
HOURS = (
    0.5,
    0.2,
    0.1,
    0.1,
    0.1,
    0.1,
    0.4,
    0.9,
    1.1,
    1.1,
    1.0,
    1.1,
    1.5,
    1.3,
    1.0,
    1.0,
    1.0,
    1.1,
    1.2,
    1.3,
    1.5,
    1.7,
    1.7,
    1.2,
)
# Interest in a post halves within twenty hours.
STEPS_TO_HALF = 20 * STEPS_AN_HOUR


@dataclass(frozen=True)
class Curve:
    """The counters of one post over time. `until` is when they were read."""

    published_at: datetime
    until: datetime
    days: Mapping[date, Row]
    comments: Sequence[datetime]

    def comments_at(self, at: datetime) -> int:
        """How many comments stood there at that time."""
        return bisect_right(self.comments, at)

    def count_at(self, counter: str, at: datetime) -> int:
        """A running total at that time."""
        day = _local(at).date()
        before = sum(row[counter] for key, row in self.days.items() if key < day)
        row = self.days.get(day)
        return before + (int(row[counter] * self._share_of_day(at)) if row else 0)

    def count_through(self, counter: str, day: date) -> int:
        """A running total at the end of that day."""
        return sum(row[counter] for key, row in self.days.items() if key <= day)

    def _share_of_day(self, at: datetime) -> float:
        start = _local(at).replace(hour=0, minute=0, second=0, microsecond=0)
        end = min(start + timedelta(days=1), self.until)
        return _share(max(start, self.published_at), end, at, self.published_at)


def curve_of(post: PastPost, *, until: datetime) -> Curve:
    """The curve of a post of the sandbox, which was read at `until`."""
    comments = sorted(
        datetime.fromisoformat(row["at"])
        for row in post.row["discussion"]
        if not row["by_account"] and not row["deleted_at"]
    )
    days = {date.fromisoformat(row["day"]): row for row in post.row["days"]}
    return Curve(post.published_at, until, days, comments)


def _share(start: datetime, end: datetime, at: datetime, published_at: datetime) -> float:
    """Which part of a day's acts has happened by `at`."""
    if at <= start:
        return 0.0
    first = _local(start)
    age = int((start - published_at) / STEP)
    steps = max(1, round((end - start) / STEP))
    sums = _sums(first.hour * STEPS_AN_HOUR + first.minute // 10, steps, age)
    return sums[min(int((at - start) / STEP), len(sums) - 1)] / sums[-1]


@cache
def _sums(first: int, steps: int, age: int) -> tuple[float, ...]:
    """Sums of interest over steps of ten minutes; `first` is the step of the day, `age` that of the post."""
    sums, total = [0.0], 0.0
    for step in range(steps):
        busy = HOURS[(first + step) // STEPS_AN_HOUR % 24]
        total += busy * 0.5 ** ((age + step) / STEPS_TO_HALF)
        sums.append(total)
    return tuple(sums)


def _local(at: datetime) -> datetime:
    return at.astimezone(ZoneInfo(ZONE))
