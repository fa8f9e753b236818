"""A review's frozen numbers, as its page and its file show them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor

from . import presenting, showing
from .definitions import FIGURES
from .figures import change_between
from .metrics import metric_of
from .models import Review
from .overview import PER_CHANNEL
from .reviewing import window_of
from .showing import BETTER_WHEN_LOWER

RESPONSE_METRIC = "first_responses_settled"


def numbers_of(review: Review, *, actor: Actor) -> dict[str, Any]:
    """The frozen numbers with their texts and the addresses of their rows."""
    frozen, window = review.figures, window_of(review)
    return {
        "figures": [_figure(entry, review, actor) for entry in frozen["figures"]],
        "columns": [str(FIGURES[key].name) for key in PER_CHANNEL],
        "channels": [_channel(entry) for entry in frozen["channels"]],
        "top_posts": [
            {**post, "reads": _decimal(post["reads"]), "interactions": _decimal(post["interactions"])}
            for post in frozen["top_posts"]
        ],
        "responses": _responses(frozen["responses"]),
        "responses_url": showing.origins_url(RESPONSE_METRIC, actor=actor, window=window),
        "gaps": [
            {**gap, "starts_at": _moment(gap["starts_at"]), "ended_at": _moment(gap["ended_at"])}
            for gap in frozen["gaps"]
        ],
    }


def sheets_of(review: Review) -> Iterator[tuple[str, list[str], list[list[Any]]]]:
    """The review as sheets of a workbook: numbers, accounts, posts, the rows of the numbers, text and actions."""
    frozen, zone = review.figures, ZoneInfo(review.workspace.timezone)
    head = [_("指标"), _("本周"), _("上周同期"), _("单位"), _("口径"), _("数据截至")]
    yield (_("数据"), head, [_line(entry) for entry in frozen["figures"]])
    columns = [_("账号"), *(str(FIGURES[key].name) for key in PER_CHANNEL)]
    accounts = [
        [entry["name"], *(_decimal(entry["values"][key]) for key in PER_CHANNEL)]
        for entry in frozen["channels"]
    ]
    yield (_("各账号"), columns, accounts)
    posts = [
        [
            post["title"],
            post["channel"],
            _decimal(post["reads"]),
            _decimal(post["interactions"]),
            post["delivery"],
        ]
        for post in frozen["top_posts"]
    ]
    yield (_("内容"), [_("内容"), _("账号"), _("新增阅读"), _("新增互动"), _("投放 ID")], posts)
    yield (_("明细"), [_("指标"), _("组成"), _("账号"), _("日期"), _("计入数值")], _details(frozen))
    text = [[_("复盘要点"), review.notes], [_("决定"), review.decisions]]
    yield (_("复盘"), [_("栏目"), _("内容")], text)
    yield (_("行动"), [_("行动"), _("负责人"), _("期限"), _("完成时间")], _actions(review, zone))


def _figure(entry: dict[str, Any], review: Review, actor: Actor) -> dict[str, Any]:
    value, previous, unit = _decimal(entry["value"]), _decimal(entry["previous"]), entry["unit"]
    difference = change_between(value, previous, points=unit == "%") if entry["comparable"] else None
    known = entry["key"] in FIGURES
    return {
        **entry,
        "known": value is not None,
        "text": presenting.number(value, unit=unit),
        "shown_unit": "" if unit == "%" else unit,
        "previous_text": "" if previous is None else presenting.number(previous, unit=unit),
        "change": presenting.change(difference, points=unit == "%"),
        "tone": presenting.tone(difference, lower_is_better=entry["key"] in BETTER_WHEN_LOWER),
        "partial": bool(entry["covered_until"]) and entry["covered_until"] < review.figures["last"],
        "url": showing.rows_url(entry["key"], actor=actor, window=window_of(review)) if known else "",
    }


def _channel(entry: dict[str, Any]) -> dict[str, Any]:
    texts = [
        presenting.number(_decimal(entry["values"][key]), unit=str(FIGURES[key].unit)) for key in PER_CHANNEL
    ]
    return {"id": entry["id"], "name": entry["name"], "texts": texts}


def _responses(entry: dict[str, Any]) -> dict[str, Any]:
    return {
        "answered": entry["answered"],
        "median": _duration(entry["median_seconds"]),
        "slowest": _duration(entry["slowest_seconds"]),
    }


def _line(entry: dict[str, Any]) -> list[Any]:
    return [
        entry["name"],
        _decimal(entry["value"]),
        _decimal(entry["previous"]),
        entry["unit"],
        entry["formula"],
        entry["covered_until"],
    ]


def _details(frozen: dict[str, Any]) -> list[list[Any]]:
    names = {entry["id"]: entry["name"] for entry in frozen["channels"]}
    return [
        [
            entry["name"],
            str(metric_of(part["metric"]).name),
            names.get(row["channel"], row["channel"]),
            row["day"],
            _decimal(row["counts"]),
        ]
        for entry in frozen["figures"]
        for part in entry["parts"]
        for row in part["rows"]
    ]


def _actions(review: Review, zone: ZoneInfo) -> list[list[Any]]:
    return [
        [
            action.text,
            str(action.owner.user) if action.owner else "",
            action.due_on,
            action.done_at.astimezone(zone) if action.done_at else None,
        ]
        for action in review.actions.select_related("owner__user")
    ]


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


def _duration(seconds: int | None) -> str:
    return "" if seconds is None else presenting.duration(timedelta(seconds=seconds))


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
