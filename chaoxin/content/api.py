"""The REST door of content: drafts, their versions and review."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from ninja import Field, Router
from ninja.responses import Status

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.api_bodies import Body
from chaoxin.accounts.api_door import ApiRequest, requires
from chaoxin.accounts.api_pages import USUAL_PAGE, paged
from chaoxin.goals.access import campaign_for, objective_for

from . import access, drafting, reviewing
from .api_assets import router as assets_router
from .api_crops import router as crops_router
from .api_licences import router as licences_router
from .api_pictures import router as pictures_router
from .api_recodings import router as recodings_router
from .api_uploads import router as uploads_router
from .api_variants import router as variants_router
from .api_videos import router as videos_router
from .models import Draft, Version

router = Router()
for part in (
    variants_router,
    crops_router,
    pictures_router,
    videos_router,
    recodings_router,
    licences_router,
    assets_router,
    uploads_router,
):
    router.add_router("", part)


class NewDraft(Body):
    title: str = Field(max_length=120)
    body: str = ""
    summary: str = ""
    link: str = ""
    objective: UUID | None = None
    campaign: UUID | None = None


class DraftChange(Body):
    """A missing text stays as it is. `objective` and `campaign` are changed together, when `plan` is true; and so are
    `origin`, `fictional` and `paid`, when `nature` is."""

    expected_number: int
    title: str | None = None
    body: str | None = None
    summary: str | None = None
    link: str | None = None
    plan: bool = False
    objective: UUID | None = None
    campaign: UUID | None = None
    nature: bool = False
    origin: str = ""
    fictional: bool = False
    paid: bool = False
    note: str = ""


class Submission(Body):
    note: str = Field("", max_length=2000)
    expected_number: int | None = None


@router.get("/drafts", summary="稿件列表")
@requires("draft.read")
def list_drafts(
    request: ApiRequest, page: int = 1, page_size: int = USUAL_PAGE, state: str = "", q: str = ""
) -> dict[str, Any]:
    """能看到的稿件，最近改过的在前。"""
    rows = access.drafts_of(request.actor)
    if state:
        rows = rows.filter(state=state)
    if q:
        rows = rows.filter(title__icontains=q)
    return paged(rows, page=page, page_size=page_size, shape=shape_of)


@router.post("/drafts", summary="写新稿", response={201: dict})
@requires("draft.write")
def create_draft(request: ApiRequest, data: NewDraft) -> Status[dict[str, Any]]:
    """新稿件，第 1 版。"""
    plan = _plan(request.actor, data.objective, data.campaign)
    made = drafting.create(
        by=request.actor, title=data.title, body=data.body, summary=data.summary, link=data.link, plan=plan
    )
    return Status(201, shape_of(made))


@router.get("/drafts/{uuid:pk}", summary="一篇稿件")
@requires("draft.read")
def show_draft(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """稿件的母稿。"""
    return shape_of(access.draft_for(request.actor, pk))


@router.patch("/drafts/{uuid:pk}", summary="改稿")
@requires("draft.write")
def change_draft(request: ApiRequest, pk: UUID, data: DraftChange) -> dict[str, Any]:
    """改给出的部分；expected_number 与当前版本号不符时返回 409。"""
    draft = access.draft_for(request.actor, pk)
    saved = drafting.save(
        draft,
        expected_number=data.expected_number,
        by=request.actor,
        title=data.title,
        body=data.body,
        summary=data.summary,
        link=data.link,
        plan=_plan(request.actor, data.objective, data.campaign) if data.plan else None,
        nature=drafting.Nature(data.origin, data.fictional, data.paid) if data.nature else None,
        note=data.note,
    )
    return shape_of(saved)


@router.post("/drafts/{uuid:pk}/archive", summary="归档")
@requires("draft.write")
def archive_draft(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """归档；审核中的不能归档。"""
    return shape_of(drafting.archive(access.draft_for(request.actor, pk), by=request.actor))


@router.post("/drafts/{uuid:pk}/unarchive", summary="恢复")
@requires("draft.write")
def unarchive_draft(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """把归档的稿件拿回来继续写。"""
    return shape_of(drafting.unarchive(access.draft_for(request.actor, pk), by=request.actor))


@router.post("/drafts/{uuid:pk}/copy", summary="复制", response={201: dict})
@requires("draft.write")
def copy_draft(request: ApiRequest, pk: UUID) -> Status[dict[str, Any]]:
    """复制成自己的一篇新稿。"""
    return Status(201, shape_of(drafting.copy(access.draft_for(request.actor, pk), by=request.actor)))


@router.get("/drafts/{uuid:pk}/versions", summary="版本列表")
@requires("draft.read")
def list_versions(
    request: ApiRequest, pk: UUID, page: int = 1, page_size: int = USUAL_PAGE
) -> dict[str, Any]:
    """稿件保存过的版本，新的在前。"""
    draft = access.draft_for(request.actor, pk)
    return paged(draft.versions.all(), page=page, page_size=page_size, shape=_version)


@router.post("/drafts/{uuid:pk}/versions/{int:number}/restore", summary="恢复到某一版")
@requires("draft.write")
def restore_version(request: ApiRequest, pk: UUID, number: int, expected_number: int) -> dict[str, Any]:
    """把文字、图片和各账号版本恢复到那一版，成为新的一版。"""
    draft = access.draft_for(request.actor, pk)
    version = access.version_for(draft, number)
    return shape_of(
        drafting.restore_version(draft, version, expected_number=expected_number, by=request.actor)
    )


@router.post("/drafts/{uuid:pk}/submit", summary="提交审核")
@requires("draft.write")
def submit_draft(request: ApiRequest, pk: UUID, data: Submission) -> dict[str, Any]:
    """逐个账号判定并申请审核；有拦截时返回 409 和原因。"""
    draft = access.draft_for(request.actor, pk)
    asked = reviewing.submit_for_review(
        draft, by=request.actor, note=data.note, expected_number=data.expected_number
    )
    return {**shape_of(access.draft_for(request.actor, pk)), "approvals": [str(entry.pk) for entry in asked]}


@router.post("/drafts/{uuid:pk}/withdraw", summary="撤回审核")
@requires("draft.write")
def withdraw_draft(request: ApiRequest, pk: UUID) -> dict[str, Any]:
    """撤回后可以继续改。"""
    return shape_of(reviewing.withdraw(access.draft_for(request.actor, pk), by=request.actor))


def shape_of(draft: Draft) -> dict[str, Any]:
    """A draft as the API shows it."""
    return {
        "id": str(draft.pk),
        "title": draft.title,
        "body": draft.body,
        "summary": draft.summary,
        "link": draft.link,
        "origin": draft.origin,
        "fictional": draft.fictional,
        "paid": draft.paid,
        "state": draft.state,
        "number": draft.number,
        "author": str(draft.author_id),
        "objective": str(draft.objective_id) if draft.objective_id else None,
        "campaign": str(draft.campaign_id) if draft.campaign_id else None,
        "updated_at": draft.updated_at,
        "created_at": draft.created_at,
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "number": version.number,
        "by": str(version.by_id) if version.by_id else None,
        "note": version.note,
        "automatic": version.automatic,
        "created_at": version.created_at,
        "snapshot": version.snapshot,
    }


def _plan(actor: Actor, objective: UUID | None, campaign: UUID | None) -> drafting.Plan:
    return drafting.Plan(
        objective_for(actor, objective) if objective else None,
        campaign_for(actor, campaign) if campaign else None,
    )
