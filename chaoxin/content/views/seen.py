"""Doors to what is seen in a draft's pictures and film: asked again while a look is under way, begun, let be."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content import access, recognizing
from chaoxin.content.models import Draft

from . import composing


@workspace_door("draft.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _news(request, access.draft_for(request.actor, pk))


@workspace_door("draft.write")
@require_POST
def begin(request: WorkspaceRequest, pk: UUID, asset: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    recognizing.begin(access.asset_for(request.actor, asset), by=request.actor)
    return _news(request, draft)


@workspace_door("draft.write")
@require_POST
def cancel(request: WorkspaceRequest, pk: UUID, recognition: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    recognizing.cancel(access.recognition_for(request.actor, recognition), by=request.actor)
    return _news(request, draft)


def _news(request: WorkspaceRequest, draft: Draft) -> HttpResponse:
    variant = composing.tab_of(request, draft)
    return render(request, "content/parts/seen_news.html", composing.context(request.actor, draft, variant))
