from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from chaoxin.accounts import workspaces
from chaoxin.accounts.doors import WorkspaceRequest, signed_in_door, workspace_door
from chaoxin.accounts.forms import NewWorkspaceForm, WorkspaceForm
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal


@workspace_door("workspace.change")
def settings(request: WorkspaceRequest) -> HttpResponse:
    workspace = request.actor.workspace
    initial = {"name": workspace.name, "industry": workspace.industry, "timezone": workspace.timezone}
    form = WorkspaceForm(request.POST or None, initial=initial)
    if not form.is_valid():
        return _settings(request, form)
    try:
        workspaces.change(workspace, by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field or "industry", refusal.sentence)
        return _settings(request, form)
    messages.success(request, _("工作区设置已保存。"))
    return answers.go_to(request, request.path)


def _settings(request: WorkspaceRequest, form: WorkspaceForm) -> HttpResponse:
    return render(request, "accounts/workspace.html", {"form": form}, status=422 if form.is_bound else 200)


@signed_in_door
def create(request: Any) -> HttpResponse:
    if not workspaces.may_found(request.user):
        raise NotAllowed(_("只有工作区所有者可以新建工作区。需要的话，请联系你的工作区所有者。"))
    form = NewWorkspaceForm(request.POST or None)
    if not form.is_valid():
        return render(
            request, "accounts/new_workspace.html", {"form": form}, status=422 if form.is_bound else 200
        )
    try:
        workspace = workspaces.open_another(user=request.user, **form.cleaned_data)
    except Invalid as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return render(request, "accounts/new_workspace.html", {"form": form}, status=422)
    return answers.go_to(request, f"/w/{workspace.slug}/")
