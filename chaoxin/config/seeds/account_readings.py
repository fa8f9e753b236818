"""Readings of the accounts: what the platform states of past days, and running totals read every hour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from chaoxin.accounts.actor import Actor
from chaoxin.analytics import counting, partitions, recording
from chaoxin.analytics.models import ChannelReadingPlan, ReadingGap
from chaoxin.analytics.models.measurement import Kind, Source
from chaoxin.analytics.recording import Measured
from chaoxin.channels.grants import account_of
from chaoxin.channels.models import Channel
from chaoxin.channels.wires import connector_of
from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.values import Reading
from chaoxin.core import clock

from .editorial_plan import ZONE
from .history import History
from .silences import Silence, gap, is_silent

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
READY_AT = time(8, 20)


def make_partitions(*, since: datetime, now: datetime) -> None:
    """The months of the story in the tables of readings."""
    month = since.date().replace(day=1)
    while month <= now.date():
        partitions.make(month)
        month = (month + 32 * DAY).replace(day=1)


def write(
    histories: Mapping[str, History],
    channels: Mapping[str, Channel],
    silent: Sequence[Silence],
    *,
    since: datetime,
    now: datetime,
) -> None:
    """Writes the readings and gaps of all accounts, and their plans."""
    rows: list[Measured] = []
    for key, history in histories.items():
        channel = channels[key]
        answered = _ask(channel, since=since, now=now)
        rows += [row for reading in answered for row in _measured(channel, reading, now=now)]
        if not history.account.takes_articles:
            totals = {reading.metric: int(reading.value) for reading in answered}
            rows += _hourly(history, channel, totals, silent, since=since, now=now)
        _write_plan(channel, now=now)
    recording.write_accounts(rows)
    ReadingGap.objects.bulk_create(
        gap(one, channels[key], None, starts_at=one.starts_at) for one in silent for key in one.accounts
    )


def count_days(channels: Mapping[str, Channel], *, since: datetime, now: datetime) -> None:
    """Counts what the house counts itself, for every day of the story."""
    first, days = since.astimezone(ZoneInfo(ZONE)).date(), (now - since).days + 1
    rows = [
        row
        for channel in channels.values()
        for number in range(days)
        for row in counting.count_day(channel, first + number * DAY)
    ]
    recording.write_accounts(rows)


def count_others(cast: Mapping[str, Actor], known: Mapping[str, Channel], *, now: datetime) -> None:
    """Counts the days of the accounts that came later, each since it came."""
    others = Channel.objects.filter(workspace=cast["owner"].workspace).exclude(
        pk__in=[channel.pk for channel in known.values()]
    )
    for channel in others.select_related("workspace"):
        count_days({channel.external_id: channel}, since=channel.created_at, now=now)


def _ask(channel: Channel, *, since: datetime, now: datetime) -> list[Reading]:
    """What the platform itself answers about the account."""
    connector = connector_of(channel.platform, channel.environment, meter=unmetered)
    if connector.measure is None:
        return []
    zone = ZoneInfo(ZONE)
    return connector.measure.account_readings(
        account_of(channel, channel.grant),
        since_day=since.astimezone(zone).date().isoformat(),
        until_day=now.astimezone(zone).date().isoformat(),
    )


def _measured(channel: Channel, reading: Reading, *, now: datetime) -> Iterator[Measured]:
    """The reading as it was made at its time: figures of a day on the next morning."""
    value, kind = Decimal(str(reading.value)), Kind(reading.kind.value)
    if reading.day is None:
        day = now.astimezone(ZoneInfo(ZONE)).date()
        yield Measured(
            channel.pk, reading.metric, kind, now.astimezone(UTC), day, False, value, now, Source.API
        )
        return
    day = date.fromisoformat(reading.day)
    read_at = datetime.combine(day + DAY, READY_AT, tzinfo=ZoneInfo(ZONE))
    end = recording.end_of_day(day).astimezone(UTC)
    yield Measured(channel.pk, reading.metric, kind, end, day, True, value, min(read_at, now), Source.API)


def _hourly(
    history: History,
    channel: Channel,
    totals: Mapping[str, int],
    silent: Sequence[Silence],
    *,
    since: datetime,
    now: datetime,
) -> Iterator[Measured]:
    """Running totals read every hour since the account was connected."""
    published = sorted(post.published_at for post in history.posts)
    levels = _levels(history)
    at = since + timedelta(minutes=7)
    while at < now - HOUR / 2:
        if not is_silent(silent, history.account.key, at):
            posts = sum(moment <= at for moment in published)
            values = {
                "followers": _follower_level(levels, at),
                "posts": posts,
                "following": totals["following"],
            }
            for metric, value in values.items():
                day = at.astimezone(ZoneInfo(ZONE)).date()
                yield Measured(
                    channel.pk, metric, Kind.CUMULATIVE, at.astimezone(UTC), day, False, Decimal(value), at,
                    Source.API,
                )  # fmt: skip
        at += HOUR


def _levels(history: History) -> list[tuple[datetime, int]]:
    """How many followed at the end of each day, with the number from the start before them."""
    zone, days = ZoneInfo(ZONE), history.follower_days
    ends = [
        (datetime.combine(date.fromisoformat(row["day"]) + DAY, time(), tzinfo=zone), row["followers"])
        for row in days
    ]
    opening = history.account.followers
    first = ends[0][0] - DAY if ends else clock.now()
    return [(first, opening), *ends]


def _follower_level(levels: Sequence[tuple[datetime, int]], at: datetime) -> int:
    for (start, before), (end, after) in pairwise(levels):
        if start <= at < end:
            return round(before + (after - before) * ((at - start) / (end - start)))
    return levels[0][1] if at < levels[0][0] else levels[-1][1]


def _write_plan(channel: Channel, *, now: datetime) -> None:
    yesterday = now.astimezone(ZoneInfo(ZONE)).date() - DAY
    ChannelReadingPlan.objects.update_or_create(
        channel=channel,
        defaults={
            "next_account_at": now + HOUR / 6,
            "next_posts_at": now,
            "days_through": yesterday - DAY,
            "account_read_at": now,
            "posts_read_at": now - HOUR / 6,
        },
    )
