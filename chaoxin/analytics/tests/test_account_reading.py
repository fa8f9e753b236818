from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import planning, reading
from chaoxin.analytics.models import AccountDay, ChannelReadingPlan, ReadingGap
from chaoxin.analytics.testing.scene import DAY, NOON, TODAY, MeasuredPlatform
from chaoxin.channels.models import Channel
from chaoxin.connectors.errors import Reconnect
from chaoxin.connectors.values import Reading, ReadingKind
from chaoxin.core import clock

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def plan_account(channel: Channel, *, at: datetime) -> None:
    with clock.frozen(at):
        planning.plan_channel(channel)


def turn_at(at: datetime) -> int:
    with clock.frozen(at):
        done = 0
        while reading.take_turn():
            done += 1
        return done


def test_the_first_reading_of_an_account_asks_for_thirty_days_and_then_for_what_is_missing(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    plan_account(fast, at=NOON)
    platform.account = [
        Reading("followers", 500, ReadingKind.CUMULATIVE),
        Reading("new_followers", 4, ReadingKind.PER_DAY, day="2026-11-22"),
    ]
    turn_at(NOON)
    turn_at(NOON + HOUR)
    assert platform.days_asked == [("2026-10-24", "2026-11-23"), ("2026-11-23", "2026-11-23")]
    # The next day, before and after eight in the morning in Shanghai.
    turn_at(NOON + 13 * HOUR)
    turn_at(NOON + 21 * HOUR)
    assert platform.days_asked[2:] == [("2026-11-24", "2026-11-24"), ("2026-11-21", "2026-11-24")]


def test_a_day_that_the_platform_leaves_out_is_a_gap(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    plan_account(fast, at=NOON - DAY)
    for day, known in ((23, "2026-11-22"), (25, "2026-11-24")):
        platform.account = [Reading("new_followers", 4, ReadingKind.PER_DAY, day=known)]
        turn_at(datetime(2026, 11, day, 2, 0, tzinfo=NOON.tzinfo))
    gap = ReadingGap.objects.get(delivery=None, reason__contains="没有给出")
    assert clock.day_bounds(TODAY, "Asia/Shanghai") == (gap.starts_at, gap.ended_at)
    assert [str(day) for day in AccountDay.objects.order_by("day").values_list("day", flat=True)] == [
        "2026-11-22",
        "2026-11-24",
    ]


def test_an_account_that_cannot_be_read_keeps_its_gap_open(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    plan_account(fast, at=NOON)
    platform.account_error = Reconnect("请重新授权")
    turn_at(NOON)
    turn_at(NOON + 31 * MINUTE)
    gap = ReadingGap.objects.get()
    assert (gap.starts_at, gap.ended_at, gap.remedy) == (NOON, None, "reconnect")
    assert ChannelReadingPlan.objects.get().sentence == "请重新授权"
