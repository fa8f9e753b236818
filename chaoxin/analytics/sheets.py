"""Day values of channels, taken from the database once and asked many times."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet, Sum

from .models import AccountDay, PostDay
from .windows import Window

# What a value belongs to: all posts, the posts published in the window, or the accounts themselves.
POSTS = "posts"
PUBLISHED = "published"
ACCOUNTS = "accounts"
# What of it counts: by how much it grew in the window, where it stood at its end, or where before its start.
INCREASE = "increase"
LEVEL = "level"
OPENING = "opening"


@dataclass(frozen=True)
class Part:
    """A metric in a figure."""

    grain: str
    metric: str
    how: str = INCREASE
    sign: int = 1


@dataclass
class Sheet:
    """Increases by grain, metric and channel, and levels of accounts, each by day. Days without a value have no
    entry."""

    increases: dict[tuple[str, str, UUID], dict[date, Decimal]] = field(default_factory=dict)
    levels: dict[tuple[str, UUID], dict[date, Decimal]] = field(default_factory=dict)

    def cells(self, part: Part, channel_id: UUID) -> dict[date, Decimal]:
        """Known values of a part by day."""
        if part.how == INCREASE:
            return self.increases.get((part.grain, part.metric, channel_id), {})
        return self.levels.get((part.metric, channel_id), {})

    def value(self, part: Part, channel_id: UUID, window: Window) -> Decimal | None:
        """The part over the window: the sum of its increases, or its last level; None where nothing is known."""
        cells = self.cells(part, channel_id)
        known = [day for day in cells if window.first <= day <= window.last]
        if not known:
            return None
        return sum((cells[day] for day in known), Decimal()) if part.how == INCREASE else cells[max(known)]

    def covered_until(self, part: Part, channel_id: UUID, window: Window) -> date | None:
        """The last day of the window of which something is known."""
        known = (day for day in self.cells(part, channel_id) if window.first <= day <= window.last)
        return max(known, default=None)

    def by_day(self, part: Part, channel_ids: Iterable[UUID], window: Window) -> list[Decimal | None]:
        """The part on each day of the window over the channels; None on days of which nothing is known."""
        cells = [self.cells(part, channel_id) for channel_id in channel_ids]
        sums: list[Decimal | None] = []
        for day in window.days:
            known = [of_channel[day] for of_channel in cells if day in of_channel]
            sums.append(sum(known, Decimal()) if known else None)
        return sums


def load(
    parts: Collection[Part], *, channel_ids: Collection[UUID], first: date, last: date, window: Window
) -> Sheet:
    """The day values of these parts and channels from `first` to `last`, by a query per grain. `window` is the one in
    which posts of the grain PUBLISHED went live."""
    sheet = Sheet()
    for grain in (POSTS, PUBLISHED):
        metrics = {part.metric for part in parts if part.grain == grain}
        if metrics:
            days = PostDay.objects.filter(
                channel_id__in=channel_ids, day__range=(first, last), metric__in=metrics
            )
            _take_posts(sheet, grain, days.filter(went_live_in(window)) if grain == PUBLISHED else days)
    metrics = {part.metric for part in parts if part.grain == ACCOUNTS}
    if metrics:
        found = AccountDay.objects.filter(
            channel_id__in=channel_ids, day__range=(first, last), metric__in=metrics
        )
        _take_accounts(sheet, found)
    return sheet


def went_live_in(window: Window) -> Q:
    """The condition on days of posts that the post went live in the window."""
    return Q(delivery__published_at__gte=window.start, delivery__published_at__lt=window.end)


def _take_posts(sheet: Sheet, grain: str, days: QuerySet[PostDay]) -> None:
    rows = days.values_list("channel_id", "metric", "day").annotate(total=Sum("increase")).order_by()
    for channel_id, metric, day, total in rows:
        if total is not None:
            sheet.increases.setdefault((grain, metric, channel_id), {})[day] = total


def _take_accounts(sheet: Sheet, days: QuerySet[AccountDay]) -> None:
    for channel_id, metric, day, level, increase in days.values_list(
        "channel_id", "metric", "day", "value", "increase"
    ):
        sheet.levels.setdefault((metric, channel_id), {})[day] = level
        if increase is not None:
            sheet.increases.setdefault((ACCOUNTS, metric, channel_id), {})[day] = increase
