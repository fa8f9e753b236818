"""Trying a sandbox account, from its page."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channel_for
from chaoxin.channels.applications import is_declared
from chaoxin.content import trying
from chaoxin.core import answers

from .drafts import address_of


@workspace_door("draft.read")
def of_channel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = channel_for(request.actor, pk)
    context = {
        "channel": channel,
        "obstacle": trying.obstacle(channel),
        "may_write": request.actor.may("draft.write"),
    }
    return render(request, "content/parts/trial.html", context)


@workspace_door("draft.write")
@require_POST
def begin(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = channel_for(request.actor, pk)
    trial = trying.begin(channel, by=request.actor)
    if trial.sentence:
        messages.warning(request, _("试发的稿件写好了，还差一点：%s") % trial.sentence)
    elif is_declared(channel):
        messages.success(request, _("试发的稿件已提交审核。通过后在这一页点“立即发布”，再由人手动发到沙盒。"))
    else:
        messages.success(request, _("试发的稿件已提交审核。通过后在这一页点“立即发布”，就会发到沙盒。"))
    return answers.go_to(request, address_of(request, trial.draft))
