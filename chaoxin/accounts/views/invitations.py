from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts import access, invitation_mail, inviting
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.forms import InvitationForm
from chaoxin.core import answers, clock
from chaoxin.core.refusals import Refusal

TEMPLATE = "accounts/members.html"


@workspace_door("member.manage")
@require_POST
def create(request: WorkspaceRequest) -> HttpResponse:
    form = InvitationForm(request.POST)
    if not form.is_valid():
        return _panel(request, form, status=422)
    try:
        made = inviting.invite(by=request.actor, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error(refusal.field or None, refusal.sentence)
        return _panel(request, form, status=422)
    return _panel(request, InvitationForm(), made=made)


@workspace_door("member.manage")
@require_POST
def renew(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    invitation = access.invitation_for(request.actor, pk)
    made = inviting.invite(by=request.actor, email=invitation.email, role=invitation.role)
    return _panel(request, InvitationForm(), made=made)


@workspace_door("member.manage")
@require_POST
def revoke(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    inviting.revoke(access.invitation_for(request.actor, pk), by=request.actor)
    return answers.toast(_panel(request, InvitationForm()), _("邀请已撤回，原链接不能再用。"))


def _panel(
    request: WorkspaceRequest,
    form: InvitationForm,
    *,
    made: inviting.MadeInvitation | None = None,
    status: int = 200,
) -> HttpResponse:
    context: dict[str, object] = {
        "form": form,
        "invitations": access.invitations_of(request.actor),
        "now": clock.now(),
        "made": made,
        "manages": True,
    }
    if made:
        link = request.build_absolute_uri(reverse("accounts:join", args=[made.secret]))
        context |= {"link": link, "mailed": invitation_mail.send(made.invitation, link)}
    return render(request, f"{TEMPLATE}#invitations", context, status=status)
