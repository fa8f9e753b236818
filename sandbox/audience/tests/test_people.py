from collections import Counter
from functools import cache
from itertools import pairwise

import pytest

from sandbox.audience import AccountFacts, Act, account_acts_between
from sandbox.audience.fans import roster_of, spammers_of
from sandbox.audience.person import Person
from sandbox.audience.rhythm import DAY
from sandbox.audience.tests.examples import MONDAY_TEN, PLATFORMS, SEED, a_post, an_account, lives_of


@cache
def _comments() -> tuple[Act, ...]:
    posts = [a_post(number, published_at=MONDAY_TEN + number * DAY) for number in range(60)]
    return tuple(act for act in lives_of(posts, intensity=2.0) if act.kind == "comment")


@cache
def _account_acts() -> tuple[Act, ...]:
    return tuple(
        account_acts_between(
            an_account(), since=MONDAY_TEN, until=MONDAY_TEN + 60 * DAY, seed=SEED, intensity=1.0
        )
    )


@pytest.mark.parametrize("platform", PLATFORMS)
def test_there_are_thousands_of_nicknames_and_each_is_one_person(platform: str) -> None:
    everybody = (*roster_of(platform), *spammers_of(platform))
    assert len(everybody) > 7000
    assert len({person.name for person in everybody}) == len(everybody)
    assert len({person.key for person in everybody}) == len(everybody)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nicknames_are_short_and_well_formed(platform: str) -> None:
    for person in (*roster_of(platform), *spammers_of(platform)):
        assert 2 <= len(person.name) <= 14, person.name
        assert not set(person.name) & set("{} \n"), person.name


def test_a_nickname_keeps_its_key_in_every_run() -> None:
    assert Person.called("慢吞吞的海獭", platform="weibo").key == "5c6b154dd8b15f92"
    assert Person.called("慢吞吞的海獭", platform="wechat").key != "5c6b154dd8b15f92"


def test_a_few_fans_write_much_and_most_write_once() -> None:
    counted = Counter(act.person_key for act in _comments() if act.tone != "spam")
    once = sum(number == 1 for number in counted.values())
    assert once > 0.5 * len(counted)
    devoted = counted.most_common(len(counted) // 20)
    assert sum(number for _, number in devoted) > 0.15 * counted.total()


def test_fans_come_back_to_other_posts_and_also_write_privately() -> None:
    days: dict[str, set[float]] = {}
    for act in _comments():
        days.setdefault(act.person_key, set()).add(act.at // DAY)
    assert sum(len(on) >= 3 for on in days.values()) >= 10
    writers = {act.person_key for act in _account_acts() if act.kind == "message"}
    assert len(writers & days.keys()) >= 10


def test_advertisers_do_nothing_else() -> None:
    spammers = {person.key for person in spammers_of("wechat")}
    for act in (*_comments(), *_account_acts()):
        if act.person_key and act.text:
            assert (act.person_key in spammers) == (act.tone == "spam")


def test_two_accounts_have_different_devotees_and_some_in_common() -> None:
    def devotees(account: str) -> set[str]:
        acts = account_acts_between(
            AccountFacts(key=account, platform="wechat", followers=300_000),
            since=MONDAY_TEN,
            until=MONDAY_TEN + 20 * DAY,
            seed=SEED,
            intensity=1.0,
        )
        counted = Counter(act.person_key for act in acts if act.kind == "message" and act.tone != "spam")
        return {key for key, _ in counted.most_common(40)}

    here, there = devotees("tide"), devotees("gift-shop")
    assert 0 < len(here & there) < 25


def test_most_who_leave_have_followed_before() -> None:
    followed: set[str] = set()
    known = 0
    left = 0
    for act in _account_acts():
        if act.kind == "follow":
            followed.add(act.person_key)
        elif act.kind == "unfollow" and act.at > MONDAY_TEN + 40 * DAY:
            left += 1
            known += act.person_key in followed
    assert known > 0.85 * left > 0


def test_a_greeting_is_followed_by_the_matter_from_the_same_person() -> None:
    messages = [act for act in _account_acts() if act.kind == "message"]
    pairs = [
        (first, second)
        for first, second in pairwise(messages)
        if first.person_key == second.person_key and second.at - first.at < 60
    ]
    assert len(pairs) >= 10
    assert all(first.tone == "chat" and second.tone != "chat" for first, second in pairs)
