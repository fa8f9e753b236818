from __future__ import annotations

from decimal import Decimal

from django import template

from chaoxin.analytics import presenting

register = template.Library()


@register.filter
def figure(value: Decimal | None, unit: str) -> str:
    """A figure with its unit as people read it; 暂无数据 for None."""
    text = presenting.number(value, unit=unit)
    return text if value is None or unit == "%" else f"{text} {unit}"


@register.filter
def expected_figure(value: Decimal | None, unit: str) -> str:
    """A figure that was reckoned and not counted: what is counted in whole pieces is shown in whole pieces."""
    return figure(value if value is None or unit == "%" else value.quantize(Decimal(1)), unit)
