from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.wires import has_sandbox
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid
from chaoxin.notices import access, registering
from chaoxin.notices.forms import RobotForm
from chaoxin.notices.robots import KINDS

FAILURES_SHOWN = 20


@workspace_door("channel.change")
def index(request: WorkspaceRequest) -> HttpResponse:
    form = RobotForm(request.POST or None, actor=request.actor)
    if request.method == "POST" and form.is_valid():
        try:
            registering.add(form.entry(), by=request.actor)
            return answers.go_to(request, reverse("notices:robots", args=[request.actor.workspace.slug]))
        except Invalid as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    context = {
        "form": form,
        "robots": access.robots_of(request.actor),
        "kinds": KINDS.values(),
        "sandbox_url": settings.SANDBOX_URL if has_sandbox() else "",
        "failures": access.failures_of(request.actor, most=FAILURES_SHOWN),
    }
    status = 422 if form.is_bound else 200
    return render(request, "notices/robots.html", context, status=status)


@workspace_door("channel.change")
@require_POST
def try_out(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    robot = access.robot_for(request.actor, pk)
    registering.try_out(robot, by=request.actor)
    return answers.toast(HttpResponse(status=204), _("测试消息已发出，请到群里看一眼"))


@workspace_door("channel.change")
@require_POST
def remove(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    robot = access.robot_for(request.actor, pk)
    registering.remove(robot, by=request.actor)
    return answers.toast(HttpResponse(), _("已删除“{name}”，这个群不再收到提醒").format(name=robot.name))
