"""Take in what platforms push or list: stored first, as it came, once per channel, kind and platform id."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core import clock
from chaoxin.publishing import reconciling

from .models import InboundEvent


def take_in(channel: Channel, events: Iterable[Event]) -> int:
    """Stores new events and answers how many were offered; repeats are folded into what is there by the database.
    A publish result is told to publishing at once. One statement, so that a callback is answered quickly."""
    offered = list(events)
    rows = [
        InboundEvent(
            channel=channel,
            kind=event.kind.value,
            platform_id=event.platform_id[:200],
            at=event.at,
            body=body_of(event),
        )
        for event in offered
        if event.kind != EventKind.PUBLISH_RESULT
    ]
    if rows:
        InboundEvent.objects.bulk_create(rows, ignore_conflicts=True)
    for event in offered:
        if event.kind == EventKind.PUBLISH_RESULT and event.submission is not None:
            reconciling.note_result(channel, event.submission)
    return len(offered)


def body_of(event: Event) -> dict[str, Any]:
    """An event as JSON, without the parts that have columns of their own."""
    return {
        "sender": asdict(event.sender) if event.sender else None,
        "text": event.text,
        "post_id": event.post_id,
        "thread_id": event.thread_id,
        "reply_to_id": event.reply_to_id,
        "ours": event.ours,
        "facts": dict(event.facts),
    }


def event_of(row: InboundEvent) -> Event:
    """The event that was stored."""
    body, sender = row.body, row.body["sender"]
    at: datetime = min(row.at, clock.now())
    return Event(
        kind=EventKind(row.kind),
        platform_id=row.platform_id,
        at=at,
        sender=Sender(**sender) if sender else None,
        text=body["text"],
        post_id=body["post_id"],
        thread_id=body["thread_id"],
        reply_to_id=body["reply_to_id"],
        ours=body["ours"],
        facts=body["facts"],
    )
