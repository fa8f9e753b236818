from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext.borders import is_ordinary
from chaoxin.zhtext.lexicon import Lexicon, Variant, Word
from chaoxin.zhtext.restoring import restored
from chaoxin.zhtext.scanning import Scanner
from chaoxin.zhtext.siblings import EVERYDAY, siblings

WORDS = ("最好的", "奶茶", "理财", "最便宜")
SCANNER = Scanner(Lexicon([Word(word, word) for word in WORDS]))


def test_words_in_disguise_are_written_out() -> None:
    text = "蕞好的，zui便宜的女乃茶"
    made = restored(text, SCANNER.scan(text))
    assert made is not None
    assert made.text == "最好的，最便宜的奶茶"
    at = made.text.index("最便宜")
    assert text[slice(*made.span(at, at + 3))] == "zui便宜"
    assert [one.word.text for one in made.disguised(at, at + 3)] == ["最便宜"]
    assert made.disguised(3, 4) == ()


def test_a_text_without_disguise_is_none() -> None:
    assert restored("最好的奶茶", SCANNER.scan("最好的奶茶")) is None
    assert restored("今天上新", []) is None


@given(
    st.lists(
        st.sampled_from([*WORDS, "蕞好的", "zui便宜", "li财", "女乃茶", "，", "好", "x", "😀"]), max_size=12
    )
)
def test_every_place_leads_back_to_the_source(pieces: list[str]) -> None:
    text = "".join(pieces)
    made = restored(text, SCANNER.scan(text))
    if made is None:
        return
    last = 0
    for place in range(len(made.text)):
        start, end = made.span(place, place + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last
        last = start
        if not made.disguised(place, place + 1):
            assert text[start:end] == made.text[place]


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("微信咨询", "微信恣询"),
        ("内幕消息", "丙幕消息"),
        ("低息贷款", "低恩贷款"),
        ("微信咨询", "徽倍咨询"[:1] + "信咨询"),
    ],
)
def test_what_the_eye_takes_for_a_word_is_found(word: str, written: str) -> None:
    (one,) = Scanner(Lexicon([Word(word)])).scan(f"今天，{written}，来看")
    assert one.word.text == word
    assert one.variant in (Variant.FOLDED, Variant.HOMOPHONE)


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("国家级", "国家机关"),
        ("国际级", "国际机场"),
        ("治咳嗽", "开始咳嗽"),
        ("最高级", "最高纪录"),
        ("王八", "二十八天"),
    ],
)
def test_nothing_is_read_across_ordinary_words(word: str, text: str) -> None:
    assert Scanner(Lexicon([Word(word)])).scan(text) == []


@pytest.mark.parametrize(
    ("word", "text"), [("国家级", "国家机品质"), ("治咳嗽", "始咳嗽"), ("稳赚不赔", "稳赚不陪")]
)
def test_the_same_at_no_border_of_words_is_found(word: str, text: str) -> None:
    (one,) = Scanner(Lexicon([Word(word)])).scan(text)
    assert one.word.text == word


def test_a_word_over_a_border_that_leaves_no_word_is_only_less_sure() -> None:
    scanner = Scanner(Lexicon([Word("稳赚不赔")]))
    (free,), (bound,) = scanner.scan("稳赚不陪，来"), scanner.scan("稳赚不陪伴")
    assert bound.confidence < free.confidence


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("抢优惠券", "扌仓.you 会*券"), ("私信下单", "si 亻言xia丹"), ("快速瘦身", "忄夬宿疒叟身"),
        ("内幕消息", "内幕萧自心"), ("添加微信", "添加wei亻言"), ("加QQ群", "嘉QQ裙"), ("PS5代购", "PS5带够"),
        ("秒到账", "我秒\n天到\n到账"),
        ("办假证", "办j证"), ("信用卡套现", "信用k套现"),
        ("时时彩", "时时采"), ("七天美白", "七面\n天天\n美天\n白"), ("厂家直销", "厂.家·十·且·钅 肖"),
    ],
)  # fmt: skip
def test_several_disguises_of_one_word_are_found_together(word: str, text: str) -> None:
    assert [one.word.text for one in Scanner(Lexicon([Word(word)])).scan(text)] == [word]


def test_common_words_are_known_and_nobody_takes_everyday_characters_for_others() -> None:
    assert is_ordinary("机场")
    assert is_ordinary("计划")
    assert not is_ordinary("级品")
    assert not is_ordinary("机")
    assert not EVERYDAY.intersection("".join(map(siblings, "最大国家治疗于小")))


def test_repetitions_up_to_the_end_belong_to_the_span() -> None:
    text = "加 加 微 微 信 信"
    (one,) = Scanner(Lexicon([Word("加微信")])).scan(text)
    assert text[one.start : one.end] == text
