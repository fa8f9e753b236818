"""Fold what came in into conversations. Repeats and disorder give the same conversation with the same messages."""

from __future__ import annotations

import logging
from datetime import timedelta
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction

from chaoxin.audience import meeting
from chaoxin.audience.models import Identity
from chaoxin.channels import attention
from chaoxin.connectors.values import Event, EventKind
from chaoxin.core import announcing, clock
from chaoxin.publishing.posts import delivery_of_post

from . import classifying, facts, leads, receiving, timing
from .models import Conversation, InboundEvent, Message

log = logging.getLogger("chaoxin.inbox")

TRIES_BEFORE_PARKING = 6
BATCH = 50
EXCERPT_LENGTH = 200
CONVERSATION_KINDS = {EventKind.MESSAGE, EventKind.COMMENT, EventKind.MENTION, EventKind.LEAD}


def fold_pending() -> int:
    """Folds up to 50 stored events, oldest first; answers how many it worked on."""
    due = InboundEvent.objects.filter(state=InboundEvent.State.NEW, next_try_at__lte=clock.now())
    return sum(_fold_one(pk) for pk in due.order_by("at", "id").values_list("pk", flat=True)[:BATCH])


def fold(row: InboundEvent) -> Message | None:
    """Folds one stored event, inside the caller's transaction; None for events that are no message. Safe to repeat."""
    event, channel = receiving.event_of(row), row.channel
    if event.kind == EventKind.GRANT_REVOKED:
        attention.note_revoked(channel, at=event.at, said=event.text)
        return None
    follows = {EventKind.FOLLOW: True, EventKind.UNFOLLOW: False}.get(event.kind)
    if event.kind not in CONVERSATION_KINDS:
        if follows is not None and event.sender is not None:
            meeting.meet(channel, event.sender, at=event.at, follows=follows)
        return None
    if event.ours:
        _note_own(row, event)
        return None
    # Some platforms do not say who commented; the comment waits for an answer all the same.
    identity = meeting.meet(channel, event.sender, at=event.at) if event.sender else None
    return _add_message(_conversation(row, event, identity), event, identity)


def thread_key(event: Event) -> str:
    """What makes one conversation: the thread that the platform names, else the sender (messages), else the comment
    that was answered or the comment itself."""
    if event.kind == EventKind.MESSAGE:
        return event.thread_id or (event.sender.external_id if event.sender else event.platform_id)
    return event.thread_id or event.reply_to_id or event.platform_id


def _fold_one(pk: UUID) -> int:
    with transaction.atomic():
        row = (
            InboundEvent.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("channel__workspace")
            .filter(pk=pk, state=InboundEvent.State.NEW)
            .first()
        )
        if row is None:
            return 0
        try:
            with transaction.atomic():
                fold(row)
        except DatabaseError as error:
            _note_failure(row, error)
        except Exception as error:
            log.exception("event %s could not be folded", row.pk)
            _note_failure(row, error)
        else:
            row.state = InboundEvent.State.FOLDED
        row.save(update_fields=["state", "tries", "next_try_at", "last_error"])
    return 1


def _conversation(row: InboundEvent, event: Event, identity: Identity | None) -> Conversation:
    channel, key = row.channel, thread_key(event)[:200]
    where = {"channel": channel, "kind": event.kind.value, "thread_key": key}
    found = Conversation.objects.select_for_update().filter(**where).first()
    if found is not None:
        return found
    try:
        with transaction.atomic():
            made = Conversation.objects.create(
                **where,
                workspace=channel.workspace,
                identity=identity,
                post_id=event.post_id,
                delivery=delivery_of_post(channel, [event.post_id]),
                last_message_at=event.at,
                excerpt=event.text[:EXCERPT_LENGTH],
                state=Conversation.State.CLOSED,
            )
            announcing.announce(facts.OPENED, workspace_id=channel.workspace_id, subject=made)
            return made
    except IntegrityError:
        return Conversation.objects.select_for_update().get(**where)


def _add_message(conversation: Conversation, event: Event, identity: Identity | None) -> Message | None:
    try:
        with transaction.atomic():
            message = Message.objects.create(
                conversation=conversation,
                channel=conversation.channel,
                direction=Message.Direction.IN,
                state=Message.State.RECEIVED,
                platform_id=event.platform_id[:200],
                at=event.at,
                text=event.text,
                kind=str(event.facts.get("message_type", "text"))[:20],
                identity=identity,
                facts=dict(event.facts),
                **classifying.judged_fields(event.text, conversation.kind),
            )
    except IntegrityError:
        return None
    if event.at >= conversation.last_message_at:
        conversation.last_message_at, conversation.excerpt = event.at, event.text[:EXCERPT_LENGTH]
    conversation.unread += 1
    conversation.identity = conversation.identity or identity
    classifying.sum_up(conversation)
    conversation.save(
        update_fields=["last_message_at", "excerpt", "unread", "identity", "purpose", "sentiment"]
    )
    calls = leads.keep(conversation, event) if event.kind == EventKind.LEAD else True
    if calls and not _answered_since(conversation, event):
        timing.start_clock(conversation, at=event.at)
    announcing.announce(
        facts.RECEIVED,
        workspace_id=conversation.workspace_id,
        subject=message,
        payload={
            "conversation": str(conversation.pk),
            "kind": conversation.kind,
            "purpose": message.purpose,
            "sentiment": message.sentiment,
        },
    )
    return message


def _answered_since(conversation: Conversation, event: Event) -> bool:
    """Whether we answered or got in touch after this message was written: it came late and waits for nothing."""
    sent = conversation.messages.filter(direction=Message.Direction.OUT, state=Message.State.SENT)
    return (
        sent.filter(at__gte=event.at).exists() or conversation.lead_contacts.filter(at__gte=event.at).exists()
    )


def _note_own(row: InboundEvent, event: Event) -> None:
    """Something the account itself wrote: an echo of our answer, or an answer given on the platform by hand."""
    conversation = _conversation(row, event, None)
    known = conversation.messages.filter(direction=Message.Direction.OUT)
    echo = (
        known.filter(platform_id=event.platform_id).first()
        or known.filter(
            platform_id=None,
            text=event.text,
            state__in=[Message.State.SENDING, Message.State.UNCONFIRMED, Message.State.SENT],
        ).first()
    )
    if echo is not None:
        Message.objects.filter(pk=echo.pk).update(
            platform_id=event.platform_id[:200], state=Message.State.SENT
        )
    else:
        Message.objects.create(
            conversation=conversation,
            channel=row.channel,
            direction=Message.Direction.OUT,
            state=Message.State.SENT,
            platform_id=event.platform_id[:200],
            at=event.at,
            text=event.text,
        )
    timing.stop_clock(conversation, at=event.at, answered=True)
    classifying.sum_up(conversation)
    conversation.save(update_fields=["purpose", "sentiment"])


def _note_failure(row: InboundEvent, error: Exception) -> None:
    row.tries += 1
    row.last_error = f"{type(error).__name__}: {error}"[:2000]
    row.next_try_at = clock.now() + timedelta(seconds=5 * 3 ** (row.tries - 1))
    if row.tries >= TRIES_BEFORE_PARKING:
        row.state = InboundEvent.State.PARKED
