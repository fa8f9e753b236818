"""Numbers as people read them."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _

CENT = Decimal("0.01")
TENTH = Decimal("0.1")
ONE = Decimal(1)


def number(value: Decimal | None, *, unit: str = "") -> str:
    """A value with thousands separators and at most two decimals; 暂无数据 where nothing is known."""
    if value is None:
        return _("暂无数据")
    cents = value.quantize(CENT, rounding=ROUND_HALF_UP)
    text = f"{cents:,.0f}" if cents == cents.to_integral_value() else f"{cents:,f}"
    return f"{text}%" if unit == "%" else text


def change(value: Decimal | None, *, points: bool) -> str:
    """A change with its sign: +12.3%, or +1.2 个百分点 for shares; "" where there is nothing to compare with."""
    if value is None:
        return ""
    tenths = value.quantize(TENTH, rounding=ROUND_HALF_UP)
    if not tenths:
        return _("持平")
    text = f"{tenths:+,f}"
    return _("%s 个百分点") % text if points else f"{text}%"


def tone(value: Decimal | None, *, lower_is_better: bool = False) -> str:
    """Whether a change is good news (`good`) or not (`bad`); "" for none that shows."""
    if value is None or not value.quantize(TENTH, rounding=ROUND_HALF_UP):
        return ""
    return "good" if (value > 0) != lower_is_better else "bad"


def rounded(value: Decimal | None) -> str:
    """A value without decimals; 暂无数据 where nothing is known."""
    return number(None if value is None else value.quantize(ONE, rounding=ROUND_HALF_UP))


def plain(value: Decimal | None) -> int | float | None:
    """The value as a number for charts and the API."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def days(first: date, last: date) -> str:
    """A stretch of days: 2026-11-16 至 2026-11-22, or the day alone."""
    if first == last:
        return first.isoformat()
    return _("%(first)s 至 %(last)s") % {"first": first.isoformat(), "last": last.isoformat()}


def duration(length: timedelta) -> str:
    """A length of time in its two largest units: 2 天 3 小时."""
    minutes = max(0, int(length.total_seconds() // 60))
    parts = [(minutes // 1440, _("天")), (minutes // 60 % 24, _("小时")), (minutes % 60, _("分钟"))]
    said = [f"{count} {name}" for count, name in parts if count][:2]
    return " ".join(said) or _("不到 1 分钟")
