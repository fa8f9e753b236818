"""Doors to judging again: begin, watch, stop, see what changed."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import access, rejudging
from chaoxin.compliance.forms import RejudgingForm
from chaoxin.compliance.models import Rejudging
from chaoxin.compliance.subjects import Standing
from chaoxin.core import answers

PER_PAGE = 50


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    return _list(request, RejudgingForm())


@workspace_door("compliance.change")
@require_POST
def begin(request: WorkspaceRequest) -> HttpResponse:
    form = RejudgingForm(request.POST)
    if not form.is_valid():
        return _list(request, form)
    told = form.cleaned_data
    standings = [Standing(entry) for entry in told["standings"]]
    made = rejudging.begin(standings, by=request.actor, days=told["days"] or 0, reason=told["reason"])
    return answers.go_to(request, _address(request, made))


@workspace_door("compliance.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.rejudging_for(request.actor, pk)
    if request.htmx and found.state != Rejudging.State.UNDER_WAY:
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    view = request.GET.get("view", "worse")
    rows = found.contents.order_by("standing", "title", "id")
    if view == "worse":
        rows = rows.filter(passes=False).exclude(passed=False)
    elif view == "better":
        rows = rows.filter(passes=True, passed=False)
    context = {
        "rejudging": found,
        "standings": _names(found),
        "page": Paginator(rows.select_related("verdict"), PER_PAGE).get_page(request.GET.get("page")),
        "view": view,
        "tabs": _tabs(found),
        "may_change": request.actor.may("compliance.change"),
    }
    return answers.page(request, "compliance/rejudging.html", context, partial="progress")


@workspace_door("compliance.change")
@require_POST
def cancel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    stopped = rejudging.cancel(access.rejudging_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _address(request, stopped))


def _list(request: WorkspaceRequest, form: RejudgingForm) -> HttpResponse:
    everything, notable = access.rejudgings_of(request.actor), access.notable_rejudgings_of(request.actor)
    view = "all" if request.GET.get("view") == "all" else ""
    page = Paginator(everything if view else notable, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "view": view,
        "quiet": everything.count() - notable.count(),
        "lines": [(entry, _names(entry)) for entry in page],
        "under_way": any(entry.state == Rejudging.State.UNDER_WAY for entry in page),
        "may_change": request.actor.may("compliance.change"),
    }
    status = 422 if form.errors else 200
    return answers.page(request, "compliance/rejudgings.html", context, partial="list", status=status)


def _tabs(found: Rejudging) -> list[tuple[str, str, int]]:
    return [
        ("worse", _("不再通过"), found.worse),
        ("better", _("重新通过"), found.better),
        ("all", _("全部"), found.done),
    ]


def _names(found: Rejudging) -> str:
    return _("、").join(str(Standing(entry).label) for entry in found.standings)


def _address(request: WorkspaceRequest, found: Rejudging) -> str:
    return reverse("compliance:rejudging", args=[request.actor.workspace.slug, found.pk])
