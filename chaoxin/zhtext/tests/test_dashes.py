from __future__ import annotations

import pytest

from chaoxin.zhtext.dashes import as_strokes, may_be_meant
from chaoxin.zhtext.lexicon import Lexicon, Variant, Word
from chaoxin.zhtext.scanning import Scanner

scanner = Scanner(Lexicon([Word("全国第一"), Word("唯一"), Word("一夜暴富"), Word("第一")]))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        *((f"销量全国第{dash}，", "全国第一") for dash in "—─━－−–丨-"),
        ("我们是唯—的", "唯一"),
        ("想要—夜暴富", "一夜暴富"),
    ],
)
def test_a_dash_stands_for_the_numeral_that_it_looks_like(text: str, word: str) -> None:
    (one,) = (found for found in scanner.scan(text) if found.word.text == word)
    assert one.variant is Variant.FOLDED
    assert plainly(text[one.start : one.end]) == word


@pytest.mark.parametrize(
    "text", ["第——", "第-1 名", "第—2 项", "不是——夜暴富", "2020—夜暴富", "第…", "全国第—一"]
)
def test_a_dash_that_goes_on_or_parts_is_a_dash(text: str) -> None:
    assert as_strokes([text]) == [text]


def test_texts_without_one_are_left_alone() -> None:
    texts = ["全国第一", "a-b"]
    assert as_strokes(texts) is texts
    assert as_strokes(["第—", "第二"]) == ["第ー", "第二"]


def test_only_words_with_such_a_numeral_ask_for_dashes() -> None:
    assert [may_be_meant(word) for word in ("全国第一", "一次根治", "加微信", "一")] == [
        True,
        True,
        False,
        False,
    ]
    assert Scanner(Lexicon([Word("第三")])).scan("全国第—") == []


def plainly(written: str) -> str:
    return "".join("一" if sign in "—─━－−–丨-" else sign for sign in written)
