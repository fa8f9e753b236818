"""The REST door of the workspace's pictures and videos."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import File, Form, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_bodies import Body, require_known
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged

from . import access, pictures
from . import provenance as origins
from .models import Asset

router = Router()


class UploadedIn(Body):
    provenance: str = ""


@router.get("/assets", summary="素材列表")
@requires("draft.read")
def list_assets(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, kind: str = "", q: str = ""
) -> dict[str, Any]:
    """工作区里的图片和视频，新的在前；kind 是 picture 或 video，q 找文件名。"""
    actor = request.actor
    rows = access.assets_of(actor)
    if kind:
        rows = rows.filter(kind=kind)
    if q:
        rows = rows.filter(name__icontains=q)
    return paged(rows, page=page, page_size=page_size, shape=lambda asset: shape_of(asset, actor))


@router.get("/assets/{uuid:pk}", summary="一个素材")
@requires("draft.read")
def show_asset(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """视频另有时长、编码、帧率、码率；url 支持按字节范围读取。

    lines 和 codes 是识别出的文字和二维码，box 是左、上、宽、高占画面的比例。"""
    return shape_of(access.asset_for(request.actor, pk), request.actor)


@router.post("/assets", summary="上传图片", response={201: dict})
@requires("draft.write")
def upload_asset(
    request: ApiRequest, file: File[UploadedFile], data: Form[UploadedIn]
) -> Status[dict[str, Any]]:
    """按内容检查后收下；同一张图片返回同一个 id。视频用 /uploads 传。

    provenance 说明来源：own（自己拍的或做的）、licensed（已获授权，还要登记授权）、ai_generated；
    不写就是没有说明，用到它的内容不能提交。已经说明过的不改。"""
    require_known(request.POST, UploadedIn)
    origins.told(data.provenance)
    asset = pictures.take_in(file, name=file.name or "", by=request.actor)
    origins.declare_if_unsaid(asset, by=request.actor, provenance=data.provenance)
    return Status(201, shape_of(asset, request.actor))


def shape_of(asset: Asset, actor: Actor) -> dict[str, Any]:
    """An asset as JSON; what only videos have is left out of pictures."""
    film = {
        "seconds": asset.seconds,
        "video_codec": asset.video_codec,
        "audio_codec": asset.audio_codec,
        "frame_rate": asset.frame_rate,
        "bit_rate": asset.bit_rate,
        "may_tell_place": asset.may_tell_place,
    }
    return {
        **(film if asset.kind == Asset.Kind.VIDEO else {}),
        "id": str(asset.pk),
        "kind": asset.kind,
        "name": asset.name,
        "content_type": asset.content_type,
        "width": asset.width,
        "height": asset.height,
        "size": asset.size,
        "sha256": asset.sha256,
        "provenance": asset.provenance,
        "made_with": asset.made_with,
        "marked_generated": asset.is_marked,
        "stamped": asset.is_stamped,
        "licence": str(asset.licence_id) if asset.licence_id else None,
        "lines": asset.lines,
        "codes": asset.codes,
        "read_with": asset.read_with,
        "read_at": asset.read_at,
        "url": reverse("content:picture", args=[actor.workspace.slug, asset.pk]),
        "source": str(asset.source_id) if asset.source_id else None,
        "created_at": asset.created_at,
    }
