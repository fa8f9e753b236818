from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channel_for
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, NotFound
from chaoxin.publishing import access, freezing
from chaoxin.publishing.forms import ReasonForm


@workspace_door("delivery.freeze")
@require_POST
def create(request: WorkspaceRequest) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请写明为什么冻结，同事会看到这个原因。"), field="reason")
    chosen = request.POST.get("channel", "")
    channel = channel_for(request.actor, UUID(chosen)) if chosen else None
    freezing.freeze(by=request.actor, reason=form.cleaned_data["reason"], channel=channel)
    return _to_list(request)


@workspace_door("delivery.freeze")
@require_POST
def thaw(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found = access.freezes_of(request.actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这次冻结已经解除了。请刷新页面。"))
    freezing.thaw(found, by=request.actor)
    return _to_list(request)


def _to_list(request: WorkspaceRequest) -> HttpResponse:
    return answers.go_to(request, reverse("publishing:deliveries", args=[request.actor.workspace.slug]))
