"""What people write for and how they sound: judged by the models of `zhtext` when a message comes in, and by a loop
where that could not be done then."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import dropwhile, takewhile
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from chaoxin.core import clock
from chaoxin.zhtext import kinds, sentiment

from .models import Conversation, Message, Purpose, Sentiment

log = logging.getLogger("chaoxin.inbox")

BATCH = 200
LONGEST_STRETCH = 50
# What stands out among several messages, before what else.
PURPOSES = list(Purpose.values)
SENTIMENTS = [Sentiment.NEGATIVE, Sentiment.POSITIVE, Sentiment.NEUTRAL]


@dataclass(frozen=True)
class Judged:
    """Blank, without confidence, where there is nothing to judge."""

    purpose: str = ""
    purpose_confidence: float | None = None
    sentiment: str = ""
    sentiment_confidence: float | None = None


NOTHING = Judged()


def judged_fields(text: str, conversation_kind: str) -> dict[str, Any]:
    """Fields of a new message. None of them while a model fails: the message is judged later. Never raises."""
    judged = _judged([(text, conversation_kind)])
    return {} if judged is None else _fields(judged[0])


def judge_now(message: Message) -> None:
    """Judges a message that waits for it; while a model fails it stays blank, and nobody judges it any more."""
    conversation = message.conversation
    fields = judged_fields(message.text, conversation.kind) or _fields(NOTHING)
    for name, value in fields.items():
        setattr(message, name, value)
    message.save(update_fields=list(fields))


def judge_waiting() -> int:
    """Judges up to 200 messages that are not judged yet, newest first; answers how many, 0 while a model fails."""
    waiting = Message.objects.filter(direction=Message.Direction.IN, judged_at=None).order_by("-at")
    rows = list(waiting.values_list("pk", "conversation_id", "text", "conversation__kind")[:BATCH])
    judged = _judged_apart([(text, kind) for _, _, text, kind in rows])
    if judged is None:
        return 0
    of_conversation: dict[UUID, list[tuple[UUID, Judged]]] = {}
    for (pk, conversation_id, _, _), one in zip(rows, judged, strict=True):
        of_conversation.setdefault(conversation_id, []).append((pk, one))
    for conversation_id, found in of_conversation.items():
        _keep(conversation_id, found)
    return len(rows)


def sum_up(conversation: Conversation) -> None:
    """Sets, and leaves to the caller to save, what stands out in the latest stretch of messages between two answers."""
    newest = (
        conversation.messages.filter(Q(direction=Message.Direction.IN) | Q(state=Message.State.SENT))
        .order_by("-at", "-id")
        .only("direction", "purpose", "purpose_confidence", "sentiment", "sentiment_confidence")
    )
    since_reply = dropwhile(lambda one: one.direction == Message.Direction.OUT, newest[:LONGEST_STRETCH])
    stretch = list(takewhile(lambda one: one.direction == Message.Direction.IN, since_reply))
    conversation.purpose = _foremost(PURPOSES, (one.sure_purpose for one in stretch))
    conversation.sentiment = _foremost(SENTIMENTS, (one.sure_sentiment for one in stretch))


def _foremost(labels: Sequence[str], said: Iterable[str]) -> str:
    known = set(said)
    return next((label for label in labels if label in known), "")


def _keep(conversation_id: UUID, found: list[tuple[UUID, Judged]]) -> None:
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().filter(pk=conversation_id).first()
        if conversation is None:
            return
        for pk, judged in found:
            # Somebody may have said what it is in the meantime.
            Message.objects.filter(pk=pk, judged_at=None).update(**_fields(judged))
        sum_up(conversation)
        conversation.save(update_fields=["purpose", "sentiment"])


def _fields(judged: Judged) -> dict[str, Any]:
    return {**vars(judged), "judged_at": clock.now()}


def _judged_apart(rows: list[tuple[str, str]]) -> list[Judged] | None:
    """As `_judged`; of several messages, those that a model cannot take are left blank rather than hold up the rest."""
    judged = _judged(rows)
    if judged is not None or len(rows) < 2:
        return judged
    single = [_judged([row]) for row in rows]
    return [one[0] if one else NOTHING for one in single] if any(single) else None


def _judged(rows: list[tuple[str, str]]) -> list[Judged] | None:
    """A judgement of each (text, kind of its conversation); None where a model cannot be read or fails."""
    # What a platform tells of a lead is its own wording, not what somebody said.
    told = [text if kind != Conversation.Kind.LEAD else "" for text, kind in rows]
    wanted = [text for text in told if text.strip()]
    try:
        found = iter(_asked(wanted)) if wanted else iter(())
    except Exception as error:
        log.warning("messages are not judged for now: %s: %s", type(error).__name__, error)
        return None
    return [next(found) if text.strip() else NOTHING for text in told]


def _asked(texts: list[str]) -> list[Judged]:
    purposes, tones = kinds.chosen().judge_many(texts), sentiment.chosen().judge_many(texts)
    return [
        Judged(purpose.label, purpose.confidence, tone.label, tone.confidence)
        for purpose, tone in zip(purposes, tones, strict=True)
    ]
