"""Figures in the form in which pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.models import Channel

from . import presenting
from .ads import AdLine, metrics_in
from .figures import Figure
from .metrics import Metric, metric_of
from .models import AdDay
from .origins import COUNTED_METRICS
from .sheets import Part
from .windows import Window

# More of these is not good news.
BETTER_WHEN_LOWER = {"lost_followers"}


@dataclass(frozen=True)
class AdTable:
    """Campaigns, or advertised posts, as a table: a row each, with the values in the order of the metrics."""

    level: str
    name: str
    metrics: list[Metric]
    rows: list[tuple[AdLine, list[Decimal | None]]]


@dataclass(frozen=True)
class Card:
    """A figure with the address of its rows. `tone` is good, bad or empty; `note` says what is not in it."""

    key: str
    name: str
    unit: str
    text: str
    known: bool
    change: str
    tone: str
    previous: str
    note: str
    formula: str
    url: str


def card(figure: Figure, *, actor: Actor, names: dict[object, str], channel: str = "") -> Card:
    """A figure as a card; `names` are those of the channels by id."""
    definition = figure.definition
    unit = "" if definition.unit == "%" else str(definition.unit)
    previous = (
        "" if figure.previous is None else presenting.number(figure.previous, unit=str(definition.unit))
    )
    return Card(
        key=definition.key,
        name=str(definition.name),
        unit=unit,
        text=presenting.number(figure.value, unit=str(definition.unit)),
        known=figure.value is not None,
        change=presenting.change(figure.change, points=definition.is_share),
        tone=presenting.tone(figure.change, lower_is_better=definition.key in BETTER_WHEN_LOWER),
        previous=previous,
        note=_note(figure, names),
        formula=str(definition.formula),
        url=rows_url(definition.key, actor=actor, window=figure.window, channel=channel),
    )


def rows_url(key: str, *, actor: Actor, window: Window, channel: str = "", metric: str = "") -> str:
    """The address of the page that lists a figure's rows."""
    given = {
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "channel": channel,
        "metric": metric,
    }
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('analytics:rows', args=[actor.workspace.slug, key])}?{query}"


def origins_url(metric: str, *, actor: Actor, window: Window, channel: str = "") -> str:
    """The address of the page that lists what was counted; "" for metrics that are read from a platform."""
    if metric not in COUNTED_METRICS:
        return ""
    given = {"first": window.first.isoformat(), "last": window.last.isoformat(), "channel": channel}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse('analytics:origins', args=[actor.workspace.slug, metric])}?{query}"


def equation(figure: Figure) -> str:
    """How the figure comes from its parts, in numbers: (点赞 120 + 评论 30) ÷ 阅读 3,000 × 100 = 5%."""
    definition = figure.definition
    values = {entry.part: entry.value for entry in figure.parts}
    addends = [*definition.parts, *([definition.instead] if definition.instead else [])]
    said = [(part, _said(part, values[part])) for part in addends if values[part] is not None]
    text = "".join(f" {'+' if part.sign > 0 else '−'} {words}" for part, words in said).removeprefix(" + ")
    if not said:
        return presenting.number(None)
    if definition.over is not None:
        text = f"({text}) ÷ {_said(definition.over, values[definition.over])} × 100"
    return f"{text} = {presenting.number(figure.value, unit=str(definition.unit))}"


def ad_tables(lines: Sequence[AdLine], *, platform: str) -> list[AdTable]:
    """What ads brought, a table for each level that occurs."""
    tables = []
    for level, name in AdDay.Level.choices:
        chosen = [line for line in lines if line.level == level]
        metrics = metrics_in(chosen, platform=platform)
        rows = [(line, [line.values.get(metric.key) for metric in metrics]) for line in chosen]
        if rows:
            tables.append(AdTable(level, str(name), metrics, rows))
    return tables


def names_of(channels: Sequence[Channel]) -> dict[object, str]:
    return {channel.pk: channel.name for channel in channels}


def _said(part: Part, value: Decimal | None) -> str:
    return f"{metric_of(part.metric).name} {presenting.number(value)}"


def _note(figure: Figure, names: dict[object, str]) -> str:
    if figure.value is None:
        return ""
    notes = []
    if figure.is_partial and figure.covered_until:
        notes.append(_("数据到 %s") % figure.covered_until.strftime("%m-%d"))
    if figure.silent:
        silent = _("、").join(names.get(pk, "") for pk in figure.silent[:2])
        more = _("等 %d 个账号") % len(figure.silent) if len(figure.silent) > 2 else ""
        notes.append(_("%s没有此项数据") % f"{silent}{more}")
    return _("；").join(notes)
