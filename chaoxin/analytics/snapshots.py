"""The numbers of a review as they stood at one moment, in a form that is kept for good.

    {"first", "last", "counted_at",                       the week and when it was counted
     "figures": [{"key", "name", "unit", "formula", "value", "previous", "comparable", "covered_until",
                  "parts": [{"grain", "metric", "how", "sign", "value",
                             "rows": [{"channel", "day", "counts"}]}]}],
     "channels": [{"id", "name", "values": {figure key: value}}],
     "top_posts": [{"delivery", "title", "channel", "reads", "interactions"}],
     "responses": {"answered", "median_seconds", "slowest_seconds"},
     "gaps": [{"channel", "starts_at", "ended_at", "reason"}]}

Values are decimal texts or None. The rows of a part add up to it (or are its levels), so that a frozen figure can be
checked for ever; `rows.evidence` of the same key and days lists the rows behind them as they are now.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import Any

from chaoxin.channels.models import Channel
from chaoxin.core import clock

from . import figures, gaps, origins, overview
from .definitions import Definition
from .figures import Figure, channels_by_part, reach_of
from .sheets import INCREASE, Part, Sheet
from .windows import Window

FIGURE_KEYS = (
    "published_posts",
    "reads",
    "interactions",
    "engagement_rate",
    "followers",
    "followers_gained",
    "received",
    "conversations_opened",
    "sent_replies",
    "first_response_rate",
)
TOP_POSTS = 5


def take(channels: Sequence[Channel], *, window: Window) -> dict[str, Any]:
    """The numbers of these channels and days as they stand now, in the form above."""
    ids = [channel.pk for channel in channels]
    keys = {*FIGURE_KEYS, *overview.PER_CHANNEL}
    sheet = figures.sheet_for(keys, channel_ids=ids, window=window)
    whole = [figures.figure(key, sheet, channel_ids=ids, window=window) for key in FIGURE_KEYS]
    return {
        "first": window.first.isoformat(),
        "last": window.last.isoformat(),
        "counted_at": clock.now().isoformat(),
        "figures": [_figure(found, sheet) for found in whole],
        "channels": [_channel(channel, sheet, window) for channel in channels],
        "top_posts": _top_posts(channels, window),
        "responses": _responses(channels, window),
        "gaps": _gaps(channels, window),
    }


def _figure(found: Figure, sheet: Sheet) -> dict[str, Any]:
    definition = found.definition
    counted = channels_by_part(definition, sheet, found.channel_ids, found.window)
    values = {entry.part: entry.value for entry in found.parts}
    return {
        "key": definition.key,
        "name": str(definition.name),
        "unit": str(definition.unit),
        "formula": str(definition.formula),
        "value": _text(found.value),
        "previous": _text(found.previous),
        "comparable": found.change is not None,
        "covered_until": found.covered_until.isoformat() if found.covered_until else None,
        "parts": [
            {
                "grain": part.grain,
                "metric": part.metric,
                "how": part.how,
                "sign": part.sign,
                "role": _role(definition, part),
                "value": _text(values[part]),
                "rows": [row for pk in counted[part] for row in _rows(part, sheet, pk, found.window)],
            }
            for part in definition.all_parts
        ],
    }


def _role(definition: Definition, part: Part) -> str:
    if part == definition.over:
        return "over"
    return "instead" if part == definition.instead else "part"


def _rows(part: Part, sheet: Sheet, channel_id: Any, window: Window) -> list[dict[str, str]]:
    reach = reach_of(part, window)
    cells = {
        day: value for day, value in sheet.cells(part, channel_id).items() if reach.first <= day <= reach.last
    }
    days = sorted(cells) if part.how == INCREASE else sorted(cells)[-1:]
    return [{"channel": str(channel_id), "day": day.isoformat(), "counts": str(cells[day])} for day in days]


def _channel(channel: Channel, sheet: Sheet, window: Window) -> dict[str, Any]:
    own = {
        key: figures.figure(key, sheet, channel_ids=[channel.pk], window=window)
        for key in overview.PER_CHANNEL
    }
    return {
        "id": str(channel.pk),
        "name": channel.name,
        "values": {key: _text(found.value) for key, found in own.items()},
    }


def _top_posts(channels: Sequence[Channel], window: Window) -> list[dict[str, Any]]:
    found = overview.top_posts([channel.pk for channel in channels], window=window, most=TOP_POSTS)
    return [
        {
            "delivery": str(post.delivery.pk),
            "title": post.delivery.title,
            "channel": post.delivery.channel.name,
            "reads": _text(post.reads),
            "interactions": _text(post.interactions),
        }
        for post in found
    ]


def _responses(channels: Sequence[Channel], window: Window) -> dict[str, Any]:
    """How long first answers took, over the conversations of the week that were answered."""
    waits = origins.rows(
        "first_responses_settled",
        channel_ids=[channel.pk for channel in channels],
        start=window.start,
        end=window.end,
    )
    lengths = [wait.total_seconds() for wait in waits.filter(answered=True).values_list("waited", flat=True)]
    return {
        "answered": len(lengths),
        "median_seconds": round(median(lengths)) if lengths else None,
        "slowest_seconds": round(max(lengths)) if lengths else None,
    }


def _gaps(channels: Sequence[Channel], window: Window) -> list[dict[str, Any]]:
    names = {channel.pk: channel.name for channel in channels}
    found = gaps.gaps_between(list(names), start=window.start, end=window.end)
    return [
        {
            "channel": names[gap.channel_id],
            "starts_at": _moment(gap.starts_at),
            "ended_at": _moment(gap.ended_at),
            "reason": gap.reason,
        }
        for gap in found
    ]


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _moment(value: datetime | None) -> str | None:
    return value.isoformat() if value else None
