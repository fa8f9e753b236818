"""The REST door of the crops that a variant sends in the place of pictures and covers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires

from . import access, api_assets, cropping, shapes
from .cutting import CENTER, Cut

router = Router()


class Rectangle(Body):
    """Parts of the upright picture's width and height, from 0 to 1; the height follows from the ratio."""

    left: float
    top: float
    width: float


class Focus(Body):
    """A point as parts of the upright picture's width and height, from 0 to 1."""

    x: float
    y: float


class ChosenCrop(Body):
    """`cut` is the rectangle; without it as much as there is around `focus`, or around the middle."""

    ratio: str
    cut: Rectangle | None = None
    focus: Focus | None = None


@router.get("/variants/{uuid:pk}/crops", summary="分发版本的裁剪")
@requires("draft.read")
def list_crops(request: ApiRequest, pk: UUID) -> list[dict[str, Any]]:
    """会发出去、可以裁剪的图片和封面：平台显示的比例、合不合适、现在发的是哪一张。"""
    return _crops(request, pk)


@router.put("/variants/{uuid:pk}/crops/{uuid:asset}", summary="裁剪图片或封面")
@requires("draft.write")
def use_crop(request: ApiRequest, pk: UUID, asset: UUID, data: ChosenCrop) -> list[dict[str, Any]]:
    """asset 是原图；只影响这个版本，原图不变。ratio 从 ratios 里选。再裁会换掉上一次的。"""
    actor = request.actor
    cropping.use(
        access.variant_for(actor, pk),
        access.asset_for(actor, asset),
        data.ratio,
        by=actor,
        cut=Cut(data.ratio, data.cut.left, data.cut.top, data.cut.width) if data.cut else None,
        focus=(data.focus.x, data.focus.y) if data.focus else CENTER,
    )
    return _crops(request, pk)


@router.delete("/variants/{uuid:pk}/crops/{uuid:asset}", summary="改回原图", response={204: None})
@requires("draft.write")
def undo_crop(request: ApiRequest, pk: UUID, asset: UUID) -> Status[None]:
    """没有裁剪时无害。"""
    actor = request.actor
    cropping.undo(access.variant_for(actor, pk), access.asset_for(actor, asset), by=actor)
    return Status(204, None)


def _crops(request: ApiRequest, pk: UUID) -> list[dict[str, Any]]:
    return [
        {
            "original": str(shape.original.pk),
            "sent": api_assets.shape_of(shape.sent, request.actor),
            "cover": shape.is_cover,
            "ratios": list(shape.ratios),
            "fits": shape.fits,
            "cut": shape.cut,
        }
        for shape in shapes.shapes_of(access.variant_for(request.actor, pk))
    ]
