"""The life of the example company up to today: first in the sandbox, then in the product, in order of time."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from chaoxin.accounts.actor import Actor
from chaoxin.channels import health
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.publishing.models import Delivery

from . import (
    account_readings,
    channels,
    conversations,
    finishing,
    goals,
    hand_offs,
    history,
    leads,
    newcomers,
    past_posts,
    people,
    post_readings,
    present,
    silences,
    weekly_reviews,
)
from .editorial_plan import Planned, plan
from .history import History
from .moments import play
from .sandbox import Row, Sandbox
from .sign_ins import COMPANY_SLUG

log = logging.getLogger("chaoxin.story")

DAYS = 60
DAY = timedelta(days=1)
FOUNDED_BEFORE = timedelta(days=2)


def is_told() -> bool:
    """Whether the company has its accounts already."""
    return Channel.objects.filter(workspace__slug=COMPANY_SLUG).exists()


def tell(address: str, *, topics: int | None = None) -> None:
    """Tells the story with the sandbox at that address: all of it or nothing in the product. `topics` takes only so
    many texts of the past. Raises httpx.HTTPError when the sandbox does not answer."""
    now = clock.now().replace(microsecond=0)
    since = now - (DAYS + 3) * DAY
    plans = plan(now=now, days=DAYS, topics=topics)
    with closing(Sandbox(address)) as sandbox:
        with _timed("sandbox"):
            rows = history.open_accounts(sandbox, since=since)
            histories = history.live_through(sandbox, rows, plans, since=since)
        account_readings.make_partitions(since=since, now=now)
        with transaction.atomic():
            with clock.frozen(since - FOUNDED_BEFORE):
                workspace = people.seed()
            cast = people.actors(workspace)
            _write(Told(sandbox, rows, plans, histories, cast, since))
    # Only outside of the transaction, since what is learned of a grant must stay whatever happens here.
    for channel in channels.by_key(cast).values():
        health.check_health(channel)


@dataclass(frozen=True)
class Told:
    """What the product's side of the story is written from."""

    sandbox: Sandbox
    rows: Mapping[str, Row]
    plans: Sequence[Planned]
    histories: Mapping[str, History]
    cast: Mapping[str, Actor]
    since: datetime


def _write(told: Told) -> None:
    now = clock.now().replace(microsecond=0)
    known: dict[str, Channel] = {}
    with _timed("founding"):
        happened = channels.moments(told.sandbox, told.rows, told.cast, now=now)
        founded = now - goals.SET_DAYS_AGO * DAY
        play(moment for moment in happened if moment.at < founded)
        known.update(channels.by_key(told.cast))
        with clock.frozen(founded):
            goals.set_all(told.cast, now=now)
    with _timed("conversations"):
        inbox = conversations.compose(told.histories, known, told.cast, now=now)
        conversations.tell_sandbox(inbox, told.sandbox, told.histories)
    with _timed("posts"):
        later = [moment for moment in happened if moment.at >= founded]
        later += past_posts.moments(told.plans, told.histories, told.cast, known)
        later += conversations.audit_moments(inbox, told.cast)
        play(later)
    with _timed("inbox"):
        conversations.write(inbox)
        finishing.look_at_tables()
    known = channels.by_key(told.cast)
    _measure(told, known, now=now)
    with _timed("present"):
        weekly_reviews.write(told.cast, now=now)
        play(present.moments(told.cast, known, now=now))
        play(newcomers.moments(told.sandbox, told.cast, now=now))
        by_hand = hand_offs.moments(told.sandbox, told.cast, now=now)
        play([*by_hand, *leads.moments(told.sandbox, told.cast, now=now)])
        account_readings.count_others(told.cast, known, now=now)
        finishing.describe_people(told.cast, now=now)
    with _timed("finishing"):
        finishing.look_at_tables()
        finishing.plan_follow_ups()
        finishing.fetch_from_here(known, now=now)
        finishing.settle_facts(now=now)
        finishing.note_hooks({**known, **newcomers.that_hear(told.cast)})


def _measure(told: Told, known: Mapping[str, Channel], *, now: datetime) -> None:
    with _timed("readings"):
        silent = silences.silences(now=now)
        deliveries = _deliveries(told.histories, known)
        post_readings.write(told.histories, deliveries, silent, now=now)
        for key, channel in known.items():
            own = [delivery for (account, _post), delivery in deliveries.items() if account == key]
            post_readings.ask(channel, own, now=now)
        account_readings.write(told.histories, known, silent, since=told.since, now=now)
    with _timed("counting"):
        account_readings.count_days(known, since=told.since, now=now)


def _deliveries(
    histories: Mapping[str, History], known: Mapping[str, Channel]
) -> dict[tuple[str, int], Delivery]:
    """The deliveries of the past by account key and the sandbox's number of the post."""
    found = Delivery.objects.filter(channel__in=known.values()).select_related(
        "receipt", "channel__workspace"
    )
    by_post = {
        (delivery.channel_id, delivery.receipt.post_id): delivery
        for delivery in found.filter(receipt__isnull=False)
    }
    return {
        (key, post.row["id"]): by_post[known[key].pk, past_posts.post_id_of(post.row)]
        for key, history in histories.items()
        for post in history.posts
    }


@contextmanager
def _timed(part: str) -> Iterator[None]:
    started = time.perf_counter()
    yield
    log.info("%s: %.1f s", part, time.perf_counter() - started)
