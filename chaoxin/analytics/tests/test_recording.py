from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import recording
from chaoxin.analytics.models import AccountDay, AccountReading, PostDay, PostReading
from chaoxin.analytics.testing.scene import DAY, NOON, TODAY, live_post, measured, measured_day
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Reading, ReadingKind
from chaoxin.publishing.models import Delivery

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def days_of(delivery: Delivery, metric: str = "reads") -> list[tuple[date, Decimal, Decimal | None]]:
    rows = PostDay.objects.filter(delivery=delivery, metric=metric).order_by("day")
    return [(row.day, row.value, row.increase) for row in rows]


def test_a_reading_written_twice_is_one(cast: Cast, channel: Channel) -> None:
    post = live_post(channel, author=cast.editor)
    recording.write_posts([measured(post, "reads", 10, at=NOON + HOUR)] * 2)
    recording.write_posts([measured(post, "reads", 10, at=NOON + HOUR)])
    assert PostReading.objects.count() == 1
    assert days_of(post) == [(TODAY, 10, 10)]


def test_days_come_out_the_same_in_whatever_order_readings_arrive(cast: Cast, channel: Channel) -> None:
    moments = [(NOON + HOUR, 10), (NOON + 2 * HOUR, 25), (NOON + DAY, 40), (NOON + 3 * DAY, 38)]
    wanted = [(TODAY, 25, 25), (TODAY + DAY, 40, 15), (TODAY + 3 * DAY, 38, -2)]
    for order in itertools.permutations(moments):
        post = live_post(channel, author=cast.editor)
        for at, value in order:
            recording.write_posts([measured(post, "reads", value, at=at)])
        assert days_of(post) == wanted


def test_increases_add_up_to_the_last_total(cast: Cast, channel: Channel) -> None:
    post = live_post(channel, author=cast.editor)
    values = [3, 9, 27, 26, 81, 80, 200]
    recording.write_posts(
        [measured(post, "reads", value, at=NOON + number * 11 * HOUR) for number, value in enumerate(values)]
    )
    assert sum(increase or 0 for _day, _value, increase in days_of(post)) == 200


def test_an_increase_over_missing_days_says_since_when(cast: Cast, channel: Channel) -> None:
    post = live_post(channel, author=cast.editor)
    first, later = NOON + HOUR, NOON + 4 * DAY
    recording.write_posts([measured(post, "reads", 10, at=first), measured(post, "reads", 50, at=later)])
    last = PostDay.objects.filter(delivery=post).order_by("day").last()
    assert last is not None
    assert (last.increase, last.since) == (40, first)
    assert [day for day, _value, _increase in days_of(post)] == [TODAY, TODAY + 4 * DAY]


def test_the_first_day_of_an_account_has_no_increase(channel: Channel) -> None:
    recording.write_accounts([measured(channel, "followers", 1000, at=NOON)])
    recording.write_accounts([measured(channel, "followers", 1010, at=NOON + DAY)])
    rows = AccountDay.objects.order_by("day").values_list("value", "increase")
    assert list(rows) == [(1000, None), (1010, 10)]


def test_a_corrected_day_replaces_the_first_value(channel: Channel) -> None:
    early = measured_day(channel, "new_followers", 12, day=TODAY)
    late = recording.Measured(**{**early.__dict__, "value": Decimal(15), "read_at": early.read_at + HOUR})
    recording.write_accounts([early])
    recording.write_accounts([late])
    recording.write_accounts([early])
    assert AccountReading.objects.get().value == 15
    assert AccountDay.objects.get().increase == 15


def test_whole_days_keep_the_day_of_the_platform(cast: Cast, channel: Channel) -> None:
    readings = [
        Reading("new_followers", 7, ReadingKind.PER_DAY, day="2026-11-22"),
        Reading("followers", 900, ReadingKind.CUMULATIVE, day="2026-11-22"),
        Reading("followers", 904, ReadingKind.CUMULATIVE),
    ]
    recording.record_account(channel, readings, at=NOON)
    stored = AccountReading.objects.get(metric="new_followers")
    assert (stored.day, stored.whole_day) == (TODAY - DAY, True)
    assert stored.at == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    followers = (
        AccountDay.objects.filter(metric="followers").order_by("day").values_list("day", "value", "increase")
    )
    assert list(followers) == [(TODAY - DAY, 900, None), (TODAY, 904, 4)]


def test_a_live_total_belongs_to_the_workspace_s_day(cast: Cast, channel: Channel) -> None:
    cast.workspace.timezone = "America/New_York"
    cast.workspace.save()
    channel.refresh_from_db()
    late_evening = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
    recording.record_account(channel, [Reading("followers", 5, ReadingKind.CUMULATIVE)], at=late_evening)
    assert AccountReading.objects.get().day == date(2026, 11, 23)


def test_values_that_are_no_numbers_and_strange_posts_are_left_out(cast: Cast, channel: Channel) -> None:
    post = live_post(channel, author=cast.editor)
    readings = [
        Reading("reads", float("nan"), ReadingKind.CUMULATIVE, post_id="mine"),
        Reading("likes", 3, ReadingKind.CUMULATIVE, post_id="mine"),
        Reading("likes", 9, ReadingKind.CUMULATIVE, post_id="somebody-else-s"),
    ]
    assert recording.record_posts(channel, readings, deliveries={"mine": post.pk}, at=NOON) == {post.pk}
    assert list(PostReading.objects.values_list("metric", "value")) == [("likes", 3)]


def test_what_is_said_of_a_campaign_is_not_said_of_the_account(cast: Cast, channel: Channel) -> None:
    day, kind = TODAY.isoformat(), ReadingKind.PER_DAY
    readings = [
        Reading("ad_clicks", 500, kind, day),
        Reading("ad_clicks", 300, kind, day, campaign_id="88012345"),
        Reading("ad_clicks", 20, kind, day, post_id="66f0a1b2000000001e03c4d5"),
    ]
    recording.record_account(channel, readings, at=NOON + DAY)
    assert [row.value for row in AccountReading.objects.filter(channel=channel)] == [500]
