from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.analytics.timetable import interval_of, next_slot
from chaoxin.channels.models import Channel

PUBLISHED = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


def slots() -> list[datetime]:
    found, after = [], PUBLISHED
    while (slot := next_slot(PUBLISHED, after=after)) is not None:
        found.append(slot)
        after = slot
    return found


def test_readings_are_dense_at_first_then_hourly_then_daily_then_over() -> None:
    ages = [slot - PUBLISHED for slot in slots()]
    minutes = [age / timedelta(minutes=1) for age in ages]
    assert minutes[:8] == [1, 2, 5, 10, 15, 30, 45, 60]
    assert minutes[8:55] == [60 * hour for hour in range(2, 49)]
    daily = slots()[55:]
    assert len(daily) == 28
    # 09:30 in Shanghai, when platforms have stated the day before.
    assert {(slot.hour, slot.minute) for slot in daily} == {(1, 30)}
    assert ages[-1] <= timedelta(days=30) < ages[-1] + timedelta(days=1)


def test_a_post_found_late_goes_on_where_it_stands() -> None:
    assert next_slot(PUBLISHED, after=PUBLISHED + timedelta(minutes=61)) == PUBLISHED + timedelta(hours=2)
    assert next_slot(PUBLISHED, after=PUBLISHED - timedelta(days=1)) == PUBLISHED + timedelta(minutes=1)
    assert next_slot(PUBLISHED, after=PUBLISHED + timedelta(days=31)) is None


@pytest.mark.django_db
def test_a_profile_with_more_calls_reads_more_often(channel: Channel) -> None:
    assert interval_of(channel) == timedelta(hours=2)
    channel.settings = {"quota_profile": "partner"}
    assert timedelta(minutes=1) <= interval_of(channel) < timedelta(minutes=10)
