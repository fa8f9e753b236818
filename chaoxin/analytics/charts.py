"""ECharts options for the shell's chart behavior. Missing values stay missing; axes and units are named."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from .curves import AccountLine, Curve, broken_by
from .models import ReadingGap
from .overview import DaySeries
from .presenting import number, plain
from .progress import Progress
from .windows import Window

Option = dict[str, Any]
LEGEND_GRID = {"top": 64}
# Days are named with their month, since a bare number could be an hour.
TIME_LABELS = {"formatter": {"day": "{MM}-{dd}", "month": "{MM}-{dd}", "hour": "{HH}:{mm}"}}
GRID = {"left": 8, "right": 20, "top": 44, "bottom": 28, "containLabel": True}
MOMENT = "%Y-%m-%d %H:%M:%S"


def daily_bars(series: Sequence[DaySeries], window: Window, *, unit: str) -> Option:
    """Increases per day, stacked; one bar a day."""
    return _by_day(
        window,
        unit=unit,
        series=[
            {
                "name": line.name,
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 22,
                "unit": unit,
                "data": _plain(line),
            }
            for line in series
            if _is_known(line)
        ],
    )


def daily_lines(series: Sequence[DaySeries], window: Window, *, unit: str) -> Option:
    """Levels per day, a line each; a day without a value breaks the line."""
    lines = [_line(line.name, _plain(line), unit=unit) for line in series if _is_known(line)]
    return _by_day(window, unit=unit, series=lines, from_zero=False)


def account_lines(line: AccountLine, window: Window) -> Option:
    """One metric of an account by day: bars for values per day, else a line."""
    values = [plain(line.days[day].value) if day in line.days else None for day in window.days]
    unit = str(line.metric.unit)
    if line.latest.kind == "per_day":
        bars = {"name": str(line.metric.name), "type": "bar", "barMaxWidth": 16, "unit": unit, "data": values}
        return _by_day(window, unit=unit, series=[bars])
    return _by_day(
        window, unit=unit, series=[_line(str(line.metric.name), values, unit=unit)], from_zero=False
    )


def post_curve(curve: Curve, gaps: Sequence[ReadingGap], *, zone: str, now: datetime) -> Option:
    """One metric of a post. Values of whole days stand at their days, joined by a dashed line, since nothing is known
    between them; all others stand at their moments, and a gap breaks the line and is shaded."""
    unit, name = str(curve.metric.unit), str(curve.metric.name)
    line = _line(name, _points_by_day(curve) if curve.is_daily else _points(curve, gaps, zone), unit=unit)
    line["symbolSize"] = 6 if curve.is_daily else 3
    if curve.is_daily:
        line["lineStyle"] = {"type": "dashed", "width": 2}
        axis: Option = {"type": "category", "data": [day.strftime("%m-%d") for day in _days(curve)]}
    else:
        axis = {"type": "time", "axisLabel": TIME_LABELS}
        line["markArea"] = _shaded(gaps, zone, now)
    value_axis: Option = {"type": "value", "name": unit, "min": 0}
    if curve.metric.adds:
        value_axis["minInterval"] = 1
    return {"grid": GRID | {"top": 32, "bottom": 8}, "xAxis": axis, "yAxis": value_axis, "series": [line]}


def progress_line(progress: Progress) -> Option:
    """A KPI by day against the straight way to its target."""
    unit, window = str(progress.kpi.unit), progress.window
    values = [plain(value) for value in progress.by_day()]
    target = plain(progress.target.target)
    line = _line(_("实际"), values, unit=unit)
    line["markLine"] = {
        "silent": True,
        "symbol": "none",
        "lineStyle": {"type": "dashed"},
        "label": {
            "formatter": _("目标 %s") % number(progress.target.target),
            "position": "insideStartTop",
            "color": "inherit",
            "textBorderWidth": 0,
        },
        "data": [{"yAxis": target}],
    }
    option = _by_day(window, unit=unit, series=[line], from_zero=not progress.figure.definition.is_level)
    option.pop("legend", None)
    known = [value for value in values if value is not None]
    if known and target is not None:
        option["yAxis"]["max"] = _ceiling(max([*known, target]))
    return option


def _points(curve: Curve, gaps: Sequence[ReadingGap], zone: str) -> list[Any]:
    breaks = broken_by(curve.points, gaps)
    data: list[Any] = []
    for place, point in enumerate(curve.points):
        if place in breaks:
            data.append([_local(point.at - timedelta(seconds=1), zone), None])
        data.append([_local(point.at, zone), plain(point.value)])
    return data


def _points_by_day(curve: Curve) -> list[Any]:
    by_day = {point.day: plain(point.value) for point in curve.points}
    return [by_day.get(day) for day in _days(curve)]


def _days(curve: Curve) -> list[date]:
    first, last = curve.points[0].day, curve.points[-1].day
    return [first + timedelta(days=away) for away in range((last - first).days + 1)]


def _shaded(gaps: Sequence[ReadingGap], zone: str, now: datetime) -> Option:
    spans = [
        [{"xAxis": _local(gap.starts_at, zone)}, {"xAxis": _local(gap.ended_at or now, zone)}] for gap in gaps
    ]
    return {"silent": True, "itemStyle": {"color": "rgba(128, 128, 128, 0.15)"}, "data": spans}


def _by_day(window: Window, *, unit: str, series: list[Option], from_zero: bool = True) -> Option:
    days = [day.strftime("%m-%d") for day in window.days]
    option: Option = {
        "grid": GRID,
        "xAxis": {
            "type": "category",
            "data": days,
            "name": _("日期"),
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": {"type": "value", "name": unit, "scale": not from_zero, "minInterval": 1},
        "series": series,
    }
    if len(series) > 1:
        option["legend"] = {"type": "scroll"}
        option["grid"] = GRID | LEGEND_GRID
    return option


def _line(name: str, data: list[Any], *, unit: str) -> Option:
    return {
        "name": name,
        "type": "line",
        "showSymbol": True,
        "symbolSize": 4,
        "connectNulls": False,
        "unit": unit,
        "data": data,
    }


def _plain(line: DaySeries) -> list[int | float | None]:
    return [plain(value) for value in line.values]


def _is_known(line: DaySeries) -> bool:
    return any(value is not None for value in line.values)


def _ceiling(value: int | float) -> int | float:
    """A round number a little above, so that the target's line does not stick to the edge."""
    step = 10 ** max(len(str(int(abs(value) * 1.1))) - 2, 0)
    return (int(value * 1.1) // step + 1) * step


def _local(moment: datetime, zone: str) -> str:
    """The time as it is in the workspace: the browser shows it as it stands."""
    return moment.astimezone(ZoneInfo(zone)).strftime(MOMENT)
