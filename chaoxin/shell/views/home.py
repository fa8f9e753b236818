from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render

from chaoxin.accounts.access import memberships_of
from chaoxin.accounts.doors import LAST_WORKSPACE, WorkspaceRequest, signed_in_door, workspace_door
from chaoxin.accounts.workspaces import may_found


@signed_in_door
def home(request: Any) -> HttpResponse:
    """Today's page of the workspace in which the person was last."""
    slugs = [membership.workspace.slug for membership in memberships_of(request.user)]
    if not slugs:
        return render(request, "shell/no_workspace.html", {"may_found": may_found(request.user)})
    last = request.session.get(LAST_WORKSPACE)
    return redirect("shell:today", last if last in slugs else slugs[0])


@workspace_door("workspace.read")
def workspace_home(request: WorkspaceRequest) -> HttpResponse:
    return redirect("shell:today", request.actor.workspace.slug)
