from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chaoxin.zhtext.folding import lightly, tightly
from chaoxin.zhtext.matching import Hit, Text, folded_word


def found(source: str, word: str) -> list[str]:
    return [source[hit.start : hit.end] for hit in Text(source).find_word(folded_word(word))]


@pytest.mark.parametrize(
    ("source", "quoted"),
    [
        ("这是国家级产品", "国家级"),
        ("這是國家級產品", "國家級"),
        ("这是国 家 级产品", "国 家 级"),
        ("这是国\u200b家\u200b级产品", "国\u200b家\u200b级"),
        ("这是国**家**级产品", "国**家**级"),
        ("这是国😀家😀级产品", "国😀家😀级"),
        ("这是国，家，级产品", "国，家，级"),
        ("这是国\n家\n级产品", "国\n家\n级"),
    ],
)
def test_a_disguised_word_is_found_at_its_exact_place(source: str, quoted: str) -> None:
    assert found(source, "国家级") == [quoted]


def test_width_and_case_do_not_matter() -> None:
    assert found("全网ＮＯ．１之选", "no.1") == ["ＮＯ．１"]


@pytest.mark.parametrize("source", ["我们爱国。家级别很高", "出国，家级", "他说最。好吧"])
def test_a_word_is_not_found_across_a_sentence(source: str) -> None:
    assert found(source, "国家级") == []
    assert found(source, "最好") == []


def test_latin_words_are_found_only_whole() -> None:
    assert found("我的qq在这里", "QQ") == ["qq"]
    assert found("品牌名是QQX", "QQ") == []


def test_every_place_of_a_word_is_found() -> None:
    assert len(found("第一第一，第一", "第一")) == 3


def test_a_pattern_is_searched_with_separators_kept() -> None:
    text = Text("电话：１３８ 0013 8000")
    assert list(text.find_pattern(re.compile(r"1\d{2} \d{4} \d{4}"))) == [Hit(3, 16)]


@given(st.text(max_size=60))
def test_every_folded_character_maps_into_the_source(source: str) -> None:
    for folded in (lightly(source), tightly(source)):
        assert len(folded.text) == len(folded.origins)
        assert list(folded.origins) == sorted(folded.origins)
        if folded.text:
            start, end = folded.span(0, len(folded.text))
            assert 0 <= start < end <= len(source)
