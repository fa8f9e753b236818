"""How a post's and an account's metrics ran: the readings themselves, each metric at its own grain."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import TypeVar

from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.core import clock
from chaoxin.publishing.models import Delivery

from . import gaps
from .metrics import Metric, metric_of
from .models import AccountDay, ChannelReadingPlan, PostReading, PostReadingPlan, ReadingGap

T = TypeVar("T")
MOST_READINGS = 5000


@dataclass(frozen=True)
class Point:
    """A reading; `whole_day` says that the platform states the value of a whole day."""

    at: datetime
    value: Decimal
    whole_day: bool
    day: date


@dataclass(frozen=True)
class Curve:
    """One metric in order of time. `is_per_day` values stand each for its own day and are not added up."""

    metric: Metric
    points: list[Point]
    is_per_day: bool

    @property
    def last(self) -> Point:
        return self.points[-1]

    @property
    def is_daily(self) -> bool:
        """Whether the platform gives this metric for whole days only."""
        return all(point.whole_day for point in self.points)


@dataclass(frozen=True)
class PostCurves:
    """The curves of a post, when it was read and is read next (None: no more), and its gaps."""

    delivery: Delivery
    curves: list[Curve]
    gaps: list[ReadingGap]
    plan: PostReadingPlan | None
    next_read_at: datetime | None


@dataclass(frozen=True)
class AccountLine:
    """A metric of an account with its day values; days without one have no entry."""

    metric: Metric
    days: dict[date, AccountDay]
    latest: AccountDay


@dataclass(frozen=True)
class AccountLines:
    channel: Channel
    lines: list[AccountLine]
    gaps: list[ReadingGap]
    plan: ChannelReadingPlan | None


def of_post(delivery: Delivery) -> PostCurves:
    """The curves of a post from its publication, by four queries."""
    readings = PostReading.objects.filter(delivery=delivery).order_by("metric", "kind", "at")[:MOST_READINGS]
    plan = PostReadingPlan.objects.filter(delivery=delivery).first()
    pace = ChannelReadingPlan.objects.filter(channel_id=delivery.channel_id).first()
    return PostCurves(
        delivery=delivery,
        curves=_curves(list(readings), platform=delivery.channel.platform),
        gaps=list(ReadingGap.objects.filter(delivery=delivery).order_by("starts_at")),
        plan=plan,
        next_read_at=_next_read_at(plan, pace),
    )


def of_account(channel: Channel, *, days: int) -> AccountLines:
    """The account's metrics over the last days, by three queries."""
    last = clock.today(channel.workspace.timezone)
    first = last - timedelta(days=days - 1)
    rows = AccountDay.objects.filter(channel=channel, day__range=(first, last)).exclude(source="counted")
    by_metric: dict[str, list[AccountDay]] = {}
    for row in rows.order_by("metric", "day"):
        by_metric.setdefault(row.metric, []).append(row)
    start, end = clock.day_bounds(first, channel.workspace.timezone)[0], clock.now()
    return AccountLines(
        channel=channel,
        lines=[
            AccountLine(metric_of(key, platform=channel.platform), {row.day: row for row in found}, found[-1])
            for key, found in _in_order(by_metric, platform=channel.platform)
        ],
        gaps=gaps.gaps_between([channel.pk], start=start, end=end),
        plan=ChannelReadingPlan.objects.filter(channel=channel).first(),
    )


def broken_by(points: Sequence[Point], found: Sequence[ReadingGap]) -> set[int]:
    """The numbers of points before which the line must be broken, since a gap lies between them and the last."""
    return {
        number
        for number in range(1, len(points))
        for gap in found
        if gap.starts_at < points[number].at and (gap.ended_at or clock.now()) > points[number - 1].at
    }


def _curves(readings: list[PostReading], *, platform: str) -> list[Curve]:
    by_series: dict[tuple[str, str], list[PostReading]] = {}
    for reading in readings:
        by_series.setdefault((reading.metric, reading.kind), []).append(reading)
    by_metric = {metric: (kind, found) for (metric, kind), found in reversed(by_series.items())}
    return [
        Curve(
            metric=metric_of(key, platform=platform),
            points=[Point(row.at, row.value, row.whole_day, row.day) for row in found],
            is_per_day=kind == "per_day",
        )
        for key, (kind, found) in _in_order(by_metric, platform=platform)
    ]


def _next_read_at(plan: PostReadingPlan | None, pace: ChannelReadingPlan | None) -> datetime | None:
    if plan is None or plan.ended_at is not None:
        return None
    if plan.asked_at is not None:
        return clock.now()
    return max(plan.next_read_at, pace.next_posts_at) if pace else plan.next_read_at


def _in_order(by_metric: Mapping[str, T], *, platform: str) -> list[tuple[str, T]]:
    """Metrics in the order in which the platform's manifest names them, others after them by key."""
    named = list(registry.manifest(platform).metrics)
    places = {key: number for number, key in enumerate(named)}
    return sorted(by_metric.items(), key=lambda entry: (places.get(entry[0], len(named)), entry[0]))
