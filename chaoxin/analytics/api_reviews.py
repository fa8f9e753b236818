"""The REST door of weekly reviews and their actions."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.access import member_for
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, api_shapes, deciding, reviewing

router = Router()


class WeekIn(Body):
    """`monday` is the first day of the week."""

    monday: date


class ReviewTextIn(Body):
    """`number` is the version that the writer has seen."""

    notes: str = ""
    decisions: str = ""
    number: int


class ActionIn(Body):
    text: str
    owner: UUID | None = None
    due_on: date | None = None


class SettlementIn(Body):
    done: bool


@router.get("/reviews", summary="周复盘列表")
@requires("analytics.read")
def list_reviews(request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE) -> dict[str, Any]:
    """最近的一周在前。"""
    found = access.reviews_of(request.actor)
    return paged(found, page=page, page_size=page_size, shape=api_shapes.review_line)


@router.post("/reviews", summary="开始一周的复盘", response={201: dict})
@requires("analytics.change")
def begin_review(request: ApiRequest, data: WeekIn) -> Status[dict[str, Any]]:
    """已有这一周的复盘时返回它。"""
    return Status(201, api_shapes.review(reviewing.begin(monday=data.monday, by=request.actor)))


@router.get("/reviews/{uuid:pk}", summary="一份周复盘")
@requires("analytics.read")
def get_review(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """带取数时的数据和明细、文字、行动。"""
    return api_shapes.review(access.review_for(request.actor, pk))


@router.put("/reviews/{uuid:pk}/text", summary="写复盘")
@requires("analytics.change")
def write_review(request: ApiRequest, pk: UUID, data: ReviewTextIn) -> dict[str, Any]:
    """保存要点和决定；别人先改过时是 409。"""
    review = access.review_for(request.actor, pk)
    saved = reviewing.write(
        review, notes=data.notes, decisions=data.decisions, number=data.number, by=request.actor
    )
    return api_shapes.review(saved)


@router.post("/reviews/{uuid:pk}/numbers", summary="重新取数")
@requires("analytics.change")
def count_again(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """按此刻的数据重新取数；定稿后不行。"""
    return api_shapes.review(reviewing.count_again(access.review_for(request.actor, pk), by=request.actor))


@router.post("/reviews/{uuid:pk}/finish", summary="定稿")
@requires("analytics.change")
def finish_review(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """再取一次数后定稿，此后不能再改。"""
    return api_shapes.review(reviewing.finish(access.review_for(request.actor, pk), by=request.actor))


@router.post("/reviews/{uuid:pk}/actions", summary="添加行动", response={201: dict})
@requires("analytics.change")
def add_action(request: ApiRequest, pk: UUID, data: ActionIn) -> Status[dict[str, Any]]:
    """复盘决定要做的一件事。"""
    review = access.review_for(request.actor, pk)
    owner = member_for(request.actor, data.owner) if data.owner else None
    action = deciding.add_action(review, text=data.text, owner=owner, due_on=data.due_on, by=request.actor)
    return Status(201, api_shapes.action(action))


@router.put("/review-actions/{uuid:pk}/settlement", summary="勾选行动")
@requires("analytics.change")
def settle_action(request: ApiRequest, pk: UUID, data: SettlementIn) -> dict[str, Any]:
    """完成或重新打开一条行动，连同它在前后复盘里的同一条。"""
    action = access.action_for(request.actor, pk)
    return api_shapes.action(deciding.settle(action, done=data.done, by=request.actor))


@router.delete("/review-actions/{uuid:pk}", summary="删除行动", response={204: None})
@requires("analytics.change")
def remove_action(request: ApiRequest, pk: UUID) -> Status[None]:
    """从没有定稿的复盘里删除。"""
    deciding.remove_action(access.action_for(request.actor, pk), by=request.actor)
    return Status(204, None)
