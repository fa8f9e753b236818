from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext.hotwords import Background, hot_words

USUAL = (
    "今天去店里喝了一杯拿铁，味道和以前一样稳定",
    "排队的人不多，店员态度很好，推荐大家来试试",
    "新出的杯子颜色有点普通，包装倒是很用心",
    "下午和朋友约在店里聊天，环境安静，适合办公",
    "会员日买一送一，和同事一起拼了两杯拿铁",
    "外卖送到的时候已经凉了，客服给退了十块钱",
    "周末带孩子来店里，甜品种类多，孩子很喜欢",
    "价格比上个月贵了两块，味道没什么变化",
)
LAUNCH = (
    "小蓝杯联名款今天开卖，排队的人绕了两圈",
    "有没有人能代买小蓝杯联名款，我们这里断货了",
    "小蓝杯联名款的包装也太好看了吧",
    "为了小蓝杯联名款早起，店员说每人限购两个",
    "小蓝杯联名又断货，客服说下周补货",
)


def stream(usual: int, launch: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    texts = [chance.choice(USUAL) for _text in range(usual)] + [
        chance.choice(LAUNCH) for _text in range(launch)
    ]
    chance.shuffle(texts)
    return texts


def test_a_new_word_is_found_whole_and_first() -> None:
    found = hot_words(stream(300, 40), Background(stream(3_000, 0, seed=2)))
    assert found[0].word in ("小蓝杯联名", "小蓝杯联名款")
    assert found[0].texts > 25
    assert found[0].before == 0
    assert not [hot for hot in found if hot.word in ("小蓝杯", "蓝杯", "联名", "蓝杯联名")]


def test_what_is_said_as_often_as_ever_is_not_hot() -> None:
    words = {hot.word for hot in hot_words(stream(300, 40), Background(stream(3_000, 0, seed=2)))}
    assert not words & {"店里", "味道", "拿铁", "朋友", "会员日"}
    assert hot_words(stream(300, 0), Background(stream(3_000, 0, seed=2))) == []


def test_a_known_word_that_is_said_much_more_often_is_hot() -> None:
    texts = [*stream(200, 0), *["又断货了，等了一周还是断货"] * 30]
    background = Background([*stream(3_000, 0, seed=2), *["这款断货了"] * 30])
    found = {hot.word: hot for hot in hot_words(texts, background)}
    assert found["断货"].before == 30
    assert 10 < found["断货"].growth < 20


def test_latin_words_and_other_writing_are_counted_as_one() -> None:
    texts = [*stream(200, 0), *["ＡＢＣＤ-9 开箱"] * 4, *["abcd-9 开箱"] * 4, *["聯動 Abcd-9"] * 4]
    found = {hot.word: hot.texts for hot in hot_words(texts, Background(stream(2_000, 0, seed=2)))}
    assert found["abcd-9"] == 12


MIXED = {
    "早c晚a": ("开始早C晚A的第一周", "早C晚A真的管用吗", "敏感肌能早C晚A吗", "早c晚a攻略，新手看"),
    "y2k风": ("今年流行Y2K风", "Y2K风穿搭来了", "这个Y2K风好看", "想试试y2k风"),
    "小v脸": ("小V脸怎么练", "三天练出小V脸", "想要小V脸的看过来", "她的小v脸"),
    "k歌": ("周末K歌去", "一起K歌吗", "公司年会K歌", "k歌房推荐"),
}


@pytest.mark.parametrize("word", MIXED)
def test_words_of_chinese_and_latin_letters_are_found_whole(word: str) -> None:
    texts = [*stream(200, 0), *MIXED[word] * 4]
    found = {hot.word: hot.texts for hot in hot_words(texts, Background(stream(2_000, 0, seed=2)))}
    assert found[word] == 16
    assert not [other for other in found if other in word and other != word]


def test_a_mixed_word_longer_than_what_is_counted_is_found_whole() -> None:
    texts = [*stream(200, 0), "全套早C晚A护肤，先试一周", "问，早C晚A护肤好吗", "说说早C晚A护肤"] * 4
    words = [hot.word for hot in hot_words(texts, Background(stream(2_000, 0, seed=2)))]
    assert "早c晚a护肤" in words
    assert not [word for word in words if word in "早c晚a护肤" and word != "早c晚a护肤"]


def test_a_letter_of_a_longer_word_makes_no_mixed_one() -> None:
    texts = [*stream(200, 0), *["OK歌厅关门了", "BOOK歌单更新"] * 8]
    words = {hot.word for hot in hot_words(texts, Background(stream(2_000, 0, seed=2)))}
    assert not words & {"k歌", "k歌厅", "k歌单"}


def test_a_mixed_word_that_is_said_as_often_as_ever_is_not_hot() -> None:
    texts = [*stream(200, 0), *MIXED["k歌"] * 4]
    background = Background([*stream(2_000, 0, seed=2), *MIXED["k歌"] * 40])
    assert "k歌" not in {hot.word for hot in hot_words(texts, background)}


def test_links_and_mentions_are_no_words() -> None:
    texts = [*stream(200, 0), *["看这里 https://example.com/abcdef @somebody"] * 20]
    words = {hot.word for hot in hot_words(texts, Background(stream(2_000, 0, seed=2)))}
    assert not words & {"https", "example", "com", "abcdef", "somebody"}


def test_the_background_is_bounded_and_keeps_what_is_common() -> None:
    chance = random.Random(3)
    background = Background(most=2_000)
    background.add(
        "拿铁" + "".join(chance.choices("一丁七万丈三上下不与丐丑专且世丘丙业丛东", k=12))
        for _text in range(500)
    )
    assert len(background._counts) <= 2_000
    assert background.count("拿铁") == 500


@given(st.lists(st.text(max_size=30), max_size=8), st.lists(st.text(max_size=30), max_size=8))
def test_any_texts_are_read(texts: list[str], before: list[str]) -> None:
    for hot in hot_words(texts, Background(before), least=1):
        assert 1 <= hot.texts <= len(texts)
        assert 0 <= hot.before <= len(before)


def test_a_latin_word_inside_another_is_not_counted() -> None:
    said = [f"said again {number}" for number in range(1000)]
    found = hot_words([f"ai 真好 {number}" for number in range(12)] + said[:300], Background(said))
    assert [one.texts for one in found if one.word == "ai"] == [12]
