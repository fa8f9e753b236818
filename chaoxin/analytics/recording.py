"""Write readings down: each once, whatever is repeated or comes in disorder."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Reading
from chaoxin.core import clock

from . import rolling_up
from .models.measurement import Source

log = logging.getLogger("chaoxin.analytics")

# The platforms' own days run by this zone, wherever the company sits (connectors.values.Reading).
PLATFORM_ZONE = "Asia/Shanghai"
SMALLEST = Decimal("0.0001")
LARGEST = Decimal(10) ** 15
LONGEST_METRIC_NAME = 40

# A whole-day value that the platform corrects later replaces the earlier one; an older reading never does.
INSERT = """
    INSERT INTO {table} ({owner}, metric, kind, at, day, whole_day, value, read_at, source)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::timestamptz[], %s::date[], %s::boolean[],
                         %s::numeric[], %s::timestamptz[], %s::text[])
    ON CONFLICT ({owner}, metric, kind, at) DO UPDATE
    SET value = excluded.value, read_at = excluded.read_at, source = excluded.source
    WHERE excluded.read_at >= {table}.read_at
"""
INSERT_POSTS = INSERT.format(table="analytics_postreading", owner="delivery_id")
INSERT_ACCOUNTS = INSERT.format(table="analytics_accountreading", owner="channel_id")


@dataclass(frozen=True)
class Measured:
    """One value to write. `owner` is the delivery of a post or the channel of an account; the rest is as in
    `models.measurement.Measurement`."""

    owner: UUID
    metric: str
    kind: str
    at: datetime
    day: date
    whole_day: bool
    value: Decimal
    read_at: datetime
    source: str


def record_posts(
    channel: Channel,
    readings: Iterable[Reading],
    *,
    deliveries: Mapping[str, UUID],
    at: datetime,
    source: str = Source.API,
) -> set[UUID]:
    """Writes what a connector answered about posts at `at`; `deliveries` are ours by the platform's post id.
    Answers the deliveries about which something was said. Readings of other posts are left out."""
    known = [reading for reading in readings if reading.post_id in deliveries]
    rows = _measured(channel, known, owners=deliveries, at=at, source=source)
    write_posts(rows)
    return {row.owner for row in rows}


def record_account(
    channel: Channel, readings: Iterable[Reading], *, at: datetime, source: str = Source.API
) -> list[Measured]:
    """Writes what a connector answered about the account itself at `at`, and answers the rows. Readings of posts and
    of advertising campaigns are left out, see `ads`: they are parts of what is said of the account."""
    own = [reading for reading in readings if not reading.post_id and not reading.campaign_id]
    rows = _measured(channel, own, owners={"": channel.pk}, at=at, source=source)
    write_accounts(rows)
    return rows


def write_posts(rows: Sequence[Measured]) -> None:
    """Writes values of posts, any number of them, and brings the days that they touch up to date."""
    with transaction.atomic():
        _insert(INSERT_POSTS, rows)
        rolling_up.renew_post_days(_touched(rows))


def write_accounts(rows: Sequence[Measured]) -> None:
    """Writes values of accounts, any number of them, and brings the days that they touch up to date."""
    with transaction.atomic():
        _insert(INSERT_ACCOUNTS, rows)
        rolling_up.renew_account_days(_touched(rows))


def end_of_day(day: date, *, zone: str = PLATFORM_ZONE) -> datetime:
    """The moment for which a value of a whole day holds: its end, aware UTC."""
    return clock.day_bounds(day, zone)[1]


def _measured(
    channel: Channel, readings: Iterable[Reading], *, owners: Mapping[str, UUID], at: datetime, source: str
) -> list[Measured]:
    here = at.astimezone(ZoneInfo(channel.workspace.timezone)).date()
    rows = []
    for reading in readings:
        value = value_of(reading)
        if value is None or not 0 < len(reading.metric) <= LONGEST_METRIC_NAME:
            log.warning("channel %s gave an unusable reading: %s", channel.pk, reading)
            continue
        day = date.fromisoformat(reading.day) if reading.day else here
        holds_at = end_of_day(day) if reading.day else at
        row = Measured(
            owner=owners[reading.post_id],
            metric=reading.metric,
            kind=reading.kind.value,
            at=holds_at.astimezone(UTC),
            day=day,
            whole_day=bool(reading.day),
            value=value,
            read_at=at,
            source=source,
        )
        rows.append(row)
    return rows


def value_of(reading: Reading) -> Decimal | None:
    """The value as it is stored; None for one that cannot be."""
    try:
        value = Decimal(str(reading.value))
    except InvalidOperation:
        return None
    return value.quantize(SMALLEST) if value.is_finite() and abs(value) < LARGEST else None


def _insert(statement: str, rows: Sequence[Measured]) -> None:
    # One statement must not meet the same key twice.
    unique = {
        (row.owner, row.metric, row.kind, row.at): row for row in sorted(rows, key=lambda row: row.read_at)
    }
    if not unique:
        return
    chosen = [unique[key] for key in sorted(unique)]
    columns: list[Any] = [
        [row.owner for row in chosen],
        [row.metric for row in chosen],
        [str(row.kind) for row in chosen],
        [row.at for row in chosen],
        [row.day for row in chosen],
        [row.whole_day for row in chosen],
        [row.value for row in chosen],
        [row.read_at for row in chosen],
        [str(row.source) for row in chosen],
    ]
    with connection.cursor() as cursor:
        cursor.execute(statement, columns)


def _touched(rows: Sequence[Measured]) -> dict[tuple[UUID, str], date]:
    """The first day touched by owner and metric."""
    first: dict[tuple[UUID, str], date] = {}
    for row in rows:
        key = (row.owner, row.metric)
        first[key] = min(first.get(key, row.day), row.day)
    return first
