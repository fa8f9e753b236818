"""The house's clock: the only place that asks for the time.

`CHAOXIN_CLOCK_SHIFT_SECONDS` moves it for rehearsals and tests of real processes; `frozen` and `shifted` do so
within a test.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

_SHIFT = timedelta(seconds=float(os.environ.get("CHAOXIN_CLOCK_SHIFT_SECONDS", "0") or 0))
_frozen: ContextVar[datetime | None] = ContextVar("frozen", default=None)


def now() -> datetime:
    """The current time, aware, in UTC."""
    return _frozen.get() or datetime.now(UTC) + _SHIFT


def today(zone: str) -> date:
    """The current day in an IANA time zone."""
    return now().astimezone(ZoneInfo(zone)).date()


def day_bounds(day: date, zone: str) -> tuple[datetime, datetime]:
    """Start and end (exclusive) of a local day as aware UTC times; right on days with a clock change."""
    start = datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone))
    following = day + timedelta(days=1)
    end = datetime(following.year, following.month, following.day, tzinfo=ZoneInfo(zone))
    return start.astimezone(UTC), end.astimezone(UTC)


def from_local(local: datetime, zone: str) -> datetime:
    """A naive local time in an IANA time zone as aware UTC; the earlier one where a clock change makes it happen
    twice. Raises ValueError where a clock change skips it."""
    aware = local.replace(tzinfo=ZoneInfo(zone), fold=0)
    moment = aware.astimezone(UTC)
    if moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise ValueError(f"{local} does not exist in {zone}")
    return moment


@contextmanager
def frozen(at: datetime) -> Iterator[None]:
    """Within the block `now()` answers `at` (must be aware)."""
    if at.tzinfo is None:
        raise ValueError("frozen() takes an aware datetime")
    token = _frozen.set(at.astimezone(UTC))
    try:
        yield
    finally:
        _frozen.reset(token)
