"""The overview: totals of a period, per channel, by day, and the posts that grew most."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db.models import F, Q, Sum, Value
from django.db.models.functions import Coalesce

from chaoxin.channels.models import Channel
from chaoxin.channels.platform_words import platform_name
from chaoxin.connectors import registry
from chaoxin.publishing.models import Delivery

from . import figures
from .definitions import FIGURES
from .figures import Figure
from .metrics import metric_of
from .models import ChannelReadingPlan, PostDay
from .sheets import Part, Sheet
from .windows import Window

TOTALS = (
    "published_posts",
    "reads",
    "interactions",
    "engagement_rate",
    "followers",
    "followers_gained",
    "received",
    "sent_replies",
    "first_response_rate",
)
PER_CHANNEL = (
    "published_posts",
    "reads",
    "interactions",
    "followers",
    "followers_gained",
    "received",
    "first_response_rate",
)
INTERACTIONS = ("likes", "comments", "shares", "favorites")
TOP_POSTS = 6


@dataclass(frozen=True)
class ChannelLine:
    channel: Channel
    platform_name: str
    figures: list[Figure]
    plan: ChannelReadingPlan | None


@dataclass(frozen=True)
class TopPost:
    """A post with what it gained in the window; None where the platform gives no such number."""

    delivery: Delivery
    reads: Decimal | None
    interactions: Decimal | None


@dataclass(frozen=True)
class DaySeries:
    """A part by day of the window over some channels; None on days of which nothing is known."""

    metric: str
    name: str
    values: list[Decimal | None]


@dataclass(frozen=True)
class Overview:
    window: Window
    figures: list[Figure]
    channels: list[ChannelLine]
    top_posts: list[TopPost]
    reads: DaySeries
    interactions: list[DaySeries]
    followers: list[DaySeries]


def look(channels: Sequence[Channel], *, window: Window) -> Overview:
    """The overview over these channels and days, by six queries."""
    ids = [channel.pk for channel in channels]
    sheet = figures.sheet_for({*TOTALS, *PER_CHANNEL}, channel_ids=ids, window=window)
    return Overview(
        window=window,
        figures=[figures.figure(key, sheet, channel_ids=ids, window=window) for key in TOTALS],
        channels=_lines(channels, sheet, window),
        top_posts=top_posts(ids, window=window, most=TOP_POSTS),
        reads=_series(FIGURES["reads"].parts[0], str(FIGURES["reads"].name), sheet, ids, window),
        interactions=[
            _series(part, str(metric_of(part.metric).name), sheet, ids, window)
            for part in FIGURES["interactions"].parts
        ],
        followers=[
            _series(FIGURES["followers"].parts[0], channel.name, sheet, [channel.pk], window)
            for channel in channels
        ],
    )


def top_posts(channel_ids: Sequence[UUID], *, window: Window, most: int) -> list[TopPost]:
    """The posts that gained most in the window, by interactions and then reads."""
    days = PostDay.objects.filter(
        channel_id__in=channel_ids,
        day__range=(window.first, window.last),
        metric__in=[*INTERACTIONS, "reads"],
    )
    gained = (
        days.values("delivery_id")
        .annotate(
            reads=Sum("increase", filter=Q(metric="reads")),
            interactions=Sum("increase", filter=~Q(metric="reads")),
        )
        .order_by(
            Coalesce("interactions", Value(Decimal())).desc(), F("reads").desc(nulls_last=True), "delivery_id"
        )
    )
    rows = list(gained[:most])
    deliveries = Delivery.objects.select_related("channel").in_bulk([row["delivery_id"] for row in rows])
    return [TopPost(deliveries[row["delivery_id"]], row["reads"], row["interactions"]) for row in rows]


def _lines(channels: Sequence[Channel], sheet: Sheet, window: Window) -> list[ChannelLine]:
    plans = ChannelReadingPlan.objects.in_bulk([channel.pk for channel in channels])
    return [
        ChannelLine(
            channel=channel,
            platform_name=platform_name(registry.manifest(channel.platform)),
            figures=[
                figures.figure(key, sheet, channel_ids=[channel.pk], window=window) for key in PER_CHANNEL
            ],
            plan=plans.get(channel.pk),
        )
        for channel in channels
    ]


def _series(part: Part, name: str, sheet: Sheet, channel_ids: Sequence[UUID], window: Window) -> DaySeries:
    return DaySeries(part.metric, name, sheet.by_day(part, channel_ids, window))
