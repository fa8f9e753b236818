"""The readings themselves, of a post or of an account: the ground on which every figure stands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics.metrics import metric_of
from chaoxin.analytics.models import AccountReading, PostReading
from chaoxin.analytics.models.measurement import Kind, Source
from chaoxin.channels.access import channel_for
from chaoxin.channels.models import Channel
from chaoxin.core import answers, table_files
from chaoxin.publishing.access import delivery_for
from chaoxin.publishing.models import Delivery

PAGE_SIZE = 100
KINDS, SOURCES = dict(Kind.choices), dict(Source.choices)

Readings = QuerySet[PostReading] | QuerySet[AccountReading]


@workspace_door("analytics.read")
def of_post(request: WorkspaceRequest, pk: UUID) -> HttpResponseBase:
    delivery = delivery_for(request.actor, pk)
    readings = PostReading.objects.filter(delivery=delivery).order_by("-at", "metric")
    return _answer(request, delivery, delivery.channel, readings)


@workspace_door("analytics.read")
def of_account(request: WorkspaceRequest, pk: UUID) -> HttpResponseBase:
    channel = channel_for(request.actor, pk)
    readings = AccountReading.objects.filter(channel=channel).order_by("-at", "metric")
    return _answer(request, channel, channel, readings)


def _answer(
    request: WorkspaceRequest, subject: Delivery | Channel, channel: Channel, readings: Readings
) -> HttpResponseBase:
    metrics = sorted(set(readings.order_by().values_list("metric", flat=True)))
    chosen = request.GET.get("metric", "")
    found = readings.filter(metric=chosen) if chosen in metrics else readings
    name = subject.title if isinstance(subject, Delivery) else subject.name
    if request.GET.get("as") in ("csv", "xlsx"):
        return _file(request.GET["as"], name, found, channel, zone=request.actor.workspace.timezone)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "subject": subject,
        "is_post": isinstance(subject, Delivery),
        "name": name,
        "channel": channel,
        "metrics": [metric_of(key, platform=channel.platform) for key in metrics],
        "chosen": chosen,
        "page": page,
        "rows": [
            {"row": row, "metric": metric_of(row.metric, platform=channel.platform)}
            for row in page.object_list
        ],
    }
    return answers.page(request, "analytics/readings.html", context)


def _file(form: str, name: str, readings: Readings, channel: Channel, *, zone: str) -> HttpResponseBase:
    head = [
        _("数值所指时刻"),
        _("日期"),
        _("指标"),
        _("口径"),
        _("整日数据"),
        _("数值"),
        _("读取时间"),
        _("来源"),
    ]
    rows = _rows(readings[: table_files.MOST_ROWS].iterator(chunk_size=2000), channel, zone=zone)
    title = _("读数_%s") % name
    if form == "csv":
        return table_files.as_csv(title, head, rows)
    return table_files.as_xlsx(title, [(_("读数"), head, rows)])


def _rows(
    readings: Iterable[PostReading | AccountReading], channel: Channel, *, zone: str
) -> Iterator[list[Any]]:
    here = ZoneInfo(zone)
    for reading in readings:
        yield [
            reading.at.astimezone(here),
            reading.day,
            str(metric_of(reading.metric, platform=channel.platform).name),
            str(KINDS[reading.kind]),
            _("是") if reading.whole_day else _("否"),
            reading.value,
            reading.read_at.astimezone(here),
            str(SOURCES[reading.source]),
        ]
