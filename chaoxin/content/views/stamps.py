"""Doors to the visible mark on a draft's pictures of a machine's making."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, stamping

from . import composing

PREVIEW_WIDTH = 480


@workspace_door("draft.write")
@require_POST
def put_on(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    stamping.stamp(draft, access.asset_for(request.actor, asset), by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.write")
@require_POST
def take_off(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    stamping.take_off(draft, access.asset_for(request.actor, asset), by=request.actor)
    return composing.fragments(request, draft, composing.tab_of(request, draft), pictures=True)


@workspace_door("draft.read")
def preview(request: WorkspaceRequest, asset: UUID) -> HttpResponse:
    shown = stamping.preview(access.asset_for(request.actor, asset), PREVIEW_WIDTH)
    return HttpResponse(shown, content_type="image/webp", headers={"Cache-Control": "private, max-age=3600"})
