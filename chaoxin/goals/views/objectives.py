"""Doors to objectives."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers
from chaoxin.goals import access, periods, planning
from chaoxin.goals.forms import ObjectiveForm
from chaoxin.goals.kpis import CATALOGUE, written
from chaoxin.goals.models import Objective

PER_PAGE = 50


@workspace_door("goal.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    view = request.GET.get("view", "open")
    kind = request.GET.get("kind", "")
    q = request.GET.get("q", "").strip()
    objectives = access.objectives_of(request.actor).filter(closed_at__isnull=view != "closed")
    if kind in Objective.Kind.values:
        objectives = objectives.filter(kind=kind)
    if q:
        objectives = objectives.filter(name__icontains=q)
    page = Paginator(objectives, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "cards": [_card(objective) for objective in page],
        "view": view,
        "kind": kind,
        "q": q,
        "kinds": Objective.Kind.choices,
        "may_change": request.actor.may("goal.change"),
    }
    return answers.page(request, "goals/objectives.html", context)


@workspace_door("goal.read")
def show(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    objective = access.objective_for(request.actor, pk)
    context = {**_card(objective), "may_change": request.actor.may("goal.change")}
    return answers.page(request, "goals/objective.html", context)


@workspace_door("goal.change")
def create(request: WorkspaceRequest) -> HttpResponse:
    form = ObjectiveForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        objective = planning.set_objective(form.terms(), form.targets(), by=request.actor)
        return answers.go_to(request, _address(request, objective))
    return _form(request, form, None)


@workspace_door("goal.change")
def change(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    objective = access.objective_for(request.actor, pk)
    form = ObjectiveForm(request.POST or None, actor=request.actor, objective=objective)
    if request.method == "POST" and form.is_valid():
        planning.change(objective, form.terms(), form.targets(), by=request.actor)
        return answers.go_to(request, _address(request, objective))
    return _form(request, form, objective)


@workspace_door("goal.change")
@require_POST
def close(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    objective = planning.close(access.objective_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _address(request, objective))


@workspace_door("goal.change")
@require_POST
def reopen(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    objective = planning.reopen(access.objective_for(request.actor, pk), by=request.actor)
    return answers.go_to(request, _address(request, objective))


def _card(objective: Objective) -> dict[str, object]:
    zone = objective.workspace.timezone
    targets = [
        {
            "row": target,
            "kpi": CATALOGUE.get(target.kpi),
            "accounts": len(target.channel_ids),
            "baseline": written(target.baseline),
            "target": written(target.target),
        }
        for target in objective.targets.all()
    ]
    return {
        "objective": objective,
        "standing": periods.standing(objective.starts_on, objective.ends_on, zone=zone),
        "targets": targets,
    }


def _form(request: WorkspaceRequest, form: ObjectiveForm, objective: Objective | None) -> HttpResponse:
    title = _("修改目标") if objective else _("制定目标")
    context = {"form": form, "objective": objective, "title": title}
    return answers.page(request, "goals/objective_form.html", context, status=422 if form.errors else 200)


def _address(request: WorkspaceRequest, objective: Objective) -> str:
    return reverse("goals:objective", args=[request.actor.workspace.slug, objective.pk])
