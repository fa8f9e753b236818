"""Where a period stands today, in the workspace's own days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from chaoxin.core import clock


@dataclass(frozen=True)
class Standing:
    """`state` is `ahead`, `running` or `over`. `days_left` counts today; `share` is the part of the period's days
    that has passed (today not counted), from 0 to 100."""

    state: str
    days: int
    days_left: int
    share: int


def standing(starts_on: date, ends_on: date, *, zone: str) -> Standing:
    """How a period (both ends included) stands on the current day of an IANA time zone."""
    today = clock.today(zone)
    days = (ends_on - starts_on).days + 1
    passed = min(max((today - starts_on).days, 0), days)
    state = "ahead" if today < starts_on else "over" if today > ends_on else "running"
    return Standing(state, days, days - passed, round(100 * passed / days))


def this_month(zone: str) -> tuple[date, date]:
    """First and last day of the current month of an IANA time zone."""
    first = clock.today(zone).replace(day=1)
    return first, (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
