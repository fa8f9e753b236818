"""Doors that plan: schedule a draft's variants, move a delivery, let it go now."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.content.access import draft_for
from chaoxin.content.models import Draft, Variant
from chaoxin.core import answers, clock
from chaoxin.core.refusals import Invalid, Refusal
from chaoxin.publishing import access, commenting, scheduling
from chaoxin.publishing.forms import TimeForm

from .deliveries import row_answer


@workspace_door("delivery.read")
def for_draft(request: WorkspaceRequest, draft: UUID) -> HttpResponse:
    return _panel(request, draft_for(request.actor, draft), form=None)


@workspace_door("delivery.schedule")
@require_POST
def schedule(request: WorkspaceRequest, draft: UUID) -> HttpResponse:
    found, actor = draft_for(request.actor, draft), request.actor
    variants = _chosen(request, found)
    despite = "despite" in request.POST
    if request.POST.get("when") == "now":
        planned = scheduling.publish_now(variants, by=actor, despite_doubts=despite)
        return _panel(request, found, form=None, planned=planned)
    form = TimeForm(request.POST, zone=actor.workspace.timezone)
    if not form.is_valid():
        return _panel(request, found, form=form, status=422)
    try:
        due_at = form.cleaned_data["due_at"]
        planned = scheduling.schedule(
            variants, due_at=due_at, zone=actor.workspace.timezone, by=actor, despite_doubts=despite
        )
    except Invalid as refusal:
        form.add_error("due_at", refusal.sentence)
        return _panel(request, found, form=form, status=422)
    return _panel(request, found, form=form, planned=planned)


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


def _chosen(request: WorkspaceRequest, draft: Draft) -> list[Variant]:
    wanted = set(request.POST.getlist("variant"))
    variants = [variant for variant in draft.variants.select_related("channel") if str(variant.pk) in wanted]
    if not variants:
        raise Refusal(_("请至少选一个账号。"))
    return variants


def _panel(
    request: WorkspaceRequest,
    draft: Draft,
    *,
    form: TimeForm | None,
    planned: list[scheduling.Planned] | None = None,
    status: int = 200,
) -> HttpResponse:
    said = {entry.variant.pk: entry for entry in planned or []}
    rows = []
    for variant in draft.variants.select_related("channel"):
        latest = access.deliveries_of(request.actor).filter(variant=variant).order_by("-created_at").first()
        rows.append({"variant": variant, "delivery": latest, "said": said.get(variant.pk)})
    context = {
        "draft": draft,
        "rows": rows,
        "form": form,
        "doubtful": any(entry.doubtful for entry in planned or []),
        "now": clock.now(),
        "can_schedule": request.actor.may("delivery.schedule"),
    }
    answer = render(request, "publishing/parts/schedule_panel.html", context, status=status)
    done = [entry for entry in planned or [] if entry.delivery]
    if done:
        answers.toast(answer, _("已排期 {n} 条").format(n=len(done)))
    return answer
