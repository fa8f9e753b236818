from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Router, Status

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_door import requires
from chaoxin.channels.access import channel_for, group_for
from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import told
from chaoxin.content.access import draft_for, variants_of
from chaoxin.content.models import Variant
from chaoxin.core.refusals import Invalid, NotFound

from . import (
    access,
    alarms,
    commenting,
    confirming,
    freezing,
    gathering,
    lapsing,
    scheduling,
    showing,
    stopping,
)
from .api_handoffs import router as handoffs_router
from .api_shapes import (
    DeliveriesOut,
    DeliveryDetailOut,
    DeliveryOut,
    FreezeIn,
    FreezeOut,
    LinkIn,
    PlannedOut,
    ReasonIn,
    ScheduleIn,
    TimeIn,
)
from .gathering import Gathered
from .models import Delivery, Freeze

router = Router(tags=["publishing"])
router.add_router("", handoffs_router)
MOST_PER_PAGE = 200


@router.get("/deliveries", summary="投放列表", response=DeliveriesOut)
@requires("delivery.read")
def list_deliveries(
    request: Any,
    view: str = "all",
    q: str = "",
    channel: UUID | None = None,
    page: int = 1,
    page_size: int = 50,
) -> dict[str, Any]:
    """自己能使用的账号的投放。view 是 planned、by_hand、attention、underway、published、ended 或 all；q 找标题。"""
    found = showing.search(request.actor, view=view, words=q, channel=str(channel or ""))
    size = max(1, min(page_size, MOST_PER_PAGE))
    start = (max(1, page) - 1) * size
    return {"items": lapsing.mark(found[start : start + size]), "total": found.count()}


@router.post("/deliveries", summary="排期", response=list[PlannedOut])
@requires("delivery.schedule")
def schedule(request: Any, wish: ScheduleIn) -> list[dict[str, Any]]:
    """给稿件的一个或多个账号排期；due_at 不写就马上发。同一分钟再排一次返回原来的投放。

    有疑问时返回 409，确认后带上 despite_doubts 再来。"""
    chosen = _gathered(request.actor, wish)
    told: dict[str, Any] = {
        "by": request.actor,
        "despite_doubts": wish.despite_doubts,
        "apart": timedelta(minutes=wish.apart_minutes),
    }
    if wish.due_at is None:
        planned = scheduling.publish_now(chosen.variants, **told)
    else:
        told |= {"due_at": _aware(wish.due_at), "zone": request.actor.workspace.timezone}
        planned = scheduling.schedule(chosen.variants, **told)
    return [*map(_planned, planned), *map(_missing, chosen.missing)]


@router.get("/deliveries/{pk}", summary="一条投放", response=DeliveryDetailOut)
@requires("delivery.read")
def get_delivery(request: Any, pk: UUID) -> Delivery:
    """投放的内容、状态，以及每一次尝试和首评。"""
    return lapsing.mark(stopping.mark([access.delivery_for(request.actor, pk)]))[0]


@router.put("/deliveries/{pk}/time", summary="改期", response=DeliveryOut)
@requires("delivery.schedule")
def reschedule(request: Any, pk: UUID, wish: TimeIn) -> Delivery:
    """换一个发布时间；已经开始发的不能改。"""
    delivery = access.delivery_for(request.actor, pk)
    zone = request.actor.workspace.timezone
    moved = scheduling.reschedule(delivery, due_at=_aware(wish.due_at), zone=zone, by=request.actor)
    return lapsing.mark([moved])[0]


@router.post("/deliveries/{pk}/release", summary="放行", response=DeliveryOut)
@requires("delivery.schedule")
def release(request: Any, pk: UUID) -> Delivery:
    """被扣下的投放现在就发；当初为什么扣下，发之前会再看一遍。"""
    return scheduling.release(access.delivery_for(request.actor, pk), by=request.actor)


@router.post("/deliveries/{pk}/another-try", summary="再发一次", response=DeliveryOut)
@requires("delivery.schedule")
def send_again(request: Any, pk: UUID) -> Delivery:
    """结果不明或被平台拒收的投放再发一次；发之前先到平台查一遍。"""
    return scheduling.send_again(access.delivery_for(request.actor, pk), by=request.actor)


@router.post("/deliveries/{pk}/acknowledgement", summary="标为已知晓", response=DeliveryOut)
@requires("delivery.schedule")
def acknowledge(request: Any, pk: UUID) -> Delivery:
    """看过帖子消失或被限流的提醒。"""
    return alarms.acknowledge(access.delivery_for(request.actor, pk), by=request.actor)


@router.post("/deliveries/{pk}/first-comment", summary="重发首评", response=DeliveryDetailOut)
@requires("delivery.schedule")
def comment_again(request: Any, pk: UUID) -> Delivery:
    """首评没有发出去时再发一次。"""
    delivery = access.delivery_for(request.actor, pk)
    commenting.send_again(access.first_comment_of(delivery), by=request.actor)
    return access.delivery_for(request.actor, pk)


