from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.analytics import recording
from chaoxin.analytics.pacing import Status
from chaoxin.analytics.progress import FIGURE_OF_SOURCE, off_track, progress_of
from chaoxin.analytics.testing.scene import channel_in, live_post, measured, measured_day
from chaoxin.channels.models import Channel
from chaoxin.core import clock
from chaoxin.goals import planning
from chaoxin.goals.kpis import CATALOGUE
from chaoxin.goals.models import KpiTarget

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)
# The 16th at midnight in Shanghai: half of the month is over.
HALF = datetime(2026, 11, 15, 16, 0, tzinfo=UTC)


def target_of(
    cast: Cast, kpi: str, wanted: float, *, baseline: float = 0, channels: tuple[Channel, ...] = ()
) -> KpiTarget:
    terms = planning.Terms(kind="awareness", name=f"目标 {kpi}", starts_on=FIRST, ends_on=LAST)
    ids = tuple(str(channel.pk) for channel in channels)
    wish = planning.Target(kpi, Decimal(str(wanted)), Decimal(str(baseline)), ids)
    return planning.set_objective(terms, [wish], by=cast.lead).targets.get()


def gain(channel: Channel, *values: int, metric: str = "new_followers", first: date = FIRST) -> None:
    recording.write_accounts(
        [
            measured_day(channel, metric, value, day=first + number * DAY)
            for number, value in enumerate(values)
        ]
    )


def test_every_source_of_the_catalogue_is_understood() -> None:
    assert {kpi.source for kpi in CATALOGUE.values()} == set(FIGURE_OF_SOURCE)


def test_what_is_counted_up_is_measured_against_a_straight_way(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "followers_gained_month", 300)
    gain(channel, *[10] * 15)
    gain(channel, *[2] * 15, metric="lost_followers")
    with clock.frozen(HALF):
        found = progress_of(target)
    assert (found.current, found.expected, found.forecast) == (120, 150, 240)
    assert found.share == 40
    assert found.status == Status.OFF_TRACK
    assert found.by_day()[:2] == [8, 16]
    assert len(found.by_day()) == 16


def test_figures_that_lag_are_measured_at_their_own_last_day(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "followers_gained_month", 300)
    gain(channel, *[10] * 12)
    with clock.frozen(HALF):
        found = progress_of(target)
    assert found.covered_until == date(2026, 11, 12)
    assert (found.expected, found.forecast, found.status) == (120, 300, Status.ON_TRACK)


def test_an_account_without_daily_figures_counts_by_its_total(cast: Cast, channel: Channel) -> None:
    other = channel_in(cast, "另一个账号")
    target = target_of(cast, "followers_gained_month", 300)
    gain(channel, 5, 5)
    recording.write_accounts(
        [
            measured_day(other, "followers", value, day=FIRST + number * DAY, kind="cumulative")
            for number, value in ((-1, 1000), (0, 1004), (1, 1003))
        ]
    )
    with clock.frozen(HALF):
        assert progress_of(target).current == 13


def test_a_target_counts_only_its_channels(cast: Cast, channel: Channel) -> None:
    other = channel_in(cast, "另一个账号")
    gain(channel, 5)
    gain(other, 70)
    target = target_of(cast, "followers_gained_month", 300, channels=(channel,))
    with clock.frozen(HALF):
        assert progress_of(target).current == 5


def test_a_level_goes_from_baseline_to_target(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "followers_total", 2000, baseline=1000)
    recording.write_accounts([measured(channel, "followers", 1600, at=HALF - timedelta(hours=1))])
    with clock.frozen(HALF):
        found = progress_of(target)
    assert (found.current, found.expected, found.forecast, found.share) == (1600, 1500, 2200, 60)
    assert found.status == Status.ON_TRACK


def test_a_share_is_measured_against_the_target_itself(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "engagement_rate", 5, baseline=3)
    silent = channel_in(cast, "没有阅读数的账号")
    for where, metrics in (
        (channel, {"reads": 1000, "likes": 30, "comments": 6, "shares": 4}),
        (silent, {"likes": 900}),
    ):
        post = live_post(where, author=cast.editor, published_at=HALF - 5 * DAY)
        recording.write_posts([measured(post, name, value, at=HALF - DAY) for name, value in metrics.items()])
    with clock.frozen(HALF):
        found = progress_of(target)
    assert (found.current, found.expected, found.share) == (4, 5, 50)
    assert found.status == Status.OFF_TRACK
    assert found.figure.silent == (silent.pk,)


def test_only_posts_of_the_period_count(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "reads", 1000)
    for published_at, reads in ((HALF - 30 * DAY, 700), (HALF - 5 * DAY, 40)):
        post = live_post(channel, author=cast.editor, published_at=published_at)
        recording.write_posts([measured(post, "reads", reads, at=HALF - DAY)])
    with clock.frozen(HALF):
        assert progress_of(target).current == 40


def test_growth_is_measured_from_the_last_level_before(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "follower_growth_rate_month", 10)
    level = measured_day(channel, "followers", 200, day=FIRST - DAY, kind="cumulative")
    recording.write_accounts([level])
    gain(channel, 4, 6)
    with clock.frozen(HALF):
        assert progress_of(target).current == 5


def test_nothing_known_is_no_data_and_not_zero(cast: Cast, channel: Channel) -> None:
    target = target_of(cast, "reads", 1000)
    with clock.frozen(HALF):
        found = progress_of(target)
    assert (found.current, found.forecast, found.status) == (None, None, Status.NO_DATA)


@pytest.mark.parametrize(
    ("at", "reads", "status"),
    [
        (HALF - 20 * DAY, 5000, Status.AHEAD),
        (HALF - 14 * DAY, 1, Status.EARLY),
        (HALF, 1000, Status.REACHED),
        (HALF + 20 * DAY, 999, Status.MISSED),
        (HALF + 20 * DAY, 1000, Status.REACHED),
    ],
)
def test_the_status_follows_time_and_value(
    cast: Cast, channel: Channel, at: datetime, reads: int, status: Status
) -> None:
    target = target_of(cast, "reads", 1000)
    post = live_post(channel, author=cast.editor, published_at=HALF - 14 * DAY - timedelta(hours=5))
    recording.write_posts([measured(post, "reads", reads, at=HALF - 14 * DAY - timedelta(hours=1))])
    with clock.frozen(at):
        assert progress_of(target).status == status


def test_targets_that_are_behind_are_listed(cast: Cast, channel: Channel) -> None:
    good, bad = target_of(cast, "followers_gained_month", 100), target_of(cast, "posts_published", 1)
    gain(channel, *[10] * 15)
    recording.write_accounts([measured_day(channel, "published_posts", 0, day=HALF.date() - DAY)])
    with clock.frozen(HALF):
        assert [found.target.pk for found in off_track([good.objective, bad.objective])] == [bad.pk]
