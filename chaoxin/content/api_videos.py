"""The REST door of a draft's video and its cover."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires

from . import access, api_assets, videos
from .models import Draft

router = Router()


class ChosenVideo(Body):
    asset: UUID


class ChosenCover(Body):
    """One of the two, or neither for the draft's first picture."""

    picture: UUID | None = None
    at: float | None = None


@router.get("/drafts/{uuid:pk}/video", summary="稿件的视频")
@requires("draft.read")
def show_video(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """没有时 video 为空。cover 为空时用第一张图片作封面。"""
    return _shape(request, access.draft_for(request.actor, pk))


@router.put("/drafts/{uuid:pk}/video", summary="给稿件放视频")
@requires("draft.write")
def put_video(request: ApiRequest, pk: UUID, data: ChosenVideo) -> dict[str, Any]:
    """一篇稿件最多一段视频，再放会换掉原来的。"""
    draft = access.draft_for(request.actor, pk)
    return _shape(
        request, videos.put_in(draft, access.asset_for(request.actor, data.asset), by=request.actor)
    )


@router.delete("/drafts/{uuid:pk}/video", summary="从稿件移除视频", response={204: None})
@requires("draft.write")
def remove_video(request: ApiRequest, pk: UUID) -> Status[None]:
    """视频仍留在工作区。"""
    videos.take_out(access.draft_for(request.actor, pk), by=request.actor)
    return Status(204, None)


@router.put("/drafts/{uuid:pk}/video/cover", summary="选视频封面")
@requires("draft.write")
def choose_cover(request: ApiRequest, pk: UUID, data: ChosenCover) -> dict[str, Any]:
    """at 是秒数，从视频里截那一帧；picture 是一张图片的素材 id。"""
    draft, actor = access.draft_for(request.actor, pk), request.actor
    if data.at is not None:
        return _shape(request, videos.cover_at(draft, data.at, by=actor))
    picture = access.asset_for(actor, data.picture) if data.picture else None
    return _shape(request, videos.choose_cover(draft, picture, by=actor))


def _shape(request: ApiRequest, draft: Draft) -> dict[str, Any]:
    files = {"video": draft.video, "cover": draft.video_cover}
    return {
        name: api_assets.shape_of(asset, request.actor) if asset else None for name, asset in files.items()
    }
