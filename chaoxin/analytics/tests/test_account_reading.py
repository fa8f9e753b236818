from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.analytics import claiming, planning, reading
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


def shown_to(cast: Cast, channel: Channel, *, at: datetime) -> str:
    with clock.frozen(at):
        answer = sign_in(cast.owner).get(f"/w/demo/slots/channel-readings/{channel.pk}/")
    return str(answer.content.decode())


def test_who_asks_for_a_reading_sees_that_it_waits_and_then_what_came(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    plan_account(fast, at=NOON)
    platform.account = [
        Reading("followers", 500, ReadingKind.CUMULATIVE),
        Reading("new_followers", 4, ReadingKind.PER_DAY, day="2026-11-22"),
    ]
    with clock.frozen(NOON):
        planning.ask_account(fast, by=cast.owner)
    waiting = shown_to(cast, fast, at=NOON + timedelta(seconds=2))
    assert "已排队" in waiting
    assert 'hx-trigger="every 2s"' in waiting
    ChannelReadingPlan.objects.update(leased_until=NOON + MINUTE)
    assert "正在向平台读取" in shown_to(cast, fast, at=NOON + timedelta(seconds=3))
    ChannelReadingPlan.objects.update(leased_until=NOON)
    turn_at(NOON + timedelta(seconds=4))
    done = shown_to(cast, fast, at=NOON + timedelta(seconds=5))
    assert "读到 2 个数值，按天的数据到 11-22" in done
    assert "every 2s" not in done


def test_a_reading_that_fails_or_that_nobody_takes_up_says_so(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    plan_account(fast, at=NOON)
    with clock.frozen(NOON):
        planning.ask_account(fast, by=cast.owner)
    assert "后台程序可能没有在运行" in shown_to(cast, fast, at=NOON + 2 * MINUTE)
    platform.account_error = Reconnect("授权已取消。")
    turn_at(NOON + 3 * MINUTE)
    failed = shown_to(cast, fast, at=NOON + 3 * MINUTE)
    assert "授权已取消" in failed
    assert "已排队" not in failed


def test_what_a_person_asks_for_may_use_what_is_kept_for_people(cast: Cast, fast: Channel) -> None:
    plan_account(fast, at=NOON)
    with clock.frozen(NOON):
        planning.ask_account(fast, by=cast.owner)
        turn = claiming.claim()
    assert turn
    assert turn.urgent
