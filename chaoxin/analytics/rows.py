"""The rows behind a figure: day values of posts or accounts that make it up, nothing more and nothing less."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from django.db.models import Q, QuerySet

from . import sheets
from .definitions import FIGURES, Definition
from .figures import Figure, channels_by_part, figure, reach_of, sheet_for
from .models import AccountDay, PostDay
from .sheets import ACCOUNTS, INCREASE, OPENING, PUBLISHED, Part, Sheet
from .windows import Window

# An increase over more than this since the reading before is marked as covering several days.
USUAL_SPAN_SECONDS = 36 * 3600


@dataclass(frozen=True)
class Evidence:
    """A figure with its rows; every row belongs to one of its parts (`part_of`)."""

    figure: Figure
    rows: QuerySet[PostDay] | QuerySet[AccountDay]

    @property
    def definition(self) -> Definition:
        return self.figure.definition


@dataclass(frozen=True)
class Row:
    """One row as people see it. `counts` is what it adds to its part; `since` is set where it covers several days."""

    part: Part
    metric: str
    day: str
    channel_id: UUID
    delivery_id: UUID | None
    title: str
    counts: Decimal | None
    value: Decimal
    at: datetime
    since: datetime | None
    read_at: datetime
    source: str


def evidence(key: str, *, channel_ids: Sequence[UUID], window: Window, metric: str = "") -> Evidence:
    """The figure and its rows, newest day and largest increase first; `metric` narrows the rows to one part's metric.
    KeyError for an unknown figure."""
    sheet = sheet_for([key], channel_ids=channel_ids, window=window)
    found = figure(key, sheet, channel_ids=channel_ids, window=window)
    condition = _condition(FIGURES[key], sheet, channel_ids=channel_ids, window=window)
    if metric:
        condition &= Q(metric=metric)
    if FIGURES[key].grain == ACCOUNTS:
        accounts = AccountDay.objects.filter(condition)
        return Evidence(found, accounts.order_by("-day", "-increase", "channel_id", "metric"))
    posts = PostDay.objects.filter(condition).select_related("delivery")
    return Evidence(found, posts.order_by("-day", "-increase", "delivery_id", "metric"))


def shown(definition: Definition, days: Iterable[PostDay | AccountDay], *, window: Window) -> Iterator[Row]:
    """Rows of the evidence in the form in which people see them."""
    for day in days:
        part = part_of(definition, day, window=window)
        delivery = day.delivery if isinstance(day, PostDay) else None
        spans = day.since is not None and (day.at - day.since).total_seconds() > USUAL_SPAN_SECONDS
        yield Row(
            part=part,
            metric=day.metric,
            day=day.day.isoformat(),
            channel_id=day.channel_id,
            delivery_id=delivery.pk if delivery else None,
            title=delivery.title if delivery else "",
            counts=day.increase if part.how == INCREASE else day.value,
            value=day.value,
            at=day.at,
            since=day.since if spans and part.how == INCREASE else None,
            read_at=day.read_at,
            source=day.source,
        )


def part_of(definition: Definition, day: PostDay | AccountDay, *, window: Window) -> Part:
    """The part of the figure to which a row belongs."""
    of_metric = [part for part in definition.all_parts if part.metric == day.metric]
    before = [part for part in of_metric if part.how == OPENING]
    if before and day.day < window.first:
        return before[0]
    return next(part for part in of_metric if part.how != OPENING)


def _condition(definition: Definition, sheet: Sheet, *, channel_ids: Sequence[UUID], window: Window) -> Q:
    """The condition that holds exactly for the rows that the figure counts."""
    condition = Q(metric__in=[])
    for part, counted in channels_by_part(definition, sheet, channel_ids, window).items():
        reach = reach_of(part, window)
        if part.how == INCREASE:
            of_part = Q(channel_id__in=counted, metric=part.metric, day__range=(reach.first, reach.last))
            of_part &= Q(increase__isnull=False)
            condition |= of_part & sheets.went_live_in(window) if part.grain == PUBLISHED else of_part
            continue
        for pk in counted:
            day = sheet.covered_until(part, pk, reach)
            if day is not None:
                condition |= Q(channel_id=pk, metric=part.metric, day=day)
    return condition
