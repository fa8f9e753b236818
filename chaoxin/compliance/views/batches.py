"""Doors to a batch that is or was looked at: its report, files of it, stopping and deleting it."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import access, batches
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.reports import files, lines, rows, wording
from chaoxin.core import answers

PER_PAGE = 30


@workspace_door("compliance.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    check = access.check_for(request.actor, pk)
    if request.htmx and check.state != BatchCheck.State.UNDER_WAY:
        return _ended()
    level, rule = request.GET.get("level", ""), request.GET.get("rule", "")
    everything = request.GET.get("view") == "all"
    clean = everything or level == "allow"
    found = lines.lines_of(check, level=level, rule=rule, with_clean=clean)
    shown = list(rows.rows_of(found, level=level, rule=rule, with_clean=everything))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "check": check,
        "summary": wording.summary(check),
        "rules": lines.rule_counts(check),
        "levels": [(key, wording.level_name(key), count) for key, count in lines.level_counts(check).items()],
        "page": page,
        "level": level,
        "rule": rule,
        "view": "all" if everything else "",
        "may_remove": request.actor.may("compliance.change") or _is_own(request, check),
    }
    return answers.page(request, "compliance/batch.html", context, partial="progress")


@workspace_door("compliance.read")
@require_POST
def cancel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    check = batches.cancel(access.check_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, reverse("compliance:batch", args=[request.actor.workspace.slug, check.pk]))


@workspace_door("compliance.read")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    batches.remove(access.check_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, reverse("compliance:check", args=[request.actor.workspace.slug]))


@workspace_door("compliance.read")
def html(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _answer(files.as_html(access.check_for(request.actor, pk)))


@workspace_door("compliance.read")
def document(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _answer(files.as_document(access.check_for(request.actor, pk)))


def _ended() -> HttpResponse:
    """Whoever watches the progress gets the page anew, now that there is a result."""
    answer = HttpResponse(status=204)
    answer["HX-Refresh"] = "true"
    return answer


def _answer(file: files.File) -> HttpResponse:
    answer = HttpResponse(file.data, content_type=file.content_type)
    answer["Content-Disposition"] = content_disposition_header(True, file.name) or ""
    return answer


def _is_own(request: WorkspaceRequest, check: BatchCheck) -> bool:
    member = request.actor.membership
    return member is not None and member.pk == check.asked_by_id
