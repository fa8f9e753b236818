"""Doors to the review of a draft: submit, withdraw, the reviewer's page and his word."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import approving, judging, policies
from chaoxin.compliance.access import request_for
from chaoxin.compliance.models import ApprovalRequest, Verdict
from chaoxin.content import access, checking, comparing, packing, previewing, reviewing, versions
from chaoxin.content.forms import DecisionForm
from chaoxin.content.models import Draft, Variant
from chaoxin.core import answers
from chaoxin.core.refusals import NotFound, Refusal

from .drafts import address_of

State = ApprovalRequest.State


@workspace_door("draft.write")
@require_POST
def submit(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = access.draft_for(request.actor, pk)
    number = request.POST.get("expected_number", "")
    expected = int(number) if number.isdigit() else None
    note = request.POST.get("note", "")[:2000]
    try:
        reviewing.submit_for_review(draft, by=request.actor, note=note, expected_number=expected)
    except reviewing.NotFit as refusal:
        context = {"obstacles": refusal.obstacles, "draft": draft}
        return render(request, "content/parts/not_fit.html", context, status=422)
    except Refusal as refusal:
        return render(request, "content/parts/not_fit.html", {"refusal": refusal, "draft": draft}, status=422)
    return answers.go_to(request, address_of(request, draft))


@workspace_door("draft.write")
@require_POST
def withdraw(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft = reviewing.withdraw(access.draft_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, address_of(request, draft))


@workspace_door("draft.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _page(request, access.draft_for(request.actor, pk))


@workspace_door("draft.approve")
@require_POST
def decide(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    draft, form = access.draft_for(request.actor, pk), DecisionForm(request.POST)
    chosen = _chosen(request, draft)
    if not form.is_valid():
        return _page(
            request, draft, errors=[str(error) for name in form.errors for error in form.errors[name]]
        )
    errors = [
        sentence for found, stage in chosen if (sentence := _decide(request, found, stage, form.cleaned_data))
    ]
    if errors:
        return _page(request, draft, errors=errors)
    return answers.go_to(request, reverse("content:review", args=[request.actor.workspace.slug, draft.pk]))


@workspace_door("draft.read")
def subject(request: WorkspaceRequest, approval: UUID) -> HttpResponse:
    """The review page of the draft that an approval request is about."""
    found = request_for(request.actor, approval)
    if found.subject_type != reviewing.SUBJECT:
        raise NotFound(_("这份审核申请的内容不是稿件。"))
    variant = access.variant_for(request.actor, UUID(found.subject_id))
    return answers.go_to(
        request, reverse("content:review", args=[request.actor.workspace.slug, variant.draft_id])
    )


def _chosen(request: WorkspaceRequest, draft: Draft) -> list[tuple[ApprovalRequest, int]]:
    """The open requests that were ticked, each with the stage that the reviewer saw ("<id>:<stage>")."""
    known = {str(found.pk): found for found in reviewing.requests_of(draft)}
    chosen = []
    for entry in request.POST.getlist("request"):
        key, _colon, stage = entry.partition(":")
        if key not in known or not stage.isdigit():
            raise NotFound(_("没有这份审核申请，请刷新页面。"))
        chosen.append((known[key], int(stage)))
    return chosen


def _decide(request: WorkspaceRequest, found: ApprovalRequest, stage: int, told: dict[str, Any]) -> str:
    try:
        if told["word"] == "agree":
            reviewing.agree(
                found, by=request.actor, comment=told["comment"], stage=stage, reason=told["reason"]
            )
        else:
            reviewing.reject(found, by=request.actor, comment=told["comment"], stage=stage)
    except Refusal as refusal:
        return found.title + _("：") + refusal.sentence
    return ""


def _page(request: WorkspaceRequest, draft: Draft, *, errors: list[str] | None = None) -> HttpResponse:
    actor = request.actor
    requests = reviewing.requests_of(draft)
    policy = policies.policy_of(actor.workspace)
    checks = checking.checks_of(draft, access.variants_of(actor, draft))
    verdicts = judging.latest_verdicts(actor.workspace, [check.packed.hash for check in checks])
    parts = [_part(request, check, requests, policy, verdicts) for check in checks]
    _note_changes(draft, parts)
    context = {
        "draft": draft,
        "parts": parts,
        "errors": errors or [],
        "deciding": [part for part in parts if part["mine"]],
        "comment": request.POST.get("comment", ""),
        "reason": request.POST.get("reason", ""),
        "needs_reason": any(part["mine"] and part["held"] for part in parts),
    }
    return answers.page(request, "content/review.html", context, status=422 if errors else 200)


def _part(
    request: WorkspaceRequest,
    check: checking.Check,
    requests: list[ApprovalRequest],
    policy: Any,
    verdicts: Mapping[str, Verdict],
) -> dict[str, Any]:
    variant, of_variant = (
        check.variant,
        [entry for entry in requests if entry.subject_id == str(check.variant.pk)],
    )
    latest = of_variant[0] if of_variant else None
    verdict = verdicts.get(check.packed.hash)
    is_open = latest is not None and latest.state == State.OPEN
    return {
        "check": check,
        "preview": previewing.preview_of(variant, check.packed, request.actor.workspace.slug),
        "request": latest,
        "history": of_variant,
        "mine": bool(latest and is_open and approving.may_decide(latest, by=request.actor, policy=policy)),
        "held": check.opinion.level != "allow" and not (verdict and judging.lets_out(verdict)),
        "verdict": verdict,
        "stale": bool(latest and is_open and latest.content_hash != check.packed.hash),
    }


def _note_changes(draft: Draft, parts: list[dict[str, Any]]) -> None:
    """Gives each part what changed since the last approved content that is not this one, by field; None where no
    other was approved."""
    approved = [
        {entry.content_hash for entry in part["history"] if entry.state == State.APPROVED}
        - {part["check"].packed.hash}
        for part in parts
    ]
    submitted = versions.submitted_versions(draft) if any(approved) else []
    for part, hashes in zip(parts, approved, strict=True):
        variant = part["check"].variant
        part["changes"] = _changes(variant, versions.approved_texts(submitted, variant, hashes))


def _changes(variant: Variant, before: dict[str, str] | None) -> list[dict[str, Any]] | None:
    if before is None:
        return None
    after = packing.source_of(variant, variant.draft)
    names = {"title": _("标题"), "body": _("正文"), "summary": _("摘要")}
    return [
        {"name": names[name], "pieces": comparing.inline(before[name], after[name])}
        for name in names
        if before[name] != after[name]
    ]
