"""The REST door of analytics: readings, figures, the overview, KPI progress; reviews are in `api_reviews`."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.channels.access import channel_for
from chaoxin.core.refusals import Invalid, NotFound
from chaoxin.goals.access import objective_for
from chaoxin.publishing.access import delivery_for

from . import access, ads, api_reviews, api_shapes, overview, planning, progress, rows, windows
from .definitions import FIGURES
from .metrics import METRICS
from .models import AccountReading, PostReading
from .windows import Window

router = Router()
router.add_router("", api_reviews.router)
DEFAULT_DAYS = 30


@router.get("/metrics", summary="指标字典")
@requires("analytics.read")
def list_metrics(request: ApiRequest) -> list[dict[str, Any]]:
    """每个指标的名称、单位、含义，以及能不能相加。"""
    return [api_shapes.metric(entry) for entry in METRICS.values()]


@router.get("/readings", summary="读数")
@requires("analytics.read")
def list_readings(
    request: ApiRequest,
    delivery: UUID | None = None,
    channel: UUID | None = None,
    metric: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    page: int = 1,
    page_size: int = USUAL_PAGE,
) -> dict[str, Any]:
    """一条投放（delivery）或一个账号（channel）读到的原始数值，早的在前。`since` 起、`until` 前。"""
    if (delivery is None) == (channel is None):
        raise Invalid(_("delivery 和 channel 要且只能填一个。"), field="delivery")
    if delivery is not None:
        found: Any = PostReading.objects.filter(delivery=delivery_for(request.actor, delivery))
    else:
        assert channel is not None
        found = AccountReading.objects.filter(channel=channel_for(request.actor, channel))
    given = {"metric": metric, "at__gte": since, "at__lt": until}
    found = found.filter(**{name: value for name, value in given.items() if value}).order_by("at", "metric")
    return paged(found, page=page, page_size=page_size, shape=api_shapes.reading)


@router.get("/channels/{uuid:pk}/ads", summary="广告数据")
@requires("analytics.read")
def list_ads(
    request: ApiRequest, pk: UUID, level: str = "", first: date | None = None, last: date | None = None
) -> list[dict[str, Any]]:
    """一个账号的广告计划（level=campaign）和推广的内容（level=post）的合计；由本系统发布的内容带 delivery_id。"""
    channel, window = channel_for(request.actor, pk), _window(request, first, last)
    found = ads.lines_of(channel, window=window, actor=request.actor, level=level)
    return [api_shapes.ad_line(line) for line in found]


@router.get("/channels/{uuid:pk}/ad-days", summary="广告日数据")
@requires("analytics.read")
def list_ad_days(
    request: ApiRequest,
    pk: UUID,
    level: str = "",
    subject_id: str = "",
    first: date | None = None,
    last: date | None = None,
    page: int = 1,
    page_size: int = USUAL_PAGE,
) -> dict[str, Any]:
    """广告数据的逐日明细，新的在前；按 subject_id 和 metric 相加就是合计。"""
    channel, window = channel_for(request.actor, pk), _window(request, first, last)
    found = ads.days_of(channel, window=window, level=level, subject_id=subject_id)
    return paged(found, page=page, page_size=page_size, shape=api_shapes.ad_day)


@router.post("/channels/{uuid:pk}/readings", summary="立即读取账号数据", response={202: None})
@requires("analytics.change")
def ask_account(request: ApiRequest, pk: UUID) -> Status[None]:
    """后台接着就读，读到后出现在读数里。"""
    planning.ask_account(channel_for(request.actor, pk), by=request.actor)
    return Status(202, None)


@router.post("/deliveries/{uuid:pk}/readings", summary="立即读取一条内容的数据", response={202: None})
@requires("analytics.change")
def ask_post(request: ApiRequest, pk: UUID) -> Status[None]:
    """后台接着就读，读到后出现在读数里。"""
    planning.ask(delivery_for(request.actor, pk), by=request.actor)
    return Status(202, None)


@router.get("/overview", summary="数据总览")
@requires("analytics.read")
def get_overview(
    request: ApiRequest, first: date | None = None, last: date | None = None, channel: str = ""
) -> dict[str, Any]:
    """一段日期（两端都算，默认到昨天为止的 30 天）的各项数据、各账号数据和增长最多的内容。"""
    window = _window(request, first, last)
    found = overview.look(access.channels_chosen(request.actor, channel), window=window)
    return api_shapes.overview(found, actor=request.actor)


@router.get("/figures/{key}", summary="一项数据和它的明细")
@requires("analytics.read")
def get_figure(
    request: ApiRequest,
    key: str,
    first: date | None = None,
    last: date | None = None,
    channel: str = "",
    metric: str = "",
    page: int = 1,
    page_size: int = USUAL_PAGE,
) -> dict[str, Any]:
    """数值、组成和逐行明细；明细按 part 相加（期末、期初取值）就是组成的数值。"""
    if key not in FIGURES:
        raise NotFound(_("没有这个数据指标。"))
    window = _window(request, first, last)
    ids = [found.pk for found in access.channels_chosen(request.actor, channel)]
    found = rows.evidence(key, channel_ids=ids, window=window, metric=metric)

    def shape(day: Any) -> dict[str, Any]:
        return api_shapes.row(next(rows.shown(found.definition, [day], window=window)))

    listed = paged(found.rows, page=page, page_size=page_size, shape=shape)
    return {"figure": api_shapes.figure(found.figure, actor=request.actor), **listed}


@router.get("/objectives/{uuid:pk}/progress", summary="目标进度")
@requires("goal.read")
def get_progress(request: ApiRequest, pk: UUID) -> list[dict[str, Any]]:
    """目标每个 KPI 的现值、按时间应到、趋势和状态。"""
    objective = objective_for(request.actor, pk)
    targets = list(objective.targets.all())
    for target in targets:
        target.objective = objective
    return [api_shapes.progress(found, actor=request.actor) for found in progress.progress_of_all(targets)]


def _window(request: ApiRequest, first: date | None, last: date | None) -> Window:
    zone = request.actor.workspace.timezone
    if first is None and last is None:
        return windows.last_days(DEFAULT_DAYS, zone=zone)
    if first is None or last is None:
        raise Invalid(_("first 和 last 要一起填。"), field="first")
    return windows.chosen(first, last, zone=zone)
