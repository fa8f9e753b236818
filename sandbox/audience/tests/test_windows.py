import subprocess
import sys
from itertools import pairwise
from random import Random

import pytest

from sandbox.audience import AccountFacts, Act, PostFacts, account_acts_between, acts_between
from sandbox.audience.rhythm import DAY, HOUR, MINUTE
from sandbox.audience.tests.examples import MONDAY_TEN, PLATFORMS, SEED, a_post, an_account, life_of

WEEK_OF_CUTS = [MONDAY_TEN + offset for offset in (0, MINUTE, HOUR, HOUR + 600, DAY, DAY + HOUR, 7 * DAY)]


def _post_acts(post: PostFacts, since: float, until: float, *, intensity: float = 1.0) -> list[Act]:
    return acts_between(post, since=since, until=until, seed=SEED, intensity=intensity)


def _account_acts(account: AccountFacts, since: float, until: float) -> list[Act]:
    return account_acts_between(account, since=since, until=until, seed=SEED, intensity=1.0)


def _random_cuts(begin: float, end: float) -> list[float]:
    dice = Random(3)
    return sorted([begin, end, *(dice.uniform(begin, end) for _ in range(60))])


@pytest.mark.parametrize("platform", PLATFORMS)
def test_the_same_question_gets_the_same_answer(platform: str) -> None:
    assert life_of(a_post(platform=platform)) == life_of(a_post(platform=platform))


def test_another_interpreter_gives_the_same_answer() -> None:
    program = (
        "from sandbox.audience.tests.examples import a_post, life_of;"
        "import hashlib; print(hashlib.sha256(repr(life_of(a_post())).encode()).hexdigest())"
    )
    answers = {
        subprocess.run(
            [sys.executable, "-c", program],
            check=True,
            capture_output=True,
            env={"PYTHONHASHSEED": hash_seed, "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for hash_seed in ("1", "2")
    }
    assert len(answers) == 1


def test_another_seed_gives_another_story() -> None:
    assert life_of(a_post(), seed=1) != life_of(a_post(), seed=2)


@pytest.mark.parametrize("platform", PLATFORMS)
@pytest.mark.parametrize("cuts", [WEEK_OF_CUTS, _random_cuts(MONDAY_TEN - DAY, MONDAY_TEN + 8 * DAY)])
def test_windows_on_a_post_add_up(platform: str, cuts: list[float]) -> None:
    post = a_post(platform=platform)
    parts = [act for since, until in pairwise(cuts) for act in _post_acts(post, since, until, intensity=2.5)]
    assert parts == _post_acts(post, cuts[0], cuts[-1], intensity=2.5)
    assert len(parts) > 100


def test_windows_that_begin_at_an_act_add_up() -> None:
    whole = life_of(a_post())
    end = MONDAY_TEN + 8 * DAY
    for act in whole[::25]:
        before = _post_acts(a_post(), MONDAY_TEN, act.at)
        assert before + _post_acts(a_post(), act.at, end) == whole


@pytest.mark.parametrize("platform", PLATFORMS)
def test_windows_on_an_account_add_up(platform: str) -> None:
    account = an_account(platform)
    cuts = [*_random_cuts(MONDAY_TEN, MONDAY_TEN + 5 * DAY)]
    parts = [act for since, until in pairwise(cuts) for act in _account_acts(account, since, until)]
    assert parts == _account_acts(account, cuts[0], cuts[-1])
    assert len(parts) > 50


def test_acts_come_in_order_and_inside_the_window() -> None:
    since, until = MONDAY_TEN + HOUR, MONDAY_TEN + 5 * HOUR
    times = [act.at for act in _post_acts(a_post(), since, until)]
    assert times == sorted(times)
    assert since <= times[0]
    assert times[-1] < until


def test_nothing_happens_before_publication_or_after_a_week() -> None:
    post = a_post()
    assert _post_acts(post, MONDAY_TEN - 30 * DAY, MONDAY_TEN) == []
    assert _post_acts(post, MONDAY_TEN + 7 * DAY + 1, MONDAY_TEN + 60 * DAY) == []


def test_at_zero_intensity_nobody_acts() -> None:
    assert life_of(a_post(), intensity=0.0) == []
    window = {"since": MONDAY_TEN, "until": MONDAY_TEN + DAY}
    assert account_acts_between(an_account(), **window, seed=SEED, intensity=0.0) == []


def test_one_follower_more_leaves_the_other_acts_of_an_account_as_they_were() -> None:
    until = MONDAY_TEN + 3 * DAY
    follows = [
        [
            act
            for act in _account_acts(an_account(followers=number), MONDAY_TEN, until)
            if act.kind != "unfollow"
        ]
        for number in (20_000, 20_001)
    ]
    assert len(set(follows[0]) ^ set(follows[1])) <= 1


def test_an_unknown_platform_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"'pigeon'.*wechat.*weibo"):
        life_of(a_post(platform="pigeon"))
