"""The REST door of large files: the resumable protocol of tus.io (version 1.0.0: creation, expiration, termination)."""

from __future__ import annotations

import base64
import binascii
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.utils.http import http_date
from django.utils.translation import gettext as _
from ninja import Router
from ninja.responses import Status

from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.channels.platform_words import told
from chaoxin.core.refusals import Invalid

from . import access, uploads
from .models import Upload

router = Router()
PART_TYPE = "application/offset+octet-stream"


@router.post("/uploads", summary="开始上传大文件", response={201: dict})
@requires("draft.write")
def begin_upload(request: ApiRequest, response: HttpResponse) -> Status[dict[str, Any]]:
    """tus 协议：Upload-Length 写总字节数；Upload-Metadata 写 filename 和可选的 fingerprint，同一个文件再来会接着传；
    provenance 可选，说明来源（own、licensed、ai_generated），不写的视频要说明来源后才能提交。"""
    told = _metadata(request.headers.get("Upload-Metadata", ""))
    upload = uploads.begin(
        name=told.get("filename", ""),
        size=_number(request, "Upload-Length"),
        fingerprint=told.get("fingerprint", ""),
        provenance=told.get("provenance", ""),
        by=request.actor,
    )
    _tell(response, upload)
    response["Location"] = f"/api/v1/uploads/{upload.pk}"
    return Status(201, _shape(upload))


@router.get("/uploads/{uuid:pk}", summary="上传到哪里了")
@requires("draft.write")
def show_upload(request: ApiRequest, pk: UUID, response: HttpResponse) -> dict[str, Any]:
    """收完以后还要检查：checking 完成后是 done（asset 是素材 id）或 refused（message 说明原因）。"""
    upload = access.upload_for(request.actor, pk)
    _tell(response, upload)
    return _shape(upload)


@router.api_operation(["HEAD"], "/uploads/{uuid:pk}", summary="该从哪里接着传", response={200: None})
@requires("draft.write")
def head_upload(request: ApiRequest, pk: UUID, response: HttpResponse) -> None:
    """Upload-Offset 是已经收到的字节数。"""
    _tell(response, access.upload_for(request.actor, pk))


@router.patch("/uploads/{uuid:pk}", summary="传一段", response={204: None})
@requires("draft.write")
def send_part(request: ApiRequest, pk: UUID, response: HttpResponse) -> Status[None]:
    """正文是这一段的字节，Upload-Offset 是它的起点；接不上时回 409，并给出正确的位置。"""
    upload = access.upload_for(request.actor, pk)
    if request.content_type != PART_TYPE:
        raise Invalid(_("请把 Content-Type 写成 application/offset+octet-stream。"), field="Content-Type")
    offset, length = _number(request, "Upload-Offset"), _number(request, "Content-Length")
    received = uploads.receive(upload, request, offset=offset, length=length, by=request.actor)
    _tell(response, received)
    return Status(204, None)


@router.delete("/uploads/{uuid:pk}", summary="取消上传", response={204: None})
@requires("draft.write")
def cancel_upload(request: ApiRequest, pk: UUID) -> Status[None]:
    """没传完的部分会删掉；已经成为素材的不受影响。"""
    uploads.cancel(access.upload_for(request.actor, pk), by=request.actor)
    return Status(204, None)


def _tell(response: HttpResponse, upload: Upload) -> None:
    response["Tus-Resumable"] = "1.0.0"
    response["Upload-Offset"] = str(uploads.safe_octets(upload))
    response["Upload-Length"] = str(upload.size)
    response["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    response["Cache-Control"] = "no-store"


def _shape(upload: Upload) -> dict[str, Any]:
    return {
        "id": str(upload.pk),
        "name": upload.name,
        "size": upload.size,
        "received": uploads.safe_octets(upload),
        "checked": upload.checked,
        "state": upload.state,
        "message": told(upload.sentence),
        "asset": str(upload.asset_id) if upload.asset_id else None,
        "expires_at": upload.expires_at,
    }


def _number(request: ApiRequest, name: str) -> int:
    value = request.headers.get(name, "")
    if not value.isdecimal() or len(value) > 15:
        raise Invalid(_("请在 %(name)s 头里写明字节数。") % {"name": name}, field=name)
    return int(value)


def _metadata(header: str) -> dict[str, str]:
    """tus writes pairs of a name and a value in base64, with commas between. Raises Invalid."""
    told = {}
    for pair in filter(None, (part.strip() for part in header.split(","))):
        name, _space, value = pair.partition(" ")
        try:
            told[name] = base64.b64decode(value, validate=True).decode()
        except (binascii.Error, UnicodeDecodeError):
            raise Invalid(_("Upload-Metadata 的值要用 base64 编码。"), field="Upload-Metadata") from None
    return told