@router.post("/deliveries/{pk}/cancellation", summary="取消投放", response=DeliveryOut)
@requires("delivery.schedule")
def cancel(request: Any, pk: UUID, wish: ReasonIn) -> Delivery:
    """还没有开始发的投放不再发；可以写原因。"""
    return scheduling.cancel(
        access.delivery_for(request.actor, pk), by=request.actor, reason=wish.reason[:300]
    )


@router.post("/deliveries/{pk}/confirmation", summary="确认已发布", response=DeliveryOut)
@requires("delivery.schedule")
def confirm(request: Any, pk: UUID, wish: LinkIn) -> Delivery:
    """手动发布或结果不明的投放：交回帖子的链接，steps 是做完的核对项。"""
    return confirming.confirm(
        access.delivery_for(request.actor, pk), url=wish.url, by=request.actor, ticked=wish.steps
    )


@router.post("/deliveries/{pk}/unpublished", summary="声明没有发出", response=DeliveryOut)
@requires("delivery.schedule")
def declare_unpublished(request: Any, pk: UUID, wish: ReasonIn) -> Delivery:
    """结果不明时，声明平台上没有这条，也不再发。"""
    delivery = access.delivery_for(request.actor, pk)
    return confirming.declare_unpublished(delivery, by=request.actor, reason=wish.reason[:300])


@router.post("/deliveries/{pk}/withdrawal", summary="撤下帖子", response=DeliveryOut)
@requires("delivery.schedule")
def withdraw(request: Any, pk: UUID, wish: ReasonIn) -> Delivery:
    """把已上线的帖子从平台撤下来；手动发布的只记下已经撤了。"""
    return confirming.withdraw(
        access.delivery_for(request.actor, pk), by=request.actor, reason=wish.reason[:300]
    )


@router.post("/deliveries/{pk}/stop", summary="停止发送", response=DeliveryDetailOut)
@requires("delivery.schedule")
def stop(request: Any, pk: UUID, wish: ReasonIn) -> Delivery:
    """平台已经收下、还没有展示的内容不再发。"""
    delivery = access.delivery_for(request.actor, pk)
    stopping.stop(delivery, by=request.actor, reason=wish.reason)
    return get_delivery(request, pk)


@router.get("/freezes", summary="冻结列表", response=list[FreezeOut])
@requires("delivery.read")
def list_freezes(request: Any) -> list[Freeze]:
    """现在有效的冻结，整个工作区的和单个账号的。"""
    return list(access.freezes_of(request.actor))


@router.post("/freezes", summary="冻结投放", response=FreezeOut)
@requires("delivery.freeze")
def freeze(request: Any, wish: FreezeIn) -> Freeze:
    """暂停一个账号的发布；不写 channel_id 就是整个工作区。"""
    channel = channel_for(request.actor, wish.channel_id) if wish.channel_id else None
    return freezing.freeze(by=request.actor, reason=wish.reason[:300], channel=channel)


@router.delete("/freezes/{pk}", summary="解除冻结", response={204: None})
@requires("delivery.freeze")
def thaw(request: Any, pk: UUID) -> Status[None]:
    """解除后恢复发布。"""
    found = access.freezes_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这次冻结已经解除了。"))
    freezing.thaw(found, by=request.actor)
    return Status(204, None)


def _gathered(actor: Actor, wish: ScheduleIn) -> Gathered:
    draft = draft_for(actor, wish.draft_id)
    if wish.variant_ids or not (wish.group_id or wish.channel_ids):
        return Gathered(_variants(list(variants_of(actor, draft)), wish.variant_ids), ())
    channels = {channel_for(actor, pk).pk for pk in wish.channel_ids}
    if wish.group_id:
        channels |= set(group_for(actor, wish.group_id).channels.values_list("pk", flat=True))
    return gathering.of_channels(draft, channels, by=actor)


def _planned(entry: scheduling.Planned) -> dict[str, Any]:
    return {
        "variant_id": entry.variant.pk,
        "channel_id": entry.variant.channel_id,
        "delivery_id": entry.delivery.pk if entry.delivery else None,
        "sentence": told(entry.sentence),
        "doubtful": entry.doubtful,
    }


def _missing(channel: Channel) -> dict[str, Any]:
    sentence = _("这份稿件还没有加上这个账号。")
    return {
        "variant_id": None,
        "channel_id": channel.pk,
        "delivery_id": None,
        "sentence": sentence,
        "doubtful": False,
    }


def _variants(variants: list[Variant], wanted: list[UUID]) -> tuple[Variant, ...]:
    if not wanted:
        return tuple(variants)
    by_id = {variant.pk: variant for variant in variants}
    if missing := [pk for pk in wanted if pk not in by_id]:
        raise Invalid(_("这些分发版本不属于这份稿件：%s") % ", ".join(map(str, missing)), field="variant_ids")
    return tuple(by_id[pk] for pk in wanted)


def _aware(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise Invalid(_("时间要带时区，例如 2026-11-23T09:00:00+08:00。"), field="due_at")
    return moment.astimezone(UTC)
