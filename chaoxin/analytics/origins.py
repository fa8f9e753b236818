"""The rows behind the figures that we count ourselves: posts that went live, messages, answers, waits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, DurationField, Exists, ExpressionWrapper, F, Model, OuterRef, Q, QuerySet

from chaoxin.core import clock
from chaoxin.inbox.models import Conversation, Message, SlaClock
from chaoxin.publishing.models import Delivery

FIRST_RESPONSE_WITHIN = timedelta(hours=24)

RECEIVED = {
    "received_comments": Conversation.Kind.COMMENT,
    "received_mentions": Conversation.Kind.MENTION,
    "received_messages": Conversation.Kind.MESSAGE,
}
COUNTED_METRICS = (
    "published_posts",
    *RECEIVED,
    "sent_replies",
    "opened_conversations",
    "first_responses_settled",
    "first_responses_in_time",
)
# Mentions are no inquiry.
INQUIRIES = (Conversation.Kind.COMMENT, Conversation.Kind.MESSAGE)


@dataclass(frozen=True)
class Stretch:
    """From `start` to before `end`, on these channels."""

    channel_ids: Collection[UUID]
    start: datetime
    end: datetime


def count(channel_id: UUID, *, start: datetime, end: datetime) -> dict[str, int]:
    """How many rows stand behind each counted metric of a channel in the stretch, by four queries."""
    where = Stretch([channel_id], start, end)
    received = {metric: Count("pk", filter=_received(kind)) for metric, kind in RECEIVED.items()}
    messages = _messages(where).aggregate(**received, sent_replies=Count("pk", filter=_sent()))
    waits = _first_waits(where).aggregate(
        first_responses_settled=Count("pk", filter=_settled()),
        first_responses_in_time=Count("pk", filter=_in_time()),
    )
    opened, published = _opening_messages(where).count(), _published(where).count()
    return {"published_posts": published, "opened_conversations": opened, **messages, **waits}


def rows(metric: str, *, channel_ids: Collection[UUID], start: datetime, end: datetime) -> QuerySet[Model]:
    """The very rows that a counted metric counts in the stretch: deliveries, messages or waits, oldest first.
    KeyError for a metric that is not counted by us."""
    where = Stretch(channel_ids, start, end)
    if metric == "published_posts":
        return _published(where).select_related("channel")
    if metric in ("first_responses_settled", "first_responses_in_time"):
        condition = _settled() if metric == "first_responses_settled" else _in_time()
        waits = _first_waits(where).filter(condition)
        return waits.select_related("conversation__channel", "conversation__identity").order_by(
            "started_at", "pk"
        )
    if metric == "opened_conversations":
        messages = _opening_messages(where)
    else:
        messages = _messages(where).filter(
            _sent() if metric == "sent_replies" else _received(RECEIVED[metric])
        )
    return messages.select_related("channel", "conversation", "identity", "author__user").order_by("at", "pk")


def _published(where: Stretch) -> QuerySet[Delivery]:
    """Whatever went live, also what is gone since."""
    found = Delivery.objects.filter(
        channel_id__in=where.channel_ids, published_at__gte=where.start, published_at__lt=where.end
    )
    return found.order_by("published_at", "pk")


def _messages(where: Stretch) -> QuerySet[Message]:
    return Message.objects.filter(channel_id__in=where.channel_ids, at__gte=where.start, at__lt=where.end)


def _opening_messages(where: Stretch) -> QuerySet[Message]:
    """The first message of every inquiry that began in the stretch."""
    earlier = Message.objects.filter(
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), pk__lt=OuterRef("pk")),
        conversation_id=OuterRef("conversation_id"),
        direction=Message.Direction.IN,
    )
    received = _messages(where).filter(direction=Message.Direction.IN)
    return received.filter(~Exists(earlier), conversation__kind__in=INQUIRIES)


def _first_waits(where: Stretch) -> QuerySet[SlaClock]:
    """The first wait of every conversation of which it began in the stretch."""
    earlier = SlaClock.objects.filter(
        conversation_id=OuterRef("conversation_id"), started_at__lt=OuterRef("started_at")
    )
    waited = ExpressionWrapper(F("stopped_at") - F("started_at"), output_field=DurationField())
    found = SlaClock.objects.filter(
        conversation__channel_id__in=where.channel_ids, started_at__gte=where.start, started_at__lt=where.end
    )
    return found.filter(~Exists(earlier)).annotate(waited=waited)


def _received(kind: str) -> Q:
    return Q(direction=Message.Direction.IN, conversation__kind=kind)


def _sent() -> Q:
    return Q(direction=Message.Direction.OUT, state=Message.State.SENT)


def _in_time() -> Q:
    return Q(answered=True, waited__lte=FIRST_RESPONSE_WITHIN)


def _settled() -> Q:
    """Answered, or waiting for a day already. What was closed without an answer needed none."""
    return Q(answered=True) | Q(stopped_at=None, started_at__lte=clock.now() - FIRST_RESPONSE_WITHIN)
