"""The door to the approval policy."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import policies
from chaoxin.compliance.forms import PolicyForm
from chaoxin.core import answers


@workspace_door("compliance.read")
def show(request: WorkspaceRequest) -> HttpResponse:
    return _page(request, PolicyForm(policy=policies.policy_of(request.actor.workspace)))


@workspace_door("compliance.change")
def change(request: WorkspaceRequest) -> HttpResponse:
    form = PolicyForm(request.POST or None, policy=policies.policy_of(request.actor.workspace))
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    own = form.cleaned_data["author_may_approve"]
    policies.set_policy(by=request.actor, stages=form.stages(), author_may_approve=own)
    return answers.go_to(request, reverse("compliance:policy", args=[request.actor.workspace.slug]))


def _page(request: WorkspaceRequest, form: PolicyForm) -> HttpResponse:
    context = {"form": form, "may_change": request.actor.may("compliance.change")}
    return answers.page(request, "compliance/policy.html", context, status=422 if form.errors else 200)
