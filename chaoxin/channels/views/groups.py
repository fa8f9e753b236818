from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels import access, grouping
from chaoxin.channels.forms import GroupForm
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid

from .chosen import chosen_ids


@workspace_door("channel.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    if request.method == "POST":
        return _create(request)
    return answers.page(request, "channels/groups.html", _context(request, GroupForm()))


@workspace_door("channel.change")
@require_POST
def rename(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    group = access.group_for(request.actor, pk)
    grouping.rename_group(group, by=request.actor, name=request.POST.get("name", ""))
    return answers.toast(_group(request, pk), _("分组已改名。"))


@workspace_door("channel.change")
@require_POST
def fill(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    group = access.group_for(request.actor, pk)
    grouping.set_channels(group, by=request.actor, channels=chosen_ids(request.POST.getlist("channels")))
    return answers.toast(_group(request, pk), _("分组里的账号已更新。"))


@workspace_door("channel.change")
@require_POST
def assign(request: WorkspaceRequest) -> HttpResponse:
    chosen = chosen_ids([request.POST.get("group", "")])
    if not chosen:
        raise Invalid(_("请先选一个分组。"), field="group")
    group = access.group_for(request.actor, chosen[0])
    channels = chosen_ids(request.POST.getlist("channels"))
    new = grouping.assign_channels(group, by=request.actor, channels=channels)
    words = {"number": new, "group": group.name, "already": len(channels) - new}
    messages.success(request, _("%(number)d 个账号加入“%(group)s”，%(already)d 个原来就在。") % words)
    return answers.go_to(request, reverse("channels:channels", args=[request.actor.workspace.slug]))


@workspace_door("channel.change")
@require_POST
def delete(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    group = access.group_for(request.actor, pk)
    grouping.delete_group(group, by=request.actor)
    return answers.toast(HttpResponse(), _("分组“%s”已删除，里面的账号不受影响。") % group.name)


def _create(request: WorkspaceRequest) -> HttpResponse:
    request.actor.require("channel.change")
    form = GroupForm(request.POST)
    if form.is_valid():
        try:
            grouping.create_group(by=request.actor, name=form.cleaned_data["name"])
            url = reverse("channels:groups", args=[request.actor.workspace.slug])
            return answers.go_to(request, url)
        except Invalid as refusal:
            form.add_error("name", refusal.sentence)
    return render(request, "channels/groups.html#create", _context(request, form), status=422)


def _group(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    context = {
        "group": access.groups_of(request.actor).prefetch_related("channels").get(pk=pk),
        "channels": access.channels_of(request.actor),
        "may_change": request.actor.may("channel.change"),
    }
    return render(request, "channels/groups.html#group", context)


def _context(request: WorkspaceRequest, form: GroupForm) -> dict[str, object]:
    actor = request.actor
    manages = actor.may("member.manage")
    members = members_of(actor.workspace).prefetch_related("group_accesses") if manages else []
    return {
        "form": form,
        "groups": access.groups_of(actor).prefetch_related("channels"),
        "channels": access.channels_of(actor),
        "members": [(member, {row.group_id for row in member.group_accesses.all()}) for member in members],
        "manages": manages,
        "may_change": actor.may("channel.change"),
    }
