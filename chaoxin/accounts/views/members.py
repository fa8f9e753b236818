from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts import access, belonging
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.forms import InvitationForm, RoleForm
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import Role
from chaoxin.core import answers, clock

TEMPLATE = "accounts/members.html"


@workspace_door("workspace.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    manages = actor.may("member.manage")
    context = {
        "members": access.members_of(actor.workspace),
        "invitations": access.invitations_of(actor) if manages else [],
        "form": InvitationForm(),
        "roles": Role.choices,
        "manages": manages,
        "now": clock.now(),
    }
    return answers.page(request, TEMPLATE, context)


@workspace_door("member.manage")
@require_POST
def change_role(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    member = access.member_for(request.actor, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        return _line(request, member, status=422)
    member = belonging.change_role(member, by=request.actor, role=form.cleaned_data["role"])
    return answers.toast(_line(request, member), _("%s 的角色已改。") % member.user)


@workspace_door("member.manage")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    member = access.member_for(request.actor, pk)
    belonging.remove(member, by=request.actor)
    if member.pk == (request.actor.membership and request.actor.membership.pk):
        return answers.go_to(request, "/")
    return answers.toast(HttpResponse(), _("已移出 %s，他写过的内容保留。") % member.user)


@workspace_door("workspace.read")
@require_POST
def leave(request: WorkspaceRequest) -> HttpResponse:
    belonging.leave(by=request.actor)
    return answers.go_to(request, "/")


def _line(request: WorkspaceRequest, member: Membership, status: int = 200) -> HttpResponse:
    context = {"member": member, "roles": Role.choices, "manages": True}
    return render(request, f"{TEMPLATE}#line", context, status=status)
