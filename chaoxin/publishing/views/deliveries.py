from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channels_of
from chaoxin.core import answers
from chaoxin.publishing import access, freezing, lapsing, showing, stopping
from chaoxin.publishing.models import Delivery

PAGE_SIZE = 50


@workspace_door("delivery.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    view = request.GET.get("view", "planned")
    words, channel = request.GET.get("q", "").strip(), _uuid(request.GET.get("channel", ""))
    found = showing.search(actor, view=view, words=words, channel=channel)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    page.object_list = lapsing.mark(stopping.mark(page.object_list))
    context = {
        "page": page,
        "tabs": showing.tabs(actor),
        "view": view,
        "q": words,
        "channel": channel,
        "channels": channels_of(actor),
        "freezes": access.freezes_of(actor),
        "can_schedule": actor.may("delivery.schedule"),
        "can_freeze": actor.may("delivery.freeze"),
        "can_freeze_all": freezing.may_reach(None, actor),
    }
    return answers.page(request, "publishing/deliveries.html", context, partial="results")


@workspace_door("delivery.read")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    [delivery] = lapsing.mark(stopping.mark([access.delivery_for(request.actor, pk)]))
    context = {
        "delivery": delivery,
        "attempts": list(delivery.attempts.order_by("-number")),
        "can_schedule": request.actor.may("delivery.schedule"),
        "look_again_seconds": showing.look_again_seconds(delivery),
    }
    return answers.page(request, "publishing/delivery.html", context, partial="status")


@workspace_door("delivery.read")
def row(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return row_answer(request, access.delivery_for(request.actor, pk))


def row_answer(request: WorkspaceRequest, delivery: Delivery, text: str = "") -> HttpResponse:
    """A delivery's row after an act, with a toast; on the delivery's own page the whole page anew."""
    if request.POST.get("view") == "page":
        answer = HttpResponse(status=204)
        answer["HX-Refresh"] = "true"
        return answer
    answer = render(request, "publishing/parts/row.html", _row(request, delivery))
    return answers.toast(answer, text) if text else answer


def _row(request: WorkspaceRequest, delivery: Delivery) -> dict[str, object]:
    lapsing.mark(stopping.mark([delivery]))
    may = request.actor.may("delivery.schedule")
    in_list = "delivery-results" in request.headers.get("HX-Source", "") or request.GET.get("in") == "list"
    return {"delivery": delivery, "can_schedule": may, "selectable": may and in_list}


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
