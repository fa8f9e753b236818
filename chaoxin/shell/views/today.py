from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channels_of
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.publishing.access import freezes_of
from chaoxin.shell import today


@workspace_door("workspace.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    sections = today.sections(actor)
    context = {
        "columns": [[section for section in sections if section.kind.column == column] for column in (1, 2)],
        "first_steps": today.first_steps(actor, sections),
        "now": clock.now(),
        "freezes": freezes_of(actor),
        "troubled_channels": channels_of(actor).filter(state=Channel.State.ATTENTION),
    }
    return render(request, "shell/today.html", context | _rights(request))


@workspace_door("workspace.read")
def section(request: WorkspaceRequest, key: str) -> HttpResponse:
    """One section anew, asked for by the page when something changed."""
    found = today.section(request.actor, key)
    return render(request, "shell/today/section.html", {"section": found} | _rights(request))


def _rights(request: WorkspaceRequest) -> dict[str, bool]:
    actor = request.actor
    return {"can_schedule": actor.may("delivery.schedule"), "can_answer": actor.may("inbox.answer")}
