"""How often each rule objected, by day or week, from the verdicts that are kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of, sees_all_channels
from chaoxin.core import clock

from .house_words import told

DAY, WEEK = "day", "week"
# How many steps of each kind are shown.
STEPS = {DAY: 30, WEEK: 26}
SHOWN_RULES = 8

# A content that was judged ten times by the same rule is one content.
COUNTED = """
SELECT finding->>'rule', max(finding->>'name'), max(finding->>'severity'),
       date_trunc(%(step)s, verdict.judged_at AT TIME ZONE %(zone)s)::date AS day,
       count(DISTINCT verdict.content_hash)
FROM compliance_verdict verdict CROSS JOIN LATERAL jsonb_array_elements(verdict.findings) finding
WHERE verdict.workspace_id = %(workspace)s AND NOT verdict.outdated AND verdict.judged_at >= %(since)s
  AND (%(severity)s = '' OR finding->>'severity' = %(severity)s)
  AND (%(platform)s = '' OR verdict.platform = %(platform)s)
  AND (%(all_channels)s OR verdict.channel_id IS NULL OR verdict.channel_id = ANY(%(channels)s))
GROUP BY 1, 4
"""


@dataclass(frozen=True)
class RuleLine:
    """In how many contents a rule objected: by the first day of each step, and altogether."""

    rule: str
    name: str
    severity: str
    by_day: dict[date, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """Over the whole time; a content that was judged in several steps counts in each."""
        return sum(self.by_day.values())


@dataclass(frozen=True)
class Trend:
    """`days` are the first days of all steps, in order; `lines` are the rules, the most frequent first."""

    step: str
    days: tuple[date, ...]
    lines: tuple[RuleLine, ...]


def trend(actor: Actor, *, step: str = DAY, severity: str = "", platform: str = "") -> Trend:
    """The trend over the last 30 days or 26 weeks, in the workspace's time zone."""
    step = step if step in STEPS else DAY
    days = _days(step, clock.today(actor.workspace.timezone))
    lines: dict[str, RuleLine] = {}
    for rule, name, weight, day, count in _rows(actor, step, days[0], severity, platform):
        lines.setdefault(rule, RuleLine(rule, told(name, rule), weight)).by_day[day] = count
    ordered = sorted(lines.values(), key=lambda line: (-line.total, line.rule))
    return Trend(step, tuple(days), tuple(ordered))


def chart(found: Trend) -> dict[str, object]:
    """The trend as an option of the page's charts: stacked bars of the most frequent rules, all others as one."""
    shown, others = found.lines[:SHOWN_RULES], found.lines[SHOWN_RULES:]
    series = [_bars(line.name, [line.by_day.get(day, 0) for day in found.days]) for line in shown]
    if others:
        rest = [sum(line.by_day.get(day, 0) for line in others) for day in found.days]
        series.append(_bars(_("其余 %d 条规则") % len(others), rest))
    return {
        "grid": {"left": 8, "right": 20, "top": 64, "bottom": 28, "containLabel": True},
        "legend": {"type": "scroll"},
        "xAxis": {
            "type": "category",
            "data": [day.strftime("%m-%d") for day in found.days],
            "name": _("日期") if found.step == DAY else _("每周（周一）"),
            "nameLocation": "middle",
            "nameGap": 26,
        },
        "yAxis": {"type": "value", "name": _("条"), "minInterval": 1},
        "series": series,
    }


def _rows(
    actor: Actor, step: str, first: date, severity: str, platform: str
) -> Sequence[tuple[str, str, str, date, int]]:
    zone = actor.workspace.timezone
    channels = [] if sees_all_channels(actor) else list(channels_of(actor).values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            COUNTED,
            {
                "step": step,
                "zone": zone,
                "workspace": actor.workspace.pk,
                "since": clock.day_bounds(first, zone)[0],
                "severity": severity,
                "platform": platform,
                "all_channels": sees_all_channels(actor),
                "channels": channels,
            },
        )
        rows: list[tuple[str, str, str, date, int]] = cursor.fetchall()
    return rows


def _days(step: str, today: date) -> list[date]:
    if step == DAY:
        return [today - timedelta(days=away) for away in reversed(range(STEPS[DAY]))]
    monday = today - timedelta(days=today.weekday())
    return [monday - timedelta(weeks=away) for away in reversed(range(STEPS[WEEK]))]


def _bars(name: str, values: list[int]) -> dict[str, object]:
    return {"name": name, "type": "bar", "stack": "all", "barMaxWidth": 22, "unit": _("条"), "data": values}
