from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import member_for
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import access, grouping
from chaoxin.core import answers

from .chosen import chosen_ids


@workspace_door("member.manage")
@require_POST
def change(request: WorkspaceRequest, member: UUID) -> HttpResponse:
    found = member_for(request.actor, member)
    if request.POST.get("scope") == "all":
        grouping.free_member(found, by=request.actor)
        sentence = _("%s 现在可以使用全部账号。") % found.user
    else:
        grouping.limit_member(found, by=request.actor, groups=chosen_ids(request.POST.getlist("groups")))
        sentence = _("%s 现在只能使用所选分组里的账号。") % found.user
    context = {
        "member": found,
        "held": set(found.group_accesses.values_list("group_id", flat=True)),
        "groups": access.groups_of(request.actor),
    }
    return answers.toast(render(request, "channels/groups.html#limit", context), sentence)
