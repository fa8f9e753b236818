"""Doors to a draft's pictures and to picture files."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, pictures, provenance, thumbnails
from chaoxin.core.refusals import Invalid

from . import composing, serving


@workspace_door("draft.write")
@require_POST
def upload(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    file = request.FILES.get("file")
    if file is None:
        raise Invalid(_("没有收到文件，请重新选择图片。"), field="file")
    asset = pictures.take_in(file, name=file.name or "", by=request.actor)
    pictures.attach(draft, asset, by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def reorder(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    try:
        order = [UUID(asset) for asset in request.POST.getlist("order")]
    except ValueError:
        raise Invalid(_("没有看懂图片的顺序，请刷新页面后再试。"), field="order") from None
    pictures.reorder(draft, order, by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def detach(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    pictures.detach(draft, access.asset_for(request.actor, asset), by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def describe(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    found = access.asset_for(request.actor, asset)
    told = request.POST
    pictures.describe(
        draft,
        found,
        by=request.actor,
        alt=told.get("alt", ""),
        provenance=told.get("provenance", found.provenance),
    )
    return composing.fragments(request, draft, composing.tab_of(request, draft))


@workspace_door("draft.write")
@require_POST
def declare_unsaid(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    provenance.declare_unsaid(draft, by=request.actor, provenance=request.POST.get("provenance", ""))
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.read")
def file(request: WorkspaceRequest, asset: UUID) -> HttpResponseBase:
    found = access.asset_for(request.actor, asset)
    return serving.file_answer(request, found)


@workspace_door("draft.read")
def thumbnail(request: WorkspaceRequest, asset: UUID, width: int) -> HttpResponseBase:
    found = access.asset_for(request.actor, asset)
    path = thumbnails.thumbnail_of(found, width)
    return serving.guarded(
        FileResponse(path.open("rb"), content_type="image/webp"), f"{found.sha256}-{width}"
    )
