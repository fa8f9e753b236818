from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render

from chaoxin.accounts.access import members_of
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.roles import Role, rights_of
from chaoxin.channels.access import channels_of
from chaoxin.core import answers, ids
from chaoxin.inbox import access, assigning, leads, showing
from chaoxin.inbox.forms import ContactForm, ReplyForm
from chaoxin.inbox.models import Conversation, Lead, Message, Purpose, Sentiment
from chaoxin.publishing.access import delivery_for

PAGE_SIZE = 50
LATEST_MESSAGES = 200
ANSWERING_ROLES = [role for role in Role.values if "inbox.answer" in rights_of(role)]


@workspace_door("inbox.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    return answers.page(request, "inbox/inbox.html", _list_context(request), partial="list")


@workspace_door("inbox.read")
def detail(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation = access.conversation_for(request.actor, pk)
    assigning.mark_read(conversation)
    context = conversation_context(request, conversation)
    if request.htmx and not request.htmx.boosted:
        return render(request, "inbox/parts/conversation.html", context)
    return render(request, "inbox/inbox.html", {**_list_context(request), **context})


@workspace_door("inbox.read")
def messages(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """The messages, asked for again and again while a page is open; and where the conversation stands, once it is
    another state than the page shows."""
    conversation = access.conversation_for(request.actor, pk)
    stands_otherwise = request.GET.get("state", conversation.state) != conversation.state
    context = conversation_context(request, conversation) | {"stands_otherwise": stands_otherwise}
    answer = render(request, "inbox/parts/messages_again.html", context)
    return answers.trigger(answer, "inbox-changed") if stands_otherwise else answer


@workspace_door("inbox.read")
def of_delivery(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """The latest conversations under one delivery, for its page."""
    delivery = delivery_for(request.actor, pk)
    found = access.conversations_of(request.actor).filter(delivery=delivery)
    context = {"conversations": found[:20], "total": found.count(), "place": "delivery"}
    return render(request, "inbox/parts/short_list.html", context)


@workspace_door("inbox.read")
def of_person(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """A person's conversations over all channels, for his page."""
    found = access.conversations_of(request.actor).filter(identity__person=pk)
    context = {"conversations": found[:50], "total": found.count(), "place": "person"}
    return render(request, "inbox/parts/short_list.html", context)


def conversation_context(
    request: WorkspaceRequest, conversation: Conversation, form: ReplyForm | ContactForm | None = None
) -> dict[str, Any]:
    """What the conversation pane shows; `form` is what was written and could not be taken."""
    newest = conversation.messages.select_related("author__user", "identity").order_by("-at", "-id")
    shown = list(reversed(newest[:LATEST_MESSAGES]))
    outgoing = [message for message in shown if message.direction == Message.Direction.OUT]
    moving = [Message.State.QUEUED, Message.State.SENDING, Message.State.UNCONFIRMED]
    return {
        "conversation": conversation,
        "messages_shown": shown,
        "underway": any(message.state in moving and message.next_look_at for message in outgoing),
        "form": form,
        "request_key": ids.new_token(),
        "seen_message": shown[-1].pk if shown else "",
        "members": members_of(request.actor.workspace).filter(role__in=ANSWERING_ROLES),
        "can_answer": request.actor.may("inbox.answer"),
        "purposes": Purpose.choices,
        "sentiments": Sentiment.choices,
        "can_assign": request.actor.may("inbox.assign"),
        **_lead_context(conversation),
    }


def _lead_context(conversation: Conversation) -> dict[str, Any]:
    lead = Lead.objects.filter(conversation=conversation).first()
    if lead is None:
        return {}
    return {
        "lead": lead,
        "lead_contacts": leads.shown_contacts(lead),
        "lead_facts": leads.shown_facts(lead),
        "lead_link": leads.link_of(lead),
        "contact_notes": conversation.lead_contacts.select_related("author__user"),
    }


def _list_context(request: WorkspaceRequest) -> dict[str, Any]:
    wish = showing.Wish(
        tab=request.GET.get("tab", "open"),
        kind=request.GET.get("kind", ""),
        channel=_uuid(request.GET.get("channel", "")),
        words=request.GET.get("q", "").strip(),
        purpose=_one_of(Purpose.values, request.GET.get("purpose", "")),
        sentiment=_one_of(Sentiment.values, request.GET.get("sentiment", "")),
    )
    found = showing.search(request.actor, wish)
    return {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "tabs": showing.tabs(request.actor),
        "wish": wish,
        "kinds": Conversation.Kind.choices,
        "purposes": Purpose.choices,
        "sentiments": Sentiment.choices,
        "channels": channels_of(request.actor),
        "query": request.GET.urlencode(),
        "can_answer": request.actor.may("inbox.answer"),
        "can_export": request.actor.may("inbox.export"),
    }


def _one_of(known: Sequence[str], text: str) -> str:
    return text if text in known else ""


def _uuid(text: str) -> str:
    try:
        return str(UUID(text)) if text else ""
    except ValueError:
        return ""
