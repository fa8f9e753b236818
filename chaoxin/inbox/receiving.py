"""Take in what platforms push or list: stored first, as it came, once per channel, kind and platform id."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import connection

from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core import clock, ids
from chaoxin.core.encryption import seal
from chaoxin.publishing import reconciling

from .models import InboundEvent

LONGEST_PLATFORM_ID = 200
# By hand: through the ORM it would be a transaction of three statements, and cost a push a third of its time.
STORE = """
INSERT INTO inbox_inboundevent
    (id, created_at, channel_id, kind, platform_id, at, body, private, state, tries, next_try_at, last_error)
SELECT id, %(now)s, %(channel)s, kind, platform_id, at, body, private, 'new', 0, %(now)s, ''
FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS event (id uuid, kind text, platform_id text, at timestamptz, body jsonb, private text)
ON CONFLICT (channel_id, kind, platform_id) DO NOTHING
"""


def take_in(channel: Channel, events: Iterable[Event]) -> int:
    """Stores new events and answers how many were offered; repeats are folded into what is there by the database.
    A publish result is told to publishing at once. One statement, so that a callback is answered quickly."""
    offered = list(events)
    rows = [_row(event) for event in offered if event.kind != EventKind.PUBLISH_RESULT]
    if rows:
        values: dict[str, Any] = {"channel": channel.pk, "now": clock.now(), "rows": json.dumps(rows)}
        with connection.cursor() as cursor:
            cursor.execute(STORE, values)
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
        private=row.private or {},
    )


def _row(event: Event) -> dict[str, Any]:
    return {
        "id": str(ids.new_id()),
        "kind": event.kind.value,
        "platform_id": event.platform_id[:LONGEST_PLATFORM_ID],
        "at": event.at.isoformat(),
        "body": body_of(event),
        "private": seal(dict(event.private)) if event.private else None,
    }
