"""What we count ourselves, per channel and day of the workspace: posts, what came in, answers, and how fast they came.

A day is always counted anew as a whole from the rows themselves, so repeats and late events cannot make it wrong.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from chaoxin.channels.models import Channel
from chaoxin.core import clock

from . import origins, recording
from .models import DayToCount
from .models.measurement import Kind, Source
from .recording import Measured

# A wait for an answer is settled a day after it began, on the day after at the latest.
RECENT_DAYS = 3
BATCH = 40
DAY = timedelta(days=1)


def mark(channel: Channel, *, at: datetime) -> None:
    """Has the day counted in which `at` lies for the channel's workspace."""
    day = at.astimezone(ZoneInfo(channel.workspace.timezone)).date()
    mark_days([(channel.pk, day)])


def mark_days(days: list[tuple[UUID, date]]) -> None:
    """Has these days of these channels counted soon; marking a marked one changes nothing."""
    rows = [DayToCount(channel_id=channel_id, day=day) for channel_id, day in sorted(set(days), key=str)]
    DayToCount.objects.bulk_create(rows, ignore_conflicts=True)


def mark_recent_days() -> None:
    """Has today and the two days before counted for every channel."""
    days = []
    for channel in Channel.objects.filter(removed_at=None).select_related("workspace"):
        today = clock.today(channel.workspace.timezone)
        days += [(channel.pk, today - number * DAY) for number in range(RECENT_DAYS)]
    mark_days(days)


def mark_span(channel: Channel, *, first: date, last: date) -> None:
    """Has every day from `first` to `last` counted, both included."""
    mark_days([(channel.pk, first + number * DAY) for number in range((last - first).days + 1)])


def count_marked() -> int:
    """Counts up to 40 marked days; answers how many."""
    with transaction.atomic():
        marked = list(
            DayToCount.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("channel__workspace")
            .order_by("marked_at", "pk")[:BATCH]
        )
        # Removed before counting: what happens from now on marks the day again.
        DayToCount.objects.filter(pk__in=[row.pk for row in marked]).delete()
        rows = [value for row in marked for value in count_day(row.channel, row.day)]
        recording.write_accounts(rows)
    return len(marked)


def count_day(channel: Channel, day: date) -> list[Measured]:
    """The counts of one day of a channel as readings, zeros among them; nothing is written."""
    start, end = clock.day_bounds(day, channel.workspace.timezone)
    now = clock.now()
    counts = origins.count(channel.pk, start=start, end=end)
    return [
        Measured(
            owner=channel.pk,
            metric=metric,
            kind=Kind.PER_DAY,
            at=end,
            day=day,
            whole_day=True,
            value=Decimal(value),
            read_at=now,
            source=Source.COUNTED,
        )
        for metric, value in counts.items()
    ]
