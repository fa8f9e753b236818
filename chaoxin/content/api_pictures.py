"""The REST door of a draft's pictures."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires

from . import access, api_assets, pictures, stamping
from .models import Draft

router = Router()


class Order(Body):
    assets: list[UUID]


class Attachment(Body):
    asset: UUID
    alt: str = ""


class Description(Body):
    alt: str = ""
    provenance: str = ""


@router.get("/drafts/{uuid:pk}/pictures", summary="稿件的图片")
@requires("draft.read")
def list_pictures(request: ApiRequest, pk: UUID) -> list[dict[str, Any]]:
    """按顺序，第一张是封面。"""
    return _pictures(access.draft_for(request.actor, pk), request.actor)


@router.post("/drafts/{uuid:pk}/pictures", summary="给稿件加图片", response={201: list})
@requires("draft.write")
def attach_picture(request: ApiRequest, pk: UUID, data: Attachment) -> Status[list[dict[str, Any]]]:
    """加在最后；已有的不重复加。"""
    draft = access.draft_for(request.actor, pk)
    pictures.attach(draft, access.asset_for(request.actor, data.asset), by=request.actor, alt=data.alt)
    return Status(201, _pictures(draft, request.actor))


@router.put("/drafts/{uuid:pk}/pictures/order", summary="图片排序")
@requires("draft.write")
def order_pictures(request: ApiRequest, pk: UUID, data: Order) -> list[dict[str, Any]]:
    """按给出的顺序排，没提到的跟在后面。"""
    draft = access.draft_for(request.actor, pk)
    pictures.reorder(draft, data.assets, by=request.actor)
    return _pictures(draft, request.actor)


@router.patch("/drafts/{uuid:pk}/pictures/{uuid:asset}", summary="图片说明与来源")
@requires("draft.write")
def describe_picture(request: ApiRequest, pk: UUID, asset: UUID, data: Description) -> list[dict[str, Any]]:
    """说明只用于这篇稿件；来源（own、licensed、ai_generated、unknown）对整个工作区有效，不写就不变。"""
    draft = access.draft_for(request.actor, pk)
    found = access.asset_for(request.actor, asset)
    origin = data.provenance or found.provenance
    pictures.describe(draft, found, by=request.actor, alt=data.alt, provenance=origin)
    return _pictures(draft, request.actor)


@router.delete("/drafts/{uuid:pk}/pictures/{uuid:asset}", summary="从稿件移除图片", response={204: None})
@requires("draft.write")
def detach_picture(request: ApiRequest, pk: UUID, asset: UUID) -> Status[None]:
    """图片仍留在工作区。"""
    draft = access.draft_for(request.actor, pk)
    pictures.detach(draft, access.asset_for(request.actor, asset), by=request.actor)
    return Status(204, None)


@router.put("/drafts/{uuid:pk}/pictures/{uuid:asset}/stamp", summary="盖上“AI生成”标识")
@requires("draft.write")
def stamp_picture(request: ApiRequest, pk: UUID, asset: UUID) -> list[dict[str, Any]]:
    """只给来源是 AI 生成的图片；盖好的是另一个素材，原图保留。已盖的不再盖。"""
    draft = access.draft_for(request.actor, pk)
    stamping.stamp(draft, access.asset_for(request.actor, asset), by=request.actor)
    return _pictures(draft, request.actor)


@router.delete("/drafts/{uuid:pk}/pictures/{uuid:asset}/stamp", summary="改回没有标识的原图")
@requires("draft.write")
def unstamp_picture(request: ApiRequest, pk: UUID, asset: UUID) -> list[dict[str, Any]]:
    """asset 是盖了标识的那张；没有盖过的原样返回。"""
    draft = access.draft_for(request.actor, pk)
    stamping.take_off(draft, access.asset_for(request.actor, asset), by=request.actor)
    return _pictures(draft, request.actor)


def _pictures(draft: Draft, actor: Actor) -> list[dict[str, Any]]:
    return [
        {**api_assets.shape_of(entry.asset, actor), "alt": entry.alt, "position": entry.position}
        for entry in draft.pictures.select_related("asset")
    ]
