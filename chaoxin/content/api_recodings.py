"""The REST door of videos encoded anew: begin, look, cancel."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.channels.platform_words import told

from . import access, recoding
from .models import Recoding

router = Router()


class AskedRecoding(Body):
    preset: str
    draft: UUID | None = None


@router.post("/assets/{uuid:pk}/recodings", summary="视频转码", response={202: dict})
@requires("draft.write")
def begin_recoding(request: ApiRequest, pk: UUID, data: AskedRecoding) -> Status[dict[str, Any]]:
    """转成 H.264/AAC 的 MP4，原视频不动。preset 是 1080p、720p、platforms（按平台要求，要给 draft）或 stamped（整段盖上
    “AI生成”标识，只限来源是 AI 生成的视频）；重复要，返回同一次。"""
    actor = request.actor
    draft = access.draft_for(actor, data.draft) if data.draft else None
    made = recoding.begin(access.asset_for(actor, pk), data.preset, draft=draft, by=actor)
    return Status(202, _shape(made))


@router.get("/recodings/{uuid:pk}", summary="转码到哪里了")
@requires("draft.read")
def show_recoding(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """state 是 under_way、done（result 是新素材的 id）、refused（message 说明原因）或 cancelled。"""
    return _shape(access.recoding_for(request.actor, pk))


@router.delete("/recodings/{uuid:pk}", summary="取消转码")
@requires("draft.write")
def cancel_recoding(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """已经转完的不受影响。"""
    return _shape(recoding.cancel(access.recoding_for(request.actor, pk), by=request.actor))


def _shape(made: Recoding) -> dict[str, Any]:
    return {
        "id": str(made.pk),
        "asset": str(made.asset_id),
        "preset": made.preset,
        "wanted": made.wanted,
        "state": made.state,
        "percent": made.percent,
        "message": told(made.sentence),
        "result": str(made.result_id) if made.result_id else None,
        "created_at": made.created_at,
        "ended_at": made.ended_at,
    }
