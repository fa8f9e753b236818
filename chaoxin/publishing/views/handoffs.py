"""The queue of what people publish by hand, and what members do with a hand-off at their desk."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import member_for, members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.models import Membership
from chaoxin.channels.access import channels_of
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid
from chaoxin.publishing import (
    access,
    app_opening,
    finishing,
    handing,
    handoff_links,
    phone_page,
    responsibility,
    showing_handoffs,
)
from chaoxin.publishing.finishing import Brought
from chaoxin.publishing.models import Handoff

PAGE_SIZE = 50
MOST_AT_ONCE = 200


@workspace_door("delivery.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor, asked = request.actor, request.GET
    view = asked.get("view", "open")
    words, channel = asked.get("q", "").strip(), _uuid_or_none(asked.get("channel", ""))
    responsible = _responsible(asked.get("responsible", ""))
    found = showing_handoffs.search(
        actor, view=view, words=words, channel=str(channel or ""), responsible=responsible
    )
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(asked.get("page")),
        "tabs": showing_handoffs.tabs(actor),
        "view": view,
        "q": words,
        "channel": str(channel or ""),
        "responsible": responsible,
        "channels": channels_of(actor),
        "members": members_of(actor.workspace),
        "freezes": access.freezes_of(actor),
        "can_schedule": actor.may("delivery.schedule"),
    }
    return answers.page(request, "publishing/handoffs.html", context, partial="results")


@workspace_door("delivery.schedule")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """The dialog of one hand-off: link and QR code, what to tick, where the link goes."""
    return _dialog(request, access.handoff_for(request.actor, pk))


@workspace_door("delivery.schedule")
@require_POST
def bring_back(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    handoff = access.handoff_for(request.actor, pk)
    brought = Brought(
        text=request.POST.get("link", ""),
        ticked=request.POST.getlist("step"),
        instead=bool(request.POST.get("instead")),
    )
    finishing.bring_back(handoff, brought, by=request.actor)
    return _done(_("已记下链接，投放完成"))


@workspace_door("delivery.schedule")
@require_POST
def hand_back(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    handoff = access.handoff_for(request.actor, pk)
    finishing.hand_back(handoff, reason=request.POST.get("reason", ""), by=request.actor)
    return _done(_("已记为没有发布，在“需处理”里决定下一步"))


@workspace_door("delivery.schedule")
@require_POST
def renew_link(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    handoff = handoff_links.make_new(access.handoff_for(request.actor, pk), by=request.actor)
    answer = _dialog(request, access.handoff_for(request.actor, handoff.delivery_id))
    return answers.toast(answer, _("已换新链接，旧的打不开了"))


@workspace_door("delivery.schedule")
@require_POST
def assign(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    handoff, to = access.handoff_for(request.actor, pk), _chosen(request)
    responsibility.assign(handoff, to=to, by=request.actor)
    return _changed(_("负责人改为 {name}").format(name=to.user) if to else _("已取消负责人"))


@workspace_door("delivery.schedule")
@require_POST
def take_over(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    responsibility.take_over(access.handoff_for(request.actor, pk), by=request.actor)
    return _changed(_("好的，这条由你来发"))


@workspace_door("delivery.schedule")
@require_POST
def assign_many(request: WorkspaceRequest) -> HttpResponse:
    wanted = [pk for text in request.POST.getlist("delivery")[:MOST_AT_ONCE] if (pk := _uuid_or_none(text))]
    chosen, to = access.handoffs_of(request.actor).filter(delivery__in=wanted), _chosen(request)
    done, failed = responsibility.assign_many(chosen, to=to, by=request.actor)
    text = _("已为 {done} 条指定负责人").format(done=done)
    if failed:
        text += _("，{failed} 条已经不用发了").format(failed=failed)
    return _changed(text, level="warning" if failed else "success")


def _dialog(request: WorkspaceRequest, handoff: Handoff) -> HttpResponse:
    address = handoff_links.address_of(handoff)
    context = {
        "sheet": phone_page.sheet_of(handoff),
        "way": app_opening.way_of(handoff) if handing.is_open(handoff.delivery) else None,
        "handoff": handoff,
        "delivery": handoff.delivery,
        "address": address,
        "qr": handoff_links.qr_of(address),
        "members": members_of(request.actor.workspace),
    }
    return render(request, "publishing/parts/handoff_dialog.html", context)


def _done(text: str) -> HttpResponse:
    answer = _changed(text)
    return answers.trigger(answer, "close-dialog")


def _changed(text: str, *, level: str = "success") -> HttpResponse:
    """Nothing to show in place: the lists that hold the row load themselves anew."""
    answer = HttpResponse(status=204)
    answers.trigger(answer, "deliveries-changed")
    return answers.toast(answer, text, level=level)


def _chosen(request: WorkspaceRequest) -> Membership | None:
    wanted = request.POST.get("responsible", "")
    if not wanted:
        return None
    pk = _uuid_or_none(wanted)
    if pk is None:
        raise Invalid(_("请从列表里选一位成员。"), field="responsible")
    return member_for(request.actor, pk)


def _responsible(text: str) -> str:
    return text if text in (showing_handoffs.ME, showing_handoffs.NOBODY) else str(_uuid_or_none(text) or "")


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
