"""Doors that end a delivery: cancel, confirm by hand, declare unpublished, stop, withdraw."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.platform_words import told
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, Refusal
from chaoxin.publishing import access, alarms, confirming, scheduling, stopping
from chaoxin.publishing.forms import LinkForm, ReasonForm
from chaoxin.publishing.states import State

from .deliveries import row_answer


@workspace_door("delivery.schedule")
@require_POST
def cancel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = access.delivery_for(request.actor, pk)
    scheduling.cancel(delivery, by=request.actor, reason=request.POST.get("reason", "").strip()[:300])
    return row_answer(request, delivery, _("已取消"))


@workspace_door("delivery.schedule")
@require_POST
def cancel_many(request: WorkspaceRequest) -> HttpResponse:
    done, failed = 0, 0
    for delivery in access.deliveries_of(request.actor).filter(pk__in=request.POST.getlist("delivery")[:200]):
        try:
            scheduling.cancel(delivery, by=request.actor)
            done += 1
        except Refusal:
            failed += 1
    text = _("已取消 {done} 条").format(done=done)
    if failed:
        text += _("，{failed} 条已在发送，取消不了").format(failed=failed)
    answer = HttpResponse(status=204)
    answers.trigger(answer, "deliveries-changed")
    return answers.toast(answer, text, level="warning" if failed else "success")


@workspace_door("delivery.schedule")
@require_POST
def confirm(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery, form = access.delivery_for(request.actor, pk), LinkForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请粘贴平台上这条内容的链接。"), field="url")
    confirming.confirm(delivery, url=form.cleaned_data["url"], by=request.actor)
    return row_answer(request, delivery, _("已确认上线"))


@workspace_door("delivery.schedule")
@require_POST
def declare_unpublished(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = access.delivery_for(request.actor, pk)
    reason = request.POST.get("reason", "").strip()[:300] or _("已在平台上确认没有发出")
    confirming.declare_unpublished(delivery, by=request.actor, reason=reason)
    return row_answer(request, delivery, _("已记为没有发出"))


@workspace_door("delivery.schedule")
@require_POST
def withdraw(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery, form = access.delivery_for(request.actor, pk), ReasonForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请写一句撤回的原因，同事会看到。"), field="reason")
    confirming.withdraw(delivery, by=request.actor, reason=form.cleaned_data["reason"])
    return row_answer(request, delivery, _("已从平台撤回"))


@workspace_door("delivery.schedule")
@require_POST
def stop(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = access.delivery_for(request.actor, pk)
    stopping.stop(delivery, by=request.actor, reason=request.POST.get("reason", ""))
    stopped = delivery.state == State.CANCELED
    return row_answer(request, delivery, _("平台已停止，没有发出") if stopped else told(delivery.sentence))


@workspace_door("delivery.schedule")
@require_POST
def acknowledge(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = alarms.acknowledge(access.delivery_for(request.actor, pk), by=request.actor)
    return row_answer(request, delivery, _("已知悉"))
