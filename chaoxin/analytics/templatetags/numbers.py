"""Numbers in templates."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from django import template

from chaoxin.analytics import presenting

register = template.Library()


@register.filter
def number(value: Decimal | None, unit: str = "") -> str:
    """`{{ value|number }}`, with `"%"` as a share; 暂无数据 for None."""
    return presenting.number(value, unit=str(unit))


@register.filter
def rounded(value: Decimal | None) -> str:
    """A value without decimals; 暂无数据 for None."""
    return presenting.rounded(value)


@register.filter
def percent(value: Decimal | None) -> str:
    """A share without decimals: 40%."""
    return "" if value is None else f"{value:.0f}%"


@register.filter
def duration(value: timedelta | None) -> str:
    """`{{ interval|duration }}`: 2 小时."""
    return "" if value is None else presenting.duration(value)


@register.filter
def here(moment: datetime | None, zone: str) -> str:
    """A moment in a time zone to the minute: `{{ moment|here:actor.workspace.timezone }}`."""
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")
