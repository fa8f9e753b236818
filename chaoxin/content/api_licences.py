"""The REST door of licences, of where assets come from, and of what is seen in them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.urls import reverse
from ninja import File, Router
from ninja.files import UploadedFile
from ninja.responses import Status

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.channels.platform_words import told

from . import access, licensing, proofs, provenance, recognizing
from .models import Asset, Licence, Recognition

router = Router()


class LicenceIn(Body):
    answered = frozenset({"id", "standing", "proof_file", "created_at"})

    kind: str
    source: str
    reference: str = ""
    since: date | None = None
    until: date | None = None
    platforms: list[str] = []
    proof_url: str = ""
    note: str = ""


class AssetsIn(Body):
    assets: list[UUID]


class ProvenanceIn(AssetsIn):
    """`made_with` is left as it is where it is null."""

    provenance: str
    made_with: str | None = None


@router.get("/licences", summary="授权列表")
@requires("draft.read")
def list_licences(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, standing: str = ""
) -> dict[str, Any]:
    """先到期的在前；standing 是 valid、soon（30 天内到期）、ended 或 coming。"""
    actor = request.actor
    rows = licensing.by_standing(access.licences_of(actor), standing)
    return paged(rows, page=page, page_size=page_size, shape=lambda row: _licence(row, actor))


@router.post("/licences", summary="登记授权", response={201: dict})
@requires("draft.write")
def record_licence(request: ApiRequest, data: LicenceIn) -> Status[dict[str, Any]]:
    """kind 是 stock、commissioned、partner、portrait、open 或 other；platforms 为空表示不限平台。"""
    made = licensing.record(licensing.Told(**data.model_dump()), by=request.actor)
    return Status(201, _licence(made, request.actor))


@router.get("/licences/{uuid:pk}", summary="一条授权")
@requires("draft.read")
def show_licence(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """standing 说明现在是否有效。"""
    return _licence(access.licence_for(request.actor, pk), request.actor)


@router.put("/licences/{uuid:pk}", summary="修改授权")
@requires("draft.write")
def change_licence(request: ApiRequest, pk: UUID, data: LicenceIn) -> dict[str, Any]:
    """整条替换；用到它的内容会重新判定。"""
    found = access.licence_for(request.actor, pk)
    licensing.change(found, licensing.Told(**data.model_dump()), by=request.actor)
    return _licence(found, request.actor)


@router.post("/licences/{uuid:pk}/proof", summary="上传授权凭证")
@requires("draft.write")
def upload_proof(request: ApiRequest, pk: UUID, file: File[UploadedFile]) -> dict[str, Any]:
    """PDF 或图片，不超过 20 MB；会换掉原来的。"""
    found = access.licence_for(request.actor, pk)
    licensing.add_proof(found, proofs.read(file, name=file.name or ""), by=request.actor)
    return _licence(found, request.actor)


@router.post("/licences/{uuid:pk}/assets", summary="把素材放到授权下")
@requires("draft.write")
def assign_assets(request: ApiRequest, pk: UUID, data: AssetsIn) -> dict[str, Any]:
    """一次最多 500 个；答复改了几个。"""
    licence = access.licence_for(request.actor, pk)
    return {"changed": licensing.assign(licence, _assets(request.actor, data.assets), by=request.actor)}


@router.post("/assets/release", summary="去掉素材的授权")
@requires("draft.write")
def release_assets(request: ApiRequest, data: AssetsIn) -> dict[str, Any]:
    """一次最多 500 个；来源不变。"""
    return {"changed": licensing.assign(None, _assets(request.actor, data.assets), by=request.actor)}


@router.post("/assets/provenance", summary="说明素材来源")
@requires("draft.write")
def declare_assets(request: ApiRequest, data: ProvenanceIn) -> dict[str, Any]:
    """provenance 是 own、licensed、ai_generated 或 unknown，一次最多 500 个，对整个工作区有效。"""
    assets = _assets(request.actor, data.assets)
    changed = provenance.declare(
        assets, by=request.actor, provenance=data.provenance, made_with=data.made_with
    )
    return {"changed": changed}


@router.post("/assets/{uuid:pk}/recognitions", summary="识别文字和二维码", response={202: dict})
@requires("draft.write")
def begin_recognition(request: ApiRequest, pk: UUID) -> Status[dict[str, Any]]:
    """图片用到稿件里会自动识别；视频要主动要。重复要，返回同一次。结果在素材的 lines 和 codes 里。"""
    asked = recognizing.begin(access.asset_for(request.actor, pk), by=request.actor)
    return Status(202, _recognition(asked))


@router.get("/recognitions/{uuid:pk}", summary="识别到哪里了")
@requires("draft.read")
def show_recognition(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """state 是 under_way、done、failed（message 说明原因）或 cancelled。"""
    return _recognition(access.recognition_for(request.actor, pk))


@router.delete("/recognitions/{uuid:pk}", summary="取消识别")
@requires("draft.write")
def cancel_recognition(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """已经识别完的不受影响。"""
    return _recognition(recognizing.cancel(access.recognition_for(request.actor, pk), by=request.actor))


def _assets(actor: Actor, wanted: list[UUID]) -> list[Asset]:
    """The assets of the workspace among those named; one that is not there fails as a whole."""
    return [access.asset_for(actor, pk) for pk in wanted[: provenance.MOST_AT_ONCE + 1]]


def _licence(row: Licence, actor: Actor) -> dict[str, Any]:
    proof = reverse("content:licence_proof", args=[actor.workspace.slug, row.pk]) if row.proof_path else ""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "source": row.source,
        "reference": row.reference,
        "since": row.since,
        "until": row.until,
        "platforms": row.platforms,
        "standing": licensing.standing_of(row),
        "proof_url": row.proof_url,
        "proof_file": proof,
        "note": row.note,
        "created_at": row.created_at,
    }


def _recognition(row: Recognition) -> dict[str, Any]:
    return {
        "id": str(row.pk),
        "asset": str(row.asset_id),
        "state": row.state,
        "percent": row.percent,
        "message": told(row.sentence),
        "created_at": row.created_at,
        "ended_at": row.ended_at,
    }
