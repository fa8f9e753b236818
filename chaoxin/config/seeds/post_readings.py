"""Readings of posts on their decaying schedule, as the worker would have made them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from chaoxin.analytics import recording, timetable
from chaoxin.analytics.models import PostReadingPlan, ReadingGap
from chaoxin.analytics.models.measurement import Kind, Source
from chaoxin.analytics.recording import Measured
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import unmetered
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.posts import reference_of

from .curves import Curve, curve_of
from .editorial_plan import ZONE
from .history import History, PastPost
from .silences import Silence, gap, is_silent

BATCH = 1_000
DAY = timedelta(days=1)
READY_AT = time(9, 30)
# Figures of whole days, by the sandbox's counter, and how many of the counter make one.
WHOLE_DAY_FIGURES = {
    "reads": ("reads", 1),
    "likes": ("likes", 1),
    "recommends": ("likes", 3),
    "shares": ("shares", 1),
    "favorites": ("collects", 1),
    "follower_reads": ("follows", 1),
}
RUNNING_TOTALS = ("likes", "shares")
COUNTED_DAYS = 30


def write(
    histories: Mapping[str, History],
    deliveries: Mapping[tuple[str, int], Delivery],
    silent: Sequence[Silence],
    *,
    now: datetime,
) -> None:
    """Writes readings, gaps and plans of all posts; deliveries are by account key and sandbox number."""
    rows: list[Measured] = []
    plans: list[PostReadingPlan] = []
    gaps: list[ReadingGap] = []
    for key, history in histories.items():
        for post in history.posts:
            delivery = deliveries[key, post.row["id"]]
            slots = list(_slots(delivery, now=now))
            kept = [slot for slot in slots if not is_silent(silent, key, slot)]
            rows += _readings(post, delivery, kept, now=now, whole_days=history.account.takes_articles)
            gaps += _gaps(key, delivery, slots, silent)
            plans.append(_plan(delivery, kept, now=now))
    recording.write_posts(rows)
    ReadingGap.objects.bulk_create(gaps, BATCH)
    PostReadingPlan.objects.bulk_create(plans, BATCH)


def ask(channel: Channel, deliveries: Sequence[Delivery], *, now: datetime) -> None:
    """Reads what the platform itself says now of the channel's posts that are still read."""
    young = [one for one in deliveries if one.published_at and now < one.published_at + timetable.DAILY_UNTIL]
    connector = connector_of(channel.platform, channel.environment, meter=unmetered)
    if connector.measure is None or not young:
        return
    references = [reference_of(delivery) for delivery in young]
    readings = connector.measure.post_readings(account_of(channel, channel.grant), references)
    by_post = {delivery.receipt.post_id: delivery.pk for delivery in young}
    recording.record_posts(channel, readings, deliveries=by_post, at=now)


def _slots(delivery: Delivery, *, now: datetime) -> Iterator[datetime]:
    """When the post was read: the planned times, as far apart as the platform asks."""
    published_at = delivery.published_at or now
    interval, last = timetable.interval_of(delivery.channel), published_at - DAY
    slot = timetable.next_slot(published_at, after=published_at)
    while slot is not None and slot < now:
        if slot - last >= interval:
            yield slot
            last = slot
        slot = timetable.next_slot(published_at, after=slot)


def _readings(
    post: PastPost, delivery: Delivery, slots: Sequence[datetime], *, now: datetime, whole_days: bool
) -> Iterator[Measured]:
    curve = curve_of(post, until=now)
    for slot in slots:
        yield _running(delivery, "comments", curve.comments_at(slot), slot)
        if not whole_days:
            for metric in RUNNING_TOTALS:
                yield _running(delivery, metric, curve.count_at(metric, slot), slot)
    if whole_days:
        yield from _whole_days(curve, delivery, now=now)


def _running(delivery: Delivery, metric: str, value: int, at: datetime) -> Measured:
    day = at.astimezone(ZoneInfo(ZONE)).date()
    return Measured(
        delivery.pk, metric, Kind.CUMULATIVE, at.astimezone(UTC), day, False, Decimal(value), at, Source.API
    )


def _whole_days(curve: Curve, delivery: Delivery, *, now: datetime) -> Iterator[Measured]:
    zone = ZoneInfo(ZONE)
    first = curve.published_at.astimezone(zone).date()
    for number in range(COUNTED_DAYS):
        day = first + number * DAY
        read_at = datetime.combine(day + DAY, READY_AT, tzinfo=zone)
        if read_at >= now:
            return
        for metric, (counter, each) in WHOLE_DAY_FIGURES.items():
            yield _whole_day(delivery, metric, curve.count_through(counter, day) // each, day, read_at)


def _whole_day(delivery: Delivery, metric: str, value: int, day: date, read_at: datetime) -> Measured:
    end = recording.end_of_day(day).astimezone(UTC)
    return Measured(delivery.pk, metric, Kind.CUMULATIVE, end, day, True, Decimal(value), read_at, Source.API)


def _gaps(
    key: str, delivery: Delivery, slots: Sequence[datetime], silent: Sequence[Silence]
) -> Iterator[ReadingGap]:
    for one in silent:
        missed = [slot for slot in slots if is_silent([one], key, slot)]
        if missed:
            yield gap(one, delivery.channel, delivery, starts_at=missed[0])


def _plan(delivery: Delivery, slots: Sequence[datetime], *, now: datetime) -> PostReadingPlan:
    published_at = delivery.published_at or now
    coming = timetable.next_slot(published_at, after=now)
    last = now if coming else slots[-1]
    return PostReadingPlan(
        delivery=delivery,
        channel=delivery.channel,
        created_at=published_at,
        next_read_at=coming or last,
        step=len(slots),
        last_read_at=last,
        ended_at=None if coming else last,
    )
