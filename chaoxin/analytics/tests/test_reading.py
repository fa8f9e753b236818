from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import claiming, gaps, planning, reading
from chaoxin.analytics.models import ChannelReadingPlan, PostReading, PostReadingPlan, ReadingGap
from chaoxin.analytics.testing.scene import DAY, NOON, MeasuredPlatform, channel_in, live_post
from chaoxin.channels.models import Channel
from chaoxin.connectors.errors import AskPlatform, Reconnect, Wait
from chaoxin.core import clock
from chaoxin.core.announcing import announce, dispatch_pending
from chaoxin.publishing import facts
from chaoxin.publishing.models import Delivery

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def post_on(cast: Cast, channel: Channel, post_id: str, *, published_at: datetime = NOON) -> Delivery:
    delivery = live_post(channel, author=cast.editor, published_at=published_at, post_id=post_id)
    with clock.frozen(published_at):
        planning.begin(delivery)
    return delivery


def turn_at(at: datetime) -> int:
    with clock.frozen(at):
        done = 0
        while reading.take_turn():
            done += 1
        return done


def test_a_published_post_is_read_on_its_schedule(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    platform.posts = {"p1": {"likes": 3, "comments": 1}}
    delivery = live_post(fast, author=cast.editor, post_id="p1")
    with clock.frozen(NOON):
        announce(facts.PUBLISHED, workspace_id=cast.workspace.pk, subject=delivery)
        dispatch_pending()
        dispatch_pending()
    assert turn_at(NOON + 30 * timedelta(seconds=1)) == 1  # the account's own figures
    assert platform.calls == []
    assert turn_at(NOON + MINUTE) == 1
    assert turn_at(NOON + MINUTE) == 0
    platform.posts = {"p1": {"likes": 5, "comments": 1}}
    assert turn_at(NOON + 5 * MINUTE) == 1
    likes = PostReading.objects.filter(delivery=delivery, metric="likes").order_by("at")
    assert [(row.at, row.value) for row in likes] == [(NOON + MINUTE, 3), (NOON + 5 * MINUTE, 5)]
    plan = PostReadingPlan.objects.get()
    assert (plan.step, plan.next_read_at) == (2, NOON + 10 * MINUTE)
    assert not any(platform.urgencies)


def test_posts_of_one_channel_are_read_together(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    for number in range(3):
        post_on(cast, fast, f"p{number}")
    turn_at(NOON + MINUTE)
    assert [sorted(asked) for asked in platform.calls] == [["p0", "p1", "p2"]]


def test_a_tight_quota_spaces_the_readings(cast: Cast, channel: Channel, platform: MeasuredPlatform) -> None:
    platform.posts = {"p1": {"likes": 1}, "p2": {"likes": 1}}
    post_on(cast, channel, "p1")
    turn_at(NOON + MINUTE)
    post_on(cast, channel, "p2", published_at=NOON + 30 * MINUTE)
    for minutes in (2, 5, 31, 60, 90):
        turn_at(NOON + minutes * MINUTE)
    assert len(platform.calls) == 1
    turn_at(NOON + MINUTE + 2 * HOUR)
    assert [sorted(asked) for asked in platform.calls] == [["p1"], ["p1", "p2"]]
    assert not ReadingGap.objects.exists()


def test_readings_that_had_to_wait_are_a_gap_and_nothing_is_invented(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    post = post_on(cast, fast, "p1")
    until = NOON + 3 * HOUR
    platform.post_error = Wait("额度用完", until=until)
    turn_at(NOON + MINUTE)
    gap = ReadingGap.objects.get(delivery=post)
    assert (gap.starts_at, gap.ended_at, gap.reason) == (NOON + MINUTE, None, "额度用完")
    assert turn_at(NOON + HOUR) == 0
    assert len(platform.calls) == 1
    platform.post_error, platform.posts = None, {"p1": {"likes": 9}}
    turn_at(until)
    gap.refresh_from_db()
    assert gap.ended_at == until
    assert PostReading.objects.count() == 1


def test_a_short_stumble_is_no_gap(cast: Cast, fast: Channel, platform: MeasuredPlatform) -> None:
    post_on(cast, fast, "p1")
    turn_at(NOON + 60 * MINUTE)
    ReadingGap.objects.all().delete()
    platform.post_error = RuntimeError("a cut connection")
    turn_at(NOON + 120 * MINUTE)
    platform.post_error, platform.posts = None, {"p1": {"likes": 9}}
    turn_at(NOON + 123 * MINUTE)
    assert not ReadingGap.objects.filter(delivery__isnull=False).exists()
    assert PostReading.objects.count() == 1


def test_a_worker_that_stood_still_leaves_a_gap(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    platform.posts = {"p1": {"likes": 9}}
    post = post_on(cast, fast, "p1")
    turn_at(NOON + MINUTE)
    turn_at(NOON + 5 * HOUR)
    gap = ReadingGap.objects.get(delivery=post)
    assert gap.reason == gaps.LATE_REASON
    assert gap.ended_at == NOON + 5 * HOUR


def test_one_post_that_cannot_be_read_hinders_no_other(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    good, bad = post_on(cast, fast, "good"), post_on(cast, fast, "bad")
    platform.posts, platform.broken_posts = {"good": {"likes": 1}}, {"bad"}
    for minutes in (1, 5, 15, 40, 90):
        turn_at(NOON + minutes * MINUTE)
    # Both failed together twice; then each is asked about by itself.
    assert PostReading.objects.filter(delivery=good).exists()
    assert not PostReading.objects.filter(delivery=bad).exists()
    assert ReadingGap.objects.filter(delivery=bad, ended_at=None).exists()
    assert not ReadingGap.objects.filter(delivery=good, ended_at=None).exists()


@pytest.mark.parametrize("error", [Reconnect("请重新授权"), AskPlatform("平台不给看")])
def test_one_broken_channel_hinders_no_other(
    cast: Cast, fast: Channel, platform: MeasuredPlatform, error: Exception
) -> None:
    other = channel_in(cast, "另一个账号")
    post_on(cast, fast, "p1")
    post_on(cast, other, "p2")
    platform.post_error = error
    assert turn_at(NOON + MINUTE) == 2
    assert turn_at(NOON + 20 * MINUTE) == 0
    assert set(ChannelReadingPlan.objects.values_list("sentence", flat=True)) == {""}
    assert set(PostReadingPlan.objects.values_list("sentence", flat=True)) == {error.args[0]}


def test_a_channel_that_recovers_is_read_at_once(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    post_on(cast, fast, "p1")
    platform.post_error = Reconnect("请重新授权")
    turn_at(NOON + MINUTE)
    platform.post_error, platform.posts = None, {"p1": {"likes": 9}}
    with clock.frozen(NOON + 2 * MINUTE):
        planning.read_again_soon(fast)
    turn_at(NOON + 2 * MINUTE)
    assert PostReading.objects.count() == 1


def test_a_person_who_asks_is_served_before_the_turn(
    cast: Cast, channel: Channel, platform: MeasuredPlatform
) -> None:
    post = post_on(cast, channel, "p1")
    turn_at(NOON + MINUTE)
    with clock.frozen(NOON + 3 * MINUTE):
        planning.ask(post, by=cast.analyst)
        planning.ask(post, by=cast.analyst)
    turn_at(NOON + 3 * MINUTE)
    assert len(platform.calls) == 2
    assert platform.urgencies[-1] is True
    turn_at(NOON + 4 * MINUTE)
    assert len(platform.calls) == 2


def test_a_removed_post_is_read_no_more(cast: Cast, fast: Channel, platform: MeasuredPlatform) -> None:
    post = post_on(cast, fast, "p1")
    announce(facts.REMOVED, workspace_id=cast.workspace.pk, subject=post)
    dispatch_pending()
    turn_at(NOON + MINUTE)
    assert platform.calls == []
    with pytest.raises(planning.NotReadable):
        planning.ask(post, by=cast.analyst)


def test_reading_ends_after_thirty_days(cast: Cast, fast: Channel, platform: MeasuredPlatform) -> None:
    platform.posts = {"p1": {"likes": 9}}
    post_on(cast, fast, "p1")
    turn_at(NOON + 29 * DAY + 23 * HOUR)
    assert PostReadingPlan.objects.get().ended_at is not None
    turn_at(NOON + 40 * DAY)
    assert len(platform.calls) == 1


def test_two_workers_never_read_one_channel_at_once(
    cast: Cast, fast: Channel, platform: MeasuredPlatform
) -> None:
    post_on(cast, fast, "p1")
    with clock.frozen(NOON + MINUTE):
        turn = claiming.claim()
        assert turn is not None
        assert claiming.claim() is None
        claiming.let_go(turn)
        assert claiming.claim() is not None
