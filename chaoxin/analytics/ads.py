"""What an account's ads cost and brought, by campaign and by advertised post: written down, and summed up again from
exactly those rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import connection
from django.db.models import Max, Min, QuerySet, Sum

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Reading, ReadingKind
from chaoxin.publishing.access import deliveries_of
from chaoxin.publishing.models import Delivery

from .metrics import METRICS, Metric, metric_of
from .models import AdDay
from .models.measurement import Source
from .recording import LONGEST_METRIC_NAME, value_of
from .windows import Window

Level = AdDay.Level
LONGEST_ID, LONGEST_NAME = 80, 120
# A day that the platform corrects later replaces the earlier one; an older reading never does.
INSERT = """
    INSERT INTO analytics_adday (channel_id, level, subject_id, subject, metric, day, value, read_at, source)
    SELECT %s, * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::date[], %s::numeric[],
                             %s::timestamptz[], %s::text[])
    ON CONFLICT (channel_id, level, subject_id, metric, day) DO UPDATE
    SET value = excluded.value, read_at = excluded.read_at, source = excluded.source,
        subject = CASE excluded.subject WHEN '' THEN analytics_adday.subject ELSE excluded.subject END
    WHERE excluded.read_at >= analytics_adday.read_at
"""


@dataclass(frozen=True)
class AdLine:
    """A campaign or a post with the sums of its days, by metric key. `delivery` is ours where the post is one of those
    that the actor may see."""

    level: str
    subject_id: str
    name: str
    first: date
    last: date
    values: Mapping[str, Decimal]
    delivery: Delivery | None = None


def record(channel: Channel, readings: Iterable[Reading], *, at: datetime) -> int:
    """Writes what a connector answered of campaigns and advertised posts per day; answers how many values."""
    rows: dict[tuple[str, str, str, str], list[Any]] = {}
    for reading in readings:
        level, subject_id = _subject(reading)
        value = value_of(reading)
        usable = value is not None and 0 < len(reading.metric) <= LONGEST_METRIC_NAME
        if not subject_id or not usable or reading.day is None or reading.kind is not ReadingKind.PER_DAY:
            continue
        key = (str(level), subject_id, reading.metric, reading.day)
        rows[key] = [
            str(level),
            subject_id,
            reading.subject.strip()[:LONGEST_NAME],
            reading.metric,
            date.fromisoformat(reading.day),
            value,
            at,
            str(Source.API),
        ]
    if rows:
        columns = [list(column) for column in zip(*(rows[key] for key in sorted(rows)), strict=True)]
        with connection.cursor() as cursor:
            cursor.execute(INSERT, [str(channel.pk), *columns])
    return len(rows)


def days_of(channel: Channel, *, window: Window, level: str = "", subject_id: str = "") -> QuerySet[AdDay]:
    """The rows themselves, newest first."""
    found = AdDay.objects.filter(channel=channel, day__range=(window.first, window.last))
    given = {"level": level, "subject_id": subject_id}
    found = found.filter(**{name: value for name, value in given.items() if value})
    return found.order_by("-day", "level", "subject_id", "metric")


def lines_of(channel: Channel, *, window: Window, actor: Actor, level: str = "") -> list[AdLine]:
    """Campaigns and advertised posts of an account with the sums of those rows, campaigns first, the dearest first."""
    lines = _lines(days_of(channel, window=window, level=level))
    ours = _deliveries(actor, channel, [line.subject_id for line in lines if line.level == Level.POST])
    return [_with(line, ours) for line in lines]


def of_delivery(delivery: Delivery, *, actor: Actor) -> list[tuple[Channel, AdLine]]:
    """What ads brought a post in all, by each account of its platform that advertised it and that the actor may use."""
    receipt = getattr(delivery, "receipt", None)
    if receipt is None:
        return []
    accounts = channels_of(actor).filter(
        platform=delivery.channel.platform, environment=delivery.channel.environment
    )
    found = []
    for channel in accounts.filter(pk__in=_advertisers(receipt.post_id)):
        rows = AdDay.objects.filter(channel=channel, level=Level.POST, subject_id=receipt.post_id)
        found += [(channel, line) for line in _lines(rows)]
    return found


def metrics_in(lines: Iterable[AdLine], *, platform: str) -> list[Metric]:
    """The metrics that occur, in the order of the dictionary."""
    occurring = {key for line in lines for key in line.values}
    order = {key: place for place, key in enumerate(METRICS)}
    return [
        metric_of(key, platform=platform)
        for key in sorted(occurring, key=lambda key: (order.get(key, len(order)), key))
    ]


def _subject(reading: Reading) -> tuple[str, str]:
    if reading.campaign_id:
        return Level.CAMPAIGN, reading.campaign_id[:LONGEST_ID]
    return Level.POST, reading.post_id[:LONGEST_ID]


def _advertisers(post_id: str) -> Any:
    return AdDay.objects.filter(level=Level.POST, subject_id=post_id).values("channel_id")


def _lines(rows: QuerySet[AdDay]) -> list[AdLine]:
    summed = (
        rows.order_by()
        .values("level", "subject_id", "metric")
        .annotate(total=Sum("value"), first=Min("day"), last=Max("day"), name=Max("subject"))
    )
    by_subject: dict[tuple[str, str], list[Any]] = {}
    for row in summed:
        by_subject.setdefault((row["level"], row["subject_id"]), []).append(row)
    lines = [
        AdLine(
            level=level,
            subject_id=subject_id,
            name=max(row["name"] for row in of_one) or subject_id,
            first=min(row["first"] for row in of_one),
            last=max(row["last"] for row in of_one),
            values={row["metric"]: row["total"] for row in of_one},
        )
        for (level, subject_id), of_one in by_subject.items()
    ]
    return sorted(lines, key=lambda line: (line.level, -line.values.get("ad_spend_yuan", 0), line.subject_id))


def _deliveries(actor: Actor, channel: Channel, post_ids: list[str]) -> dict[str, Delivery]:
    """Deliveries that became these posts, on whichever account of the platform they were published."""
    found = deliveries_of(actor).filter(
        receipt__post_id__in=post_ids,
        channel__platform=channel.platform,
        channel__environment=channel.environment,
    )
    return {delivery.receipt.post_id: delivery for delivery in found}


def _with(line: AdLine, ours: Mapping[str, Delivery]) -> AdLine:
    if line.level != Level.POST or line.subject_id not in ours:
        return line
    return AdLine(**{**vars(line), "delivery": ours[line.subject_id]})
