import pytest

from sandbox.audience import account_acts_between
from sandbox.audience.act import Tone
from sandbox.audience.cues import COMMENT_MIXTURE, MESSAGE_MIXTURE
from sandbox.audience.reception import reception_of
from sandbox.audience.rhythm import DAY
from sandbox.audience.tests.examples import (
    MONDAY_TEN,
    PLAIN_TEXT,
    PLATFORMS,
    SEED,
    a_post,
    an_account,
    life_of,
    lives_of,
    tones,
    totals,
)

SOME = range(30)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_nobody_reacts_before_reading(platform: str) -> None:
    first_read: dict[str, float] = {}
    for act in life_of(a_post(platform=platform), intensity=5.0):
        if act.kind == "read":
            first_read.setdefault(act.person_key, act.at)
        else:
            assert first_read[act.person_key] < act.at


def test_only_reads_of_the_crowd_are_counted_together() -> None:
    for act in life_of(a_post(), intensity=5.0):
        assert act.count >= 1
        assert (act.person_key == "") == (act.person_name == "")
        if act.person_key == "":
            assert act.kind == "read"
        else:
            assert act.count == 1


def test_exactly_comments_and_messages_have_words() -> None:
    for act in lives_of([a_post(number) for number in SOME], intensity=3.0):
        speaks = act.kind in ("comment", "message")
        assert (act.text is not None) == (act.tone is not None) == speaks


@pytest.mark.parametrize("platform", PLATFORMS)
def test_reactions_are_small_parts_of_the_reads(platform: str) -> None:
    counted = totals(lives_of(a_post(number, platform=platform) for number in SOME))
    limits = {"like": 0.06, "share": 0.06, "collect": 0.03, "comment": 0.02, "follow": 0.01, "message": 0.005}
    for kind, limit in limits.items():
        assert 0 < counted[kind] / counted["read"] < limit, kind


def test_the_default_mixture_of_comments() -> None:
    shares = tones(lives_of([a_post(number) for number in range(100)], intensity=4.0), kind="comment")
    assert shares == pytest.approx(COMMENT_MIXTURE, abs=0.02)
    assert sum(COMMENT_MIXTURE.values()) == pytest.approx(1.0)


def test_private_messages_mostly_ask_or_complain() -> None:
    acts = account_acts_between(
        an_account(followers=500_000), since=MONDAY_TEN, until=MONDAY_TEN + 30 * DAY, seed=SEED, intensity=1.0
    )
    shares = tones(acts, kind="message")
    assert shares["consultation"] == pytest.approx(MESSAGE_MIXTURE["consultation"], abs=0.06)
    assert shares["consultation"] + shares["complaint"] + shares["price"] > 0.5


@pytest.mark.parametrize(
    ("text", "tone", "factor"),
    [
        ("海盐乌龙第二杯半价，满减券在会员中心领", "price", 2.0),
        ("关于近日包装渗漏的情况说明，我们向各位致歉", "complaint", 3.0),
        ("新品上新：栀子绿茶", "consultation", 1.25),
        ("转发抽奖，抽10位送潮声礼盒", "chat", 1.4),
    ],
)
def test_words_of_a_post_shift_the_mixture(text: str, tone: Tone, factor: float) -> None:
    acts = lives_of([a_post(number, text=text) for number in range(25)], intensity=4.0)
    assert tones(acts, kind="comment")[tone] > factor * COMMENT_MIXTURE[tone]


@pytest.mark.parametrize(
    ("text", "kind", "factor"),
    [
        ("你最喜欢哪款？评论区聊聊", "comment", 1.5),
        ("转发抽奖，抽10位送潮声礼盒", "comment", 3.0),
        ("转发抽奖，抽10位送潮声礼盒", "share", 4.0),
        ("转发抽奖，抽10位送潮声礼盒", "follow", 2.5),
    ],
)
def test_questions_and_lotteries_raise_reactions(text: str, kind: str, factor: float) -> None:
    usual = totals(lives_of(a_post(number) for number in SOME))[kind]
    assert totals(lives_of(a_post(number, text=text) for number in SOME))[kind] > factor * usual


def test_some_posts_do_far_better_than_others() -> None:
    reads = sorted(totals(life_of(a_post(number)))["read"] for number in range(60))
    assert reads[-3] > 2.5 * reads[3]


def test_comments_under_one_post_hardly_repeat() -> None:
    acts = life_of(a_post(text=PLAIN_TEXT), intensity=10.0)
    texts = [act.text for act in acts if act.kind == "comment" and act.tone == "praise"]
    assert len(texts) > 8
    assert len(set(texts)) == len(texts)


def test_people_speak_of_what_the_post_names() -> None:
    post = a_post(text="荔枝红茶回来了，泉州门店先到")
    texts = [act.text or "" for act in life_of(post, intensity=60.0) if act.kind == "comment"]
    named = sum("荔枝红茶" in text for text in texts)
    assert named > 3 * sum("白桃乌龙" in text for text in texts)
    assert sum("泉州" in text for text in texts) > 3 * sum("郑州" in text for text in texts)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_each_expected_comment_comes_exactly_once(platform: str) -> None:
    for number in range(40):
        post = a_post(number, platform=platform)
        reception = reception_of(post, seed=SEED)
        expected = reception.reads_by[-1] * reception.comment_share
        assert abs(totals(life_of(post))["comment"] - expected) <= 1
