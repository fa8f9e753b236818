"""Doors that plan: schedule a draft's variants, move a delivery, let it go now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import group_for, groups_of
from chaoxin.channels.models import Channel
from chaoxin.content.access import draft_for, variants_of
from chaoxin.content.models import Draft
from chaoxin.core import answers, clock
from chaoxin.core.refusals import Invalid, Refusal
from chaoxin.publishing import access, commenting, gathering, lapsing, scheduling
from chaoxin.publishing.forms import TimeForm
from chaoxin.publishing.gathering import Gathered

from .deliveries import row_answer


@workspace_door("delivery.read")
def for_draft(request: WorkspaceRequest, draft: UUID) -> HttpResponse:
    return _panel(request, draft_for(request.actor, draft), form=None)


@workspace_door("delivery.schedule")
@require_POST
def schedule(request: WorkspaceRequest, draft: UUID) -> HttpResponse:
    found, actor = draft_for(request.actor, draft), request.actor
    chosen = _chosen(request, found)
    form = TimeForm(request.POST, zone=actor.workspace.timezone)
    now = request.POST.get("when") == "now"
    if not form.is_valid() and not (now and set(form.errors) == {"due_at"}):
        return _panel(request, found, form=form, status=422)
    told: dict[str, Any] = {"by": actor, "despite_doubts": "despite" in request.POST, "apart": form.apart}
    try:
        if now:
            planned = scheduling.publish_now(chosen.variants, **told)
        else:
            due_at, zone = form.cleaned_data["due_at"], actor.workspace.timezone
            planned = scheduling.schedule(chosen.variants, due_at=due_at, zone=zone, **told)
    except Invalid as refusal:
        form.add_error(refusal.field or "due_at", refusal.sentence)
        return _panel(request, found, form=form, status=422)
    return _panel(request, found, form=None if now else form, planned=planned, missing=chosen.missing)


@workspace_door("delivery.schedule")
@require_POST
def reschedule(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery, zone = access.delivery_for(request.actor, pk), request.actor.workspace.timezone
    form = TimeForm(request.POST, zone=zone)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for error in form.errors.get("due_at", [])), field="due_at")
    scheduling.reschedule(delivery, due_at=form.cleaned_data["due_at"], zone=zone, by=request.actor)
    return row_answer(request, delivery, _("已改期"))


@workspace_door("delivery.schedule")
@require_POST
def release(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = scheduling.release(access.delivery_for(request.actor, pk), by=request.actor)
    return row_answer(request, delivery, _("已放行，马上发布"))


@workspace_door("delivery.schedule")
@require_POST
def send_again(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = scheduling.send_again(access.delivery_for(request.actor, pk), by=request.actor)
    return row_answer(request, delivery, _("已重新排队，发送前会再核实一次"))


@workspace_door("delivery.schedule")
@require_POST
def comment_again(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = access.delivery_for(request.actor, pk)
    commenting.send_again(access.first_comment_of(delivery), by=request.actor)
    return row_answer(request, delivery, _("首评已重新排队"))


def _chosen(request: WorkspaceRequest, draft: Draft) -> Gathered:
    actor = request.actor
    if group := request.POST.get("group"):
        chosen = gathering.of_group(draft, group_for(actor, UUID(group)), by=actor)
    else:
        wanted = set(request.POST.getlist("variant"))
        ticked = [row.channel_id for row in variants_of(actor, draft) if str(row.pk) in wanted]
        chosen = gathering.of_channels(draft, ticked, by=actor)
    if not chosen.variants:
        raise Refusal(_("请至少选一个稿件里已有的账号。"))
    return chosen


def _panel(
    request: WorkspaceRequest,
    draft: Draft,
    *,
    form: TimeForm | None,
    planned: list[scheduling.Planned] | None = None,
    missing: Iterable[Channel] = (),
    status: int = 200,
) -> HttpResponse:
    said = {entry.variant.pk: entry for entry in planned or []}
    rows: list[dict[str, Any]] = []
    for variant in variants_of(request.actor, draft):
        latest = access.deliveries_of(request.actor).filter(variant=variant).order_by("-created_at").first()
        rows.append({"variant": variant, "delivery": latest, "said": said.get(variant.pk)})
    lapsing.mark(row["delivery"] for row in rows if row["delivery"])
    context = {
        "draft": draft,
        "rows": rows,
        "form": form,
        "doubtful": any(entry.doubtful for entry in planned or []),
        "missing": list(missing),
        "groups": groups_of(request.actor).filter(channels__variants__draft=draft).distinct(),
        "group": request.POST.get("group", ""),
        "now": clock.now(),
        "can_schedule": request.actor.may("delivery.schedule"),
    }
    answer = render(request, "publishing/parts/schedule_panel.html", context, status=status)
    done = [entry for entry in planned or [] if entry.delivery]
    if done:
        answers.toast(answer, _("已排期 {n} 条").format(n=len(done)))
    return answer
