import pytest

from sandbox.audience import account_acts_between
from sandbox.audience.rhythm import DAY, HOUR, POST_LIFE, SHANGHAI_OFFSET, clock_factor, post_buckets
from sandbox.audience.tests.examples import (
    MONDAY_MIDNIGHT,
    MONDAY_TEN,
    PLATFORMS,
    SEED,
    a_post,
    an_account,
    life_of,
    lives_of,
    totals,
)

FIRST_DAY_SHARE = {"wechat": (0.70, 0.88), "weibo": (0.85, 0.97)}


@pytest.mark.parametrize("platform", PLATFORMS)
def test_most_reads_come_in_the_first_day(platform: str) -> None:
    acts = lives_of(a_post(number, platform=platform) for number in range(20))
    early = totals(act for act in acts if act.at < MONDAY_TEN + DAY)["read"]
    low, high = FIRST_DAY_SHARE[platform]
    assert low < early / totals(acts)["read"] < high


@pytest.mark.parametrize("platform", PLATFORMS)
def test_interest_fades_from_day_to_day(platform: str) -> None:
    acts = lives_of(a_post(number, platform=platform) for number in range(20))
    days = [
        totals(act for act in acts if 0 <= act.at - MONDAY_TEN - day * DAY < DAY)["read"] for day in range(7)
    ]
    assert days[0] > 3 * days[1] > 3 * days[2]
    assert days[2] > days[4] > days[6] > 0


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_fresh_post_is_read_from_the_first_minutes(platform: str) -> None:
    acts = lives_of(a_post(number, platform=platform) for number in range(10))
    first_minutes = totals(act for act in acts if act.at < MONDAY_TEN + 600)["read"]
    assert 0.005 < first_minutes / totals(acts)["read"] < 0.15


@pytest.mark.parametrize("platform", PLATFORMS)
def test_people_sleep_at_night(platform: str) -> None:
    by_hour = [0] * 24
    for act in lives_of(a_post(number, platform=platform, followers=100_000) for number in range(10)):
        if act.at > MONDAY_TEN + DAY:
            by_hour[int((act.at + SHANGHAI_OFFSET) % DAY // HOUR)] += act.count
    night = sum(by_hour[2:5]) / 3
    evening = sum(by_hour[20:23]) / 3
    assert night < 0.2 * evening


def test_a_post_in_the_dead_of_night_is_read_less_than_one_in_the_evening() -> None:
    night, evening = (
        totals(lives_of(a_post(number, published_at=MONDAY_MIDNIGHT + hour * HOUR) for number in range(10)))
        for hour in (2, 20)
    )
    assert night["read"] < evening["read"]


def test_wechat_is_quieter_at_the_weekend_and_weibo_is_not() -> None:
    def noon(platform: str, weekday: int) -> float:
        return clock_factor(platform, MONDAY_MIDNIGHT + weekday * DAY + 12 * HOUR)

    assert noon("wechat", 5) < 0.95 * noon("wechat", 1)
    assert noon("weibo", 5) > noon("weibo", 1)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_shapes_redistribute_and_add_nothing(platform: str) -> None:
    buckets = post_buckets(platform)
    assert sum(bucket.share for bucket in buckets) == pytest.approx(1.0)
    assert buckets[-1].start + buckets[-1].width == POST_LIFE
    week = [clock_factor(platform, MONDAY_MIDNIGHT + slot * 600) for slot in range(1008)]
    assert sum(week) / 1008 == pytest.approx(1.0)


def test_reads_grow_with_intensity_and_with_followers() -> None:
    usual = totals(life_of(a_post()))["read"]
    assert totals(life_of(a_post(), intensity=4.0))["read"] == pytest.approx(4 * usual, rel=0.1)
    assert totals(life_of(a_post(followers=80_000)))["read"] == pytest.approx(4 * usual, rel=0.15)


def test_a_post_of_an_account_without_followers_is_read_all_the_same() -> None:
    assert totals(life_of(a_post(followers=0)))["read"] > 5


def test_an_account_grows_slowly_and_loses_some() -> None:
    acts = account_acts_between(
        an_account(), since=MONDAY_TEN, until=MONDAY_TEN + 28 * DAY, seed=SEED, intensity=1.0
    )
    counted = totals(acts)
    assert 20_000 * 0.02 < counted["follow"] < 20_000 * 0.12
    assert 0.3 * counted["follow"] < counted["unfollow"] < counted["follow"]
    assert 28 < counted["message"] < 28 * 15
