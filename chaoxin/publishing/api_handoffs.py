"""The REST door of deliveries that people publish by hand. Each is named by the id of its delivery."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query, Router, Schema

from chaoxin.accounts.access import member_for
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.core.refusals import Invalid

from . import access, app_opening, finishing, handoff_links, handoff_shapes, responsibility, showing_handoffs
from .finishing import Brought

router = Router(tags=["publishing"])
MOST_AT_ONCE = 200


class HandoffQuery(Schema):
    view: str = "open"
    q: str = ""
    channel: UUID | None = None
    responsible: str = ""


class BroughtLink(Body):
    """`steps` are the keys of the steps that have been done; `instead` replaces a link brought before."""

    link: str
    steps: list[str] = []
    instead: bool = False


class Reason(Body):
    reason: str


class Responsible(Body):
    member_id: UUID | None


class ManyResponsible(Responsible):
    delivery_ids: list[UUID]


@router.get("/handoffs", summary="人工发布列表")
@requires("delivery.read")
def list_handoffs(
    request: ApiRequest, wanted: Query[HandoffQuery], page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """view 可为 open 现在要发、late 已超时、upcoming 快到时间、returned 退回来的、published 已发布、all 全部；
    responsible 可为成员 ID、me 或 nobody。"""
    found = showing_handoffs.search(
        request.actor,
        view=wanted.view,
        words=wanted.q,
        channel=str(wanted.channel or ""),
        responsible=_responsible(wanted.responsible),
    )
    return paged(found, page=page, page_size=page_size, shape=handoff_shapes.handoff)


@router.get("/handoffs/{uuid:pk}", summary="人工发布")
@requires("delivery.read")
def get_handoff(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """一条人工发布现在的状态、负责人和回执。"""
    return handoff_shapes.handoff(access.handoff_for(request.actor, pk).delivery)


@router.get("/handoffs/{uuid:pk}/package", summary="要发布的内容包")
@requires("delivery.schedule")
def get_package(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """按平台整理好的文案、图片、视频、声明和检查项；文件地址凭链接打开，和手机页一样会过期。"""
    return handoff_shapes.package(access.handoff_for(request.actor, pk))


@router.post("/handoffs/{uuid:pk}/app", summary="带着内容打开 App")
@requires("delivery.schedule")
def open_app(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """账号登记了分享应用、系统有公网地址时，得到一个半小时内有效的页面，在手机上打开就带着素材打开平台的 App。"""
    handoff = access.handoff_for(request.actor, pk)
    return handoff_shapes.opening(app_opening.open_app(handoff, by=request.actor))


@router.get("/handoffs/{uuid:pk}/page", summary="手机页链接")
@requires("delivery.schedule")
def get_page(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """现在有效的链接和二维码（SVG）。拿到链接的人不用登录就能打开。"""
    return handoff_shapes.page(access.handoff_for(request.actor, pk))


@router.post("/handoffs/{uuid:pk}/page", summary="换新的手机页链接")
@requires("delivery.schedule")
def renew_page(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """旧链接和旧二维码立即失效。"""
    handoff = handoff_links.make_new(access.handoff_for(request.actor, pk), by=request.actor)
    return handoff_shapes.page(handoff)


@router.post("/handoffs/{uuid:pk}/link", summary="填回发布链接")
@requires("delivery.schedule")
def bring_back(request: ApiRequest, pk: UUID, data: BroughtLink) -> dict[str, Any]:
    """链接要是这个平台的一条内容；同一链接重复提交没有影响，不同的链接要 instead 才会替换。"""
    brought = Brought(data.link, ticked=data.steps, instead=data.instead)
    finishing.bring_back(access.handoff_for(request.actor, pk), brought, by=request.actor)
    return handoff_shapes.handoff(access.handoff_for(request.actor, pk).delivery)


@router.post("/handoffs/{uuid:pk}/unpublished", summary="说明没有发布")
@requires("delivery.schedule")
def hand_back(request: ApiRequest, pk: UUID, data: Reason) -> dict[str, Any]:
    """写明原因，投放转为“需处理”，由团队决定改期、再发还是取消。"""
    handoff = access.handoff_for(request.actor, pk)
    return handoff_shapes.handoff(finishing.hand_back(handoff, reason=data.reason, by=request.actor))


@router.put("/handoffs/{uuid:pk}/responsible", summary="指定负责人")
@requires("delivery.schedule")
def assign(request: ApiRequest, pk: UUID, data: Responsible) -> dict[str, Any]:
    """member_id 写 null 表示不指定。"""
    handoff = access.handoff_for(request.actor, pk)
    to = member_for(request.actor, data.member_id) if data.member_id else None
    responsibility.assign(handoff, to=to, by=request.actor)
    return handoff_shapes.handoff(access.handoff_for(request.actor, pk).delivery)


@router.post("/handoffs/responsible", summary="批量指定负责人")
@requires("delivery.schedule")
def assign_many(request: ApiRequest, data: ManyResponsible) -> dict[str, int]:
    """一次最多 200 条；已经发布或取消的不受影响，计入 failed。"""
    to = member_for(request.actor, data.member_id) if data.member_id else None
    chosen = access.handoffs_of(request.actor).filter(delivery__in=data.delivery_ids[:MOST_AT_ONCE])
    done, failed = responsibility.assign_many(chosen, to=to, by=request.actor)
    return {"done": done, "failed": failed}


def _responsible(text: str) -> str:
    if text in ("", showing_handoffs.ME, showing_handoffs.NOBODY):
        return text
    try:
        return str(UUID(text))
    except ValueError:
        raise Invalid(_("responsible 要写成员 ID、me 或 nobody。"), field="responsible") from None
