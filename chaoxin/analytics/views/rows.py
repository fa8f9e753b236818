"""The rows behind a figure, on a page and as files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import access, rows, showing
from chaoxin.analytics.definitions import FIGURES
from chaoxin.analytics.forms import PeriodForm
from chaoxin.analytics.metrics import metric_of
from chaoxin.analytics.models.measurement import Source
from chaoxin.analytics.rows import Evidence
from chaoxin.analytics.windows import Window
from chaoxin.channels.models import Channel
from chaoxin.core import answers, table_files
from chaoxin.core.refusals import Invalid, NotFound

PAGE_SIZE = 50
SOURCES = dict(Source.choices)


@dataclass(frozen=True)
class Wish:
    """What the address of a rows page asks for."""

    key: str
    window: Window
    channel: str
    channels: list[Channel]
    metric: str

    @property
    def evidence(self) -> Evidence:
        ids = [channel.pk for channel in self.channels]
        return rows.evidence(self.key, channel_ids=ids, window=self.window, metric=self.metric)


@workspace_door("analytics.read")
def index(request: WorkspaceRequest, figure: str) -> HttpResponse:
    wish = _wish(request, figure)
    found = wish.evidence
    page: Any = Paginator(found.rows, PAGE_SIZE).get_page(request.GET.get("page"))
    names = showing.names_of(wish.channels)
    shown = [
        {
            "row": row,
            "metric": metric_of(row.metric),
            "channel": names.get(row.channel_id, ""),
            "source": SOURCES[row.source],
        }
        for row in rows.shown(found.definition, page.object_list, window=wish.window)
    ]
    context = {
        "wish": wish,
        "card": showing.card(found.figure, actor=request.actor, names=names, channel=wish.channel),
        "equation": showing.equation(found.figure),
        "parts": _parts(request.actor, wish, found),
        "page": page,
        "rows": shown,
        "of_posts": found.definition.grain != "accounts",
    }
    return answers.page(request, "analytics/rows.html", context)


@workspace_door("analytics.read")
def as_csv(request: WorkspaceRequest, figure: str) -> HttpResponseBase:
    wish = _wish(request, figure)
    return table_files.as_csv(_file_name(wish), _head(), _table(wish))


@workspace_door("analytics.read")
def as_xlsx(request: WorkspaceRequest, figure: str) -> HttpResponseBase:
    wish = _wish(request, figure)
    return table_files.as_xlsx(_file_name(wish), [(str(FIGURES[figure].name), _head(), _table(wish))])


def _wish(request: WorkspaceRequest, figure: str) -> Wish:
    if figure not in FIGURES:
        raise NotFound(_("没有这个数据指标。"))
    form = PeriodForm(request.GET, zone=request.actor.workspace.timezone)
    if not form.is_valid():
        raise Invalid(
            _("日期不对：%s") % " ".join(str(error) for errors in form.errors.values() for error in errors)
        )
    channel = form.cleaned_data.get("channel", "")
    metric = request.GET.get("metric", "")
    known = {part.metric for part in FIGURES[figure].all_parts}
    return Wish(
        key=figure,
        window=form.window,
        channel=channel,
        channels=access.channels_chosen(request.actor, channel),
        metric=metric if metric in known else "",
    )


def _parts(actor: Actor, wish: Wish, found: Evidence) -> list[dict[str, Any]]:
    """The figure's parts: to narrow the rows to one, and to what it was counted from."""
    return [
        {
            "metric": metric_of(entry.part.metric),
            "value": entry.value,
            "how": entry.part.how,
            "chosen": entry.part.metric == wish.metric,
            "origins": showing.origins_url(
                entry.part.metric, actor=actor, window=wish.window, channel=wish.channel
            ),
        }
        for entry in found.figure.parts
    ]


def _file_name(wish: Wish) -> str:
    return f"{FIGURES[wish.key].name}_{wish.window.first}_{wish.window.last}"


def _head() -> list[str]:
    return [
        _("日期"),
        _("账号"),
        _("内容"),
        _("指标"),
        _("口径"),
        _("计入数值"),
        _("日末数值"),
        _("新增起点"),
        _("数值所指时刻"),
        _("读取时间"),
        _("来源"),
        _("账号 ID"),
        _("投放 ID"),
    ]


def _table(wish: Wish) -> Iterator[list[Any]]:
    found = wish.evidence
    names, zone = showing.names_of(wish.channels), ZoneInfo(wish.window.zone)
    hows = {"increase": _("新增"), "level": _("期末"), "opening": _("期初")}
    days = found.rows[: table_files.MOST_ROWS].iterator(chunk_size=2000)
    for row in rows.shown(found.definition, days, window=wish.window):
        yield [
            row.day,
            names.get(row.channel_id, ""),
            row.title,
            str(metric_of(row.metric).name),
            hows[row.part.how],
            row.counts,
            row.value,
            row.since.astimezone(zone) if row.since else None,
            row.at.astimezone(zone),
            row.read_at.astimezone(zone),
            str(SOURCES[row.source]),
            str(row.channel_id),
            str(row.delivery_id or ""),
        ]
