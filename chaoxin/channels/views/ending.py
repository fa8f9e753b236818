from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import access, disconnecting
from chaoxin.channels.applications import is_declared
from chaoxin.core import answers


@workspace_door("channel.connect")
@require_POST
def disconnect(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    said = disconnecting.disconnect(channel, by=request.actor)
    if is_declared(channel):
        _tell(request, _("“%s”已停用，不会再为它排内容。") % channel.name, said)
    else:
        _tell(request, _("“%s”已断开，保存的授权和密钥都已删除。") % channel.name, said)
    return answers.go_to(
        request, reverse("channels:channel", args=[request.actor.workspace.slug, channel.pk])
    )


@workspace_door("channel.connect")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = access.channel_for(request.actor, pk)
    said = disconnecting.remove(channel, by=request.actor)
    _tell(request, _("“%s”已移除，过去的投放和数据都保留着。") % channel.name, said)
    return answers.go_to(request, reverse("channels:channels", args=[request.actor.workspace.slug]))


def _tell(request: WorkspaceRequest, done: str, said: str) -> None:
    messages.success(request, done)
    if said:
        messages.warning(request, said)
