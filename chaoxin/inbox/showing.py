"""Questions that pages and the API ask of conversations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.actor import Actor
from chaoxin.core import clock

from . import access, timing
from .models import Conversation, Message, Purpose

OPEN = Q(state=Conversation.State.OPEN)
COMPLAINT_COUNTS_SOONER = timedelta(hours=timing.FIRST_RESPONSE_HOURS - timing.AT_RISK_HOURS)
TABS = {
    "open": _("待回复"),
    "mine": _("我的"),
    "at_risk": _("快超时"),
    "answered": _("已回复"),
    "closed": _("已关闭"),
    "all": _("全部"),
}


@dataclass(frozen=True)
class Wish:
    """What a list shows: a tab of TABS and filters; empty ones do not filter."""

    tab: str = "open"
    kind: str = ""
    channel: str = ""
    words: str = ""
    purpose: str = ""
    sentiment: str = ""


@dataclass(frozen=True)
class Tab:
    key: str
    name: str | Promise
    count: int


def search(actor: Actor, wish: Wish) -> QuerySet[Conversation]:
    """Conversations that a wish names; those waiting for an answer come by deadline, others newest first."""
    found = access.conversations_of(actor).filter(_condition(actor, wish.tab))
    if wish.kind:
        found = found.filter(kind=wish.kind)
    if wish.channel:
        found = found.filter(channel_id=wish.channel)
    if wish.purpose:
        found = found.filter(purpose=wish.purpose)
    if wish.sentiment:
        found = found.filter(sentiment=wish.sentiment)
    if wish.words:
        spoken = Message.objects.filter(conversation__workspace=actor.workspace, text__icontains=wish.words)
        found = found.filter(
            Q(identity__name__icontains=wish.words)
            | Q(identity__person__name__icontains=wish.words)
            | Q(pk__in=spoken.values("conversation_id"))
        )
    if wish.tab in ("open", "mine", "at_risk"):
        return found.order_by(F("answer_due_at").asc(nulls_last=True), "id")
    return found


def tabs(actor: Actor) -> list[Tab]:
    """The tabs with how many conversations each holds."""
    counted = {key: Count("pk", filter=_condition(actor, key)) for key in TABS}
    counts = access.conversations_of(actor).order_by().aggregate(**counted)
    return [Tab(key, name, counts[key]) for key, name in TABS.items()]


def waiting(actor: Actor) -> QuerySet[Conversation]:
    """Conversations waiting for an answer, most urgent first."""
    return search(actor, Wish(tab="open"))


def complaints(actor: Actor) -> QuerySet[Conversation]:
    """Those among them in which somebody complains."""
    return search(actor, Wish(tab="open", purpose=Purpose.COMPLAINT))


def urgency(conversation: Conversation) -> datetime:
    """Sorts those that wait: by deadline, a complaint as if it had to be answered within four hours."""
    due = conversation.answer_due_at or conversation.last_message_at
    return due - COMPLAINT_COUNTS_SOONER if conversation.is_complaint else due


def _condition(actor: Actor, tab: str) -> Q:
    soon = clock.now() + timedelta(hours=timing.AT_RISK_HOURS)
    return {
        "open": OPEN,
        "mine": OPEN & Q(assignee=actor.membership),
        "at_risk": Q(
            state__in=[Conversation.State.OPEN, Conversation.State.SNOOZED], answer_due_at__lte=soon
        ),
        "answered": Q(state=Conversation.State.ANSWERED),
        "closed": Q(state=Conversation.State.CLOSED),
    }.get(tab, Q())
