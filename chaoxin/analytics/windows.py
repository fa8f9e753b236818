"""Stretches of whole days in a workspace's time zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

DAY = timedelta(days=1)
LONGEST_DAYS = 366


@dataclass(frozen=True)
class Window:
    """Days from `first` to `last`, both included, in an IANA zone."""

    first: date
    last: date
    zone: str

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def days(self) -> list[date]:
        return [self.first + number * DAY for number in range(self.length)]

    @property
    def start(self) -> datetime:
        """The first moment, aware UTC."""
        return clock.day_bounds(self.first, self.zone)[0]

    @property
    def end(self) -> datetime:
        """The first moment after, aware UTC."""
        return clock.day_bounds(self.last, self.zone)[1]

    def before(self) -> Window:
        """As many days right before."""
        return Window(self.first - self.length * DAY, self.first - DAY, self.zone)


def last_days(count: int, *, zone: str) -> Window:
    """The last `count` days that are over: up to yesterday."""
    yesterday = clock.today(zone) - DAY
    return Window(yesterday - (count - 1) * DAY, yesterday, zone)


def today(zone: str) -> Window:
    day = clock.today(zone)
    return Window(day, day, zone)


def chosen(first: date, last: date, *, zone: str) -> Window:
    """The days that a person chose; a running week may be chosen whole. Raises Invalid for a stretch backwards, too
    long, or beyond this week."""
    if first > last:
        raise Invalid(_("开始日期要早于结束日期。"), field="first")
    today = clock.today(zone)
    if first > today or last > today + (6 - today.weekday()) * DAY:
        raise Invalid(_("结束日期还没有到，请选今天或以前的日期。"), field="last")
    if (last - first).days >= LONGEST_DAYS:
        raise Invalid(_("一次最多看 %d 天，请缩短日期范围。") % LONGEST_DAYS, field="first")
    return Window(first, last, zone)
