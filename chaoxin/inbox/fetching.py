"""Ask platforms for comments and mentions that they do not push."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from chaoxin.accounts.actor import Actor
from chaoxin.channels import pacing, sessions
from chaoxin.channels.applications import is_declared
from chaoxin.channels.models import Channel
from chaoxin.connectors import errors
from chaoxin.core import clock
from chaoxin.publishing.posts import live_posts, reference_of_receipt

from . import receiving
from .models import FetchCursor

log = logging.getLogger("chaoxin.inbox")

POSTS_ASKED_FOR = 30
LEASE_SECONDS = 120
SHORTEST_PAUSE_SECONDS = 10
LONGEST_PAUSE = timedelta(hours=1)

TAKE = """
UPDATE inbox_fetchcursor SET leased_until = %(until)s
WHERE channel_id = (
    SELECT channel_id FROM inbox_fetchcursor
    WHERE next_fetch_at <= %(now)s AND leased_until <= %(now)s
    ORDER BY next_fetch_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING channel_id
"""


def take_turn() -> int:
    """Fetches for one channel whose time has come; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + timedelta(seconds=LEASE_SECONDS)})
        row = cursor.fetchone()
    if row is None:
        return 0
    fetch(FetchCursor.objects.select_related("channel__workspace").get(pk=row[0]))
    return 1


def watch(channel: Channel) -> None:
    """Starts fetching for a channel if there is anything to fetch. Safe to repeat."""
    if is_declared(channel):
        return
    if pacing.poll_events_every(channel) is not None:
        FetchCursor.objects.get_or_create(channel=channel)


def fetch_soon(channels: Iterable[Channel], *, by: Actor) -> int:
    """Has the worker ask these channels' platforms at its next round; answers how many there were to ask. Those
    asked a moment ago are not asked again, and a platform that told us to wait is left alone until then."""
    by.require("inbox.answer")
    now = clock.now()
    places = FetchCursor.objects.filter(channel__in=channels)
    just_fetched = Q(fetched_at__gt=now - timedelta(seconds=SHORTEST_PAUSE_SECONDS))
    places.filter(failures=0, next_fetch_at__gt=now).exclude(just_fetched).update(next_fetch_at=now)
    return places.count()


def fetch(place: FetchCursor) -> None:
    """Fetches what came since the last time and sets the next time; failures wait longer and longer."""
    channel = place.channel
    every = pacing.poll_events_every(channel)
    if channel.removed_at or every is None or is_declared(channel):
        place.delete()
        return
    try:
        complete = _fetch_page(place)
    except errors.Wait as wait:
        _note_failure(place, wait.sentence, at=wait.until)
    except errors.ConnectorError as error:
        pause = min(every * 2 ** min(place.failures, 6), LONGEST_PAUSE)
        _note_failure(place, error.sentence, at=clock.now() + pause)
    else:
        now = clock.now()
        place.fetched_at, place.failures, place.last_error = now, 0, ""
        place.next_fetch_at = now + every if complete else now
        place.leased_until = now
        place.save()


def _fetch_page(place: FetchCursor) -> bool:
    channel = place.channel
    session = sessions.open_session(channel, urgent=False)
    posts = [reference_of_receipt(receipt) for receipt in live_posts(channel, most=POSTS_ASKED_FOR)]
    page = session.call(
        lambda connector, account: connector.converse.fetch_since(  # type: ignore[union-attr]
            account, place.cursor, posts=posts
        )
    )
    receiving.take_in(channel, page.events)
    place.cursor = page.cursor
    return page.complete


def _note_failure(place: FetchCursor, sentence: str, *, at: datetime) -> None:
    place.failures += 1
    place.last_error, place.next_fetch_at, place.leased_until = sentence, at, clock.now()
    place.save()
