"""Doors to remembered changes of the rules: what was changed, what it would let out, a second person's word."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import access, differences, releasing, seconding
from chaoxin.compliance.forms import SecondForm
from chaoxin.compliance.models import RulesChange
from chaoxin.compliance.own_changes import REMEMBERED
from chaoxin.core import answers
from chaoxin.core.refusals import Refusal

PER_PAGE = 30
RULES_SHOWN = 50
NAMED = 3


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    page = Paginator(access.changes_of(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "lines": [_line(change) for change in page], "days": REMEMBERED.days}
    return answers.page(request, "compliance/changes.html", context)


@workspace_door("compliance.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    change = access.change_for(request.actor, pk)
    return _page(request, change, SecondForm(initial={"edition": change.edition}))


@workspace_door("compliance.read")
def release(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    change = access.change_for(request.actor, pk)
    found = releasing.release_of(change, by=request.actor)
    return render(request, "compliance/parts/release.html", {"change": change, "release": found})


@workspace_door(seconding.RIGHT)
@require_POST
def confirm(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, seconding.confirm, _("已确认，内容正在重新检查。"))


@workspace_door(seconding.RIGHT)
@require_POST
def refuse(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _decide(request, pk, seconding.refuse, _("已退回，相关内容继续拦着。"))


def _decide(request: WorkspaceRequest, pk: UUID, verb: Callable[..., RulesChange], said: str) -> HttpResponse:
    change = access.change_for(request.actor, pk)
    form = SecondForm(request.POST)
    if not form.is_valid():
        return _page(request, change, form, status=422)
    try:
        verb(change, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("reason", refusal.sentence)
        return _page(request, change, form, status=refusal.status)
    address = reverse("compliance:change", args=[request.actor.workspace.slug, change.pk])
    return answers.toast(answers.go_to(request, address), said)


def _page(
    request: WorkspaceRequest, change: RulesChange, form: SecondForm, *, status: int = 200
) -> HttpResponse:
    found = differences.differences(change)
    context = {
        "change": change,
        "form": form,
        "state": seconding.state_of(change),
        "makers": access.names_of(change.makers),
        "differences": found[:RULES_SHOWN],
        "rules_left": len(found[RULES_SHOWN:]),
        "industries": differences.industries(change),
        "objection": seconding.objection(change, by=request.actor),
        "until": change.created_at + REMEMBERED,
    }
    return answers.page(request, "compliance/change.html", context, status=status)


def _line(change: RulesChange) -> dict[str, object]:
    found = differences.differences(change)
    return {
        "change": change,
        "state": seconding.state_of(change),
        "makers": access.names_of(change.makers),
        "named": found[:NAMED],
        "rules": len(found),
        "industries": differences.industries(change),
    }
