"""What is compiled does exactly what is not."""

from __future__ import annotations

import contextlib
import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chaoxin.zhtext import automaton, passes, pinyin
from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner

if automaton.Maker.COMPILED not in automaton.makers():
    pytest.skip("nothing is compiled: no compiler here", allow_module_level=True)

WORDS = (
    "加微信",
    "加VX咨询",
    "国家级",
    "天天特价",
    "第一",
    "VX",
    "No.1",
    "品牌",
    "女女",
    "百分百有效",
    "正品",
)
LEXICON = Lexicon([*map(Word, WORDS), Word("微信", phonetic=True, near=("加",))], ["第一次"])
DUMPED = LEXICON.dump()
COMPILED = passes.of(LEXICON)
PLAIN = passes.PlainPasses(Lexicon(LEXICON.words, LEXICON.innocent, maker=automaton.Maker.NUMPY))
SCANNER, PLAINLY = (
    Scanner(LEXICON),
    Scanner(Lexicon(LEXICON.words, LEXICON.innocent, maker=automaton.Maker.NUMPY)),
)
TEXTS = st.lists(
    st.one_of(
        st.text(
            "加微信力口徽亻言jiaweixinvxz0123 ，。\n➕❤💰🐧女天第一国家级佳薇新重朝百分友交攵", max_size=60
        ),
        st.text(max_size=40),
    ),
    min_size=1,
    max_size=4,
).filter(any)


@settings(max_examples=300)
@given(TEXTS)
def test_texts_are_read_alike(texts: list[str]) -> None:
    one, other = COMPILED.read(texts), PLAIN.read(texts)
    assert one.begins == other.begins
    assert set(one.lined) <= set(other.lined)
    assert (one.points == other.points).all()
    assert (one.bare is None) == (other.bare is None)
    for mine, its in ((one.stream, other.stream), (one.bare, other.bare)):
        if mine is None or its is None:
            continue
        assert mine.text() == its.text()
        assert mine.entries.tolist() == its.entries.tolist()
        assert mine.first.tolist() == its.first.tolist()
        assert mine.pictures == its.pictures
        assert pinyin.spans(mine, LEXICON.glued) == pinyin.spans(its, LEXICON.glued)
        assert pinyin.spans_with_digits(mine) == pinyin.spans_with_digits(its)
        rare = (np.frombuffer(each or b"", dtype=np.int64) for each in map(_bytes, (mine.rare, its.rare)))
        assert next(rare).tolist() == next(rare).tolist()


def _bytes(numbers: bytes | np.ndarray | None) -> bytes | None:
    return numbers.tobytes() if isinstance(numbers, np.ndarray) else numbers


@settings(max_examples=300)
@given(TEXTS)
def test_the_same_is_found_in_a_stream(texts: list[str]) -> None:
    batch = PLAIN.read(texts)
    for each in (batch.stream, batch.bare):
        if each is None:
            continue
        assert sorted(COMPILED.heard(each)) == sorted(PLAIN.heard(each))
        plainly = [(letters, sorted(hits)) for letters, hits in PLAIN.typed(each) if hits]
        typed = COMPILED.typed(each)
        assert [hits for _letters, hits in typed] == [hits for _letters, hits in plainly]
        for (mine, _hits), (its, _same) in zip(typed, plainly, strict=True):
            assert mine.text == its.text
            assert mine.owner.tolist() == its.owner.tolist()
            assert mine.typed.tolist() == its.typed.tolist()
        assert set(COMPILED.written(each)) <= set(PLAIN.written(each))


@settings(max_examples=300)
@given(TEXTS)
def test_the_same_is_answered(texts: list[str]) -> None:
    plainly = PLAINLY.scan_many(texts, keep_innocent=True)
    for _ in range(2):  # the second time from what was weighed before
        assert SCANNER.scan_many(texts, keep_innocent=True) == plainly
    assert [SCANNER.scan(text, keep_innocent=True) for text in texts] == plainly


def test_a_neighborhood_of_letters_that_ends_with_a_tone_stays_apart_from_the_next() -> None:
    # The twelfth character behind "wei" is a digit behind a letter.
    text = "wei微加信你我他们大家都来i2好" + "这里没有" * 12 + "信xin"
    (letters,) = pinyin.ways_to_write_out(PLAIN.read([text]).stream, LEXICON.glued)
    assert "laii\x01" in letters.text
    assert len(letters.text.split("\x01")) == 3
    assert Scanner(Lexicon([Word("来意里没")])).scan(text) == []


@pytest.mark.parametrize("blob", [b"", b"zhpat2\n\0", b"something else that is long enough to have a head"])
def test_what_are_no_patterns_is_refused(blob: bytes) -> None:
    with pytest.raises(ValueError, match="no patterns"):
        automaton.CompiledAutomaton(blob)


def test_a_lexicon_made_otherwise_is_loaded_all_the_same() -> None:
    for maker in automaton.makers():
        loaded = Lexicon.load(Lexicon(LEXICON.words, maker=maker).dump())
        assert passes.of(loaded).read(["加微信"]).stream.text() == COMPILED.read(["加微信"]).stream.text()


@settings(max_examples=300)
@given(st.randoms(use_true_random=False))
def test_a_damaged_lexicon_is_refused_or_reads_on(chance: random.Random) -> None:
    damaged = bytearray(DUMPED)
    for _ in range(chance.choice((1, 1, 4))):
        damaged[chance.randrange(len(damaged))] = chance.randrange(256)
    with contextlib.suppress(ValueError, LookupError):
        Scanner(Lexicon.load(bytes(damaged))).scan("加微亻言加薇新jiaweixin国家級天天特价➕品牌VXzixun❤")
