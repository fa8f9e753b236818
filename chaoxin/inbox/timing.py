"""Clocks of waiting customers: who wrote gets an answer within 24 hours."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from chaoxin.core import announcing, clock

from . import facts
from .models import Conversation, SlaClock

FIRST_RESPONSE_HOURS = 24
AT_RISK_HOURS = 4
BATCH = 200


def start_clock(conversation: Conversation, *, at: datetime) -> SlaClock:
    """Starts waiting from `at`; a clock that runs already keeps the earlier start, so disorder changes nothing."""
    due_at = at + timedelta(hours=FIRST_RESPONSE_HOURS)
    running = conversation.clocks.filter(stopped_at=None).first()
    if running is None:
        running = SlaClock.objects.create(conversation=conversation, started_at=at, due_at=due_at)
    elif at < running.started_at:
        running.started_at, running.due_at = at, due_at
        running.save(update_fields=["started_at", "due_at"])
    conversation.state = Conversation.State.OPEN
    conversation.answer_due_at, conversation.snoozed_until = running.due_at, None
    conversation.save(update_fields=["state", "answer_due_at", "snoozed_until"])
    return running


def stop_clock(conversation: Conversation, *, at: datetime, answered: bool) -> None:
    """Ends the waiting, if any, at `at`. An answer that the customer has written after leaves it running."""
    running = conversation.clocks.filter(stopped_at=None).first()
    if running is not None and answered and at < running.started_at:
        return
    if running is not None:
        running.stopped_at, running.answered = at, answered
        running.save(update_fields=["stopped_at", "answered"])
    conversation.state = Conversation.State.ANSWERED if answered else Conversation.State.CLOSED
    conversation.answer_due_at, conversation.unread = None, 0
    conversation.save(update_fields=["state", "answer_due_at", "unread"])


def note_breaches() -> int:
    """Marks clocks that ran out and tells it once; wakes snoozed conversations whose time has come. Answers 0."""
    now = clock.now()
    late = SlaClock.objects.filter(stopped_at=None, breached_at=None, due_at__lte=now)
    for running in late.select_related("conversation")[:BATCH]:
        with transaction.atomic():
            if SlaClock.objects.filter(pk=running.pk, breached_at=None, stopped_at=None).update(
                breached_at=now
            ):
                conversation = running.conversation
                announcing.announce(
                    facts.BREACHED, workspace_id=conversation.workspace_id, subject=conversation
                )
    snoozed = Conversation.objects.filter(state=Conversation.State.SNOOZED, snoozed_until__lte=now)
    snoozed.update(state=Conversation.State.OPEN, snoozed_until=None)
    return 0
