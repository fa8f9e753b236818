"""What is planned on a channel, on the page of that channel."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channel_for
from chaoxin.publishing import outlook


@workspace_door("delivery.read")
def of_channel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = channel_for(request.actor, pk)
    context = {
        "channel": channel,
        "windows": outlook.windows_of(channel),
        "ahead": outlook.count_ahead(channel),
    }
    return render(request, "publishing/parts/channel_plans.html", context)
