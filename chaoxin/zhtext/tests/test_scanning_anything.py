"""What holds for every text, whatever is in it."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from chaoxin.zhtext import automaton, signs, stream
from chaoxin.zhtext.lexicon import Lexicon, Variant, Word
from chaoxin.zhtext.lookalikes import plain, taken_for
from chaoxin.zhtext.scanning import Scanner

WORDS = [
    *(
        Word(text)
        for text in ("加微信", "国家级", "天天特价", "第一", "VX", "No.1", "100%有效", "品牌", "aa", "女女")
    ),
    Word("微信", phonetic=True, near=("加",)),
    Word("代理加盟", initials=True),
    Word("不要", phonetic=False, split=False),
]
SCANNER = Scanner(Lexicon(WORDS, ("第一次",)))
# The same by all other means that this machine has.
OTHERS = [Scanner(Lexicon(WORDS, ("第一次",), maker=maker)) for maker in automaton.makers()[1:]]
# Pieces that make something happen, mixed with anything at all.
PIECES = st.one_of(
    st.sampled_from(
        [
            *(
                "加",
                "微",
                "信",
                "微信",
                "加微信",
                "亻言",
                "力口",
                "jia",
                "wei",
                "xin",
                "jiā",
                "1",
                "➕",
                "❤",
                "\n",
                "，",
                "。",
            ),
            *(
                "⼀",
                "Ⅷ",
                "㎏",
                "½",
                "🅥",
                "天",
                "天天",
                "特价",
                "徽",
                "伩",
                "佳薇新",
                "V",
                "X",
                "第一",
                "次",
                "100%",
                " ",
            ),
            *("\u0301", "\u200b", "\ud800", "卍", "\x01"),
        ]
    ),
    st.text(max_size=4),
)
ANYTHING = st.lists(PIECES, max_size=25).map("".join)


@given(ANYTHING)
@example("aA")
def test_every_place_lies_in_the_text_and_only_a_word_itself_is_certain(text: str) -> None:
    for one in SCANNER.scan(text, keep_innocent=True):
        assert 0 <= one.start < one.end <= len(text)
        assert 0 < one.confidence <= 1
        if one.variant is Variant.LITERAL:
            assert one.confidence == 1
        if one.confidence == 1:
            assert text[one.start : one.end] == one.word.text


@given(ANYTHING)
def test_a_word_with_a_border_around_it_is_always_found(text: str) -> None:
    whole = f"{text}。国家级。"
    assert any(
        one.end == len(whole) - 1 and one.word.text == "国家级"
        for one in SCANNER.scan(whole, keep_innocent=True)
    )


@given(st.lists(ANYTHING, max_size=6))
def test_together_is_as_one_by_one(texts: list[str]) -> None:
    assert SCANNER.scan_many(texts) == [SCANNER.scan(text) for text in texts]


@pytest.mark.parametrize("seed", range(4))
def test_texts_that_stand_beside_one_another_do_not_mix(seed: int) -> None:
    chosen = random.Random(seed)
    pieces = [
        *"加薇信力口言①+➕🐧💕❤ö一第全国家级，百天",
        "微信",
        "山兀攵",
        "m\u0302",
        "jia",
        "wei",
        "xin",
        "zui",
    ]
    texts = ["".join(chosen.choices(pieces, k=chosen.randrange(1, 12))) for _text in range(1200)]
    assert SCANNER.scan_many(texts) == [SCANNER.scan(text) for text in texts]


@given(ANYTHING)
def test_by_all_means_the_same_is_found(text: str) -> None:
    for other in OTHERS:
        assert other.scan(text, keep_innocent=True) == SCANNER.scan(text, keep_innocent=True)


@given(st.characters())
def test_reading_a_character_twice_changes_nothing(sign: str) -> None:
    for read in (plain, taken_for):
        assert "".join(map(read, read(sign))) == read(sign)


@given(ANYTHING)
def test_a_stream_maps_each_element_to_the_character_it_was_read_from(text: str) -> None:
    batch = stream.read([text])
    assert (np.diff(batch.stream.first) >= 0).all()
    for place, read_as in zip(batch.stream.first.tolist()[:-1], batch.stream.text()[:-1], strict=True):
        known = unicodedata.category(text[place]) != "Cn"  # else a younger Unicode's than this Python's
        assert not known or read_as in "".join(chr(signs.code_of(sign)) for sign in taken_for(text[place]))


@given(
    st.lists(st.text("ab加微信", min_size=1, max_size=15), unique=True, max_size=30),
    st.text("ab加微信", max_size=80),
)
def test_all_automatons_find_the_same(patterns: list[str], text: str) -> None:
    expected = [
        (start, start + len(pattern), number)
        for number, pattern in enumerate(patterns)
        for start in range(len(text))
        if text.startswith(pattern, start)
    ]
    for maker in automaton.makers():
        assert sorted(automaton.build(patterns, maker).hits(text)) == sorted(expected)


@settings(max_examples=15)
@given(
    st.lists(st.builds(Word, st.text(max_size=6), st.text(max_size=3)), max_size=8),
    st.lists(st.text(max_size=6), max_size=3),
)
def test_any_words_make_a_lexicon_that_survives_its_dump(words: list[Word], innocent: list[str]) -> None:
    words = [word for word in words if word.text.encode(errors="ignore").decode() == word.text]
    innocent = [phrase for phrase in innocent if phrase.encode(errors="ignore").decode() == phrase]
    lexicon = Lexicon(words, innocent)
    loaded = Scanner(Lexicon.load(lexicon.dump()))
    text = "".join(word.text for word in words) + "".join(innocent)
    assert loaded.scan(text) == Scanner(lexicon).scan(text)


SHAPES: dict[str, Callable[[int], str]] = {
    "one letter": lambda size: "a" * size,
    "syllables": lambda size: "jiaweixin" * (size // 9),
    "almost syllables": lambda size: "jiaweixi" * (size // 8),
    "parts": lambda size: "亻言力口" * (size // 4),
    "pictures": lambda size: "➕❤" * (size // 2),
    "lines": lambda size: "加微\n" * (size // 3),
    "signs": lambda size: "，" * size,
    "ornament": lambda size: "ⓥ微" * (size // 2),
    "expanding": lambda size: "㎏" * size,
    "words": lambda size: "加微信" * (size // 3),
    "sounds": lambda size: "佳薇新" * (size // 3),
    "repeated then more": lambda size: "加" * size + "微信",
    "mixed": lambda size: "".join(random.Random(1).choices("加微信jiaweixin亻言➕，\n1徽❤ ⓥ", k=size)),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_work_grows_as_the_text_does(shape: str) -> None:
    """Steps of Python, not seconds: four times the text, at most about four times the steps."""
    few, many = (_steps(SHAPES[shape](size)) for size in (1_500, 6_000))
    assert many < 5.5 * few + 2_000


def _steps(text: str) -> int:
    count = 0

    def step(_frame: object, event: str, _argument: object) -> Any:
        nonlocal count
        count += event in ("call", "line")
        return step

    before = sys.gettrace()
    sys.settrace(step)
    try:
        SCANNER.scan(text)
    finally:
        sys.settrace(before)
    return count


def test_the_table_of_signs_is_the_one_that_the_rules_make() -> None:
    entries, others = signs.made()
    # Other versions of Python know other characters; what they share is the same.
    different = np.flatnonzero(entries != signs.table())
    assert len(different) < 3_000
    common = [point for point in different.tolist() if point < 0xA000]
    assert common == []
    assert (others == signs.alternatives()).all()
