"""Doors of the composer while somebody types: findings in what is not saved yet, and words replaced by suggestions."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import replacing
from chaoxin.content import access, checking, drafting

from . import composing


@workspace_door("draft.write")
@require_POST
def check(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """Findings in the texts as they were sent; nothing is kept."""
    draft = access.draft_for(request.actor, pk)
    variants = list(access.variants_of(request.actor, draft))
    variant = composing.among(request, variants)
    typed = {
        name: drafting.even(name, request.POST[name])[: drafting.LONGEST_BODY]
        for name in checking.FIELDS
        if name in request.POST
    }
    findings = checking.findings_in(draft, variant, variants, typed=typed)
    told = {**composing.found(findings, variant), "draft": draft, "editable": True}
    return render(request, "content/parts/findings.html", told)


@workspace_door("draft.write")
@require_POST
def replaced(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    told = request.POST
    replacing.note(
        access.draft_for(request.actor, pk),
        by=request.actor,
        rule=told.get("rule", ""),
        quoted=told.get("quoted", ""),
        chosen=told.get("chosen", ""),
        field=told.get("field", ""),
    )
    return HttpResponse(status=204)
