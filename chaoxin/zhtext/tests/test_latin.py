"""Words of Latin letters: signs, marks and letters again between theirs, and backwards."""

from __future__ import annotations

import pytest

from chaoxin.zhtext.lexicon import Lexicon, Variant, Word
from chaoxin.zhtext.scanning import Found, Scanner

scanner = Scanner(Lexicon([Word(word) for word in ("casino", "viagra", "forex", "hot", "telegram")]))


def only(text: str) -> Found:
    (one,) = scanner.scan(text)
    return one


@pytest.mark.parametrize(
    "written",
    [
        *(f"cas{invisible}ino" for invisible in "\u200b\u00ad\u2060\ufe0f\u0336"),
        "te\u0308legram",
        "v\u0301iagra",
        *("cas😂ino", "cas*ino", "c~asino"),
        *("viaaagra", "ffforex", "ca\u200bsiiino"),
        "ho\u200bt",
    ],
)
def test_what_parts_no_letters_hides_no_word(written: str) -> None:
    one = only(f"（{written}）")
    assert (one.start, one.end, one.variant) == (1, 1 + len(written), Variant.SPACED)
    assert one.confidence >= 0.9


@pytest.mark.parametrize("written", ["cassino", "casiino"])
def test_a_letter_doubled_may_make_another_word(written: str) -> None:
    assert 0.7 <= only(written).confidence < 0.8


@pytest.mark.parametrize(
    "text", ["cas ino", "cas-ino", "cas.ino", "hoot", "ho*t", "f orex", "fo😂re x", "cas2ino"]
)
def test_what_parts_letters_makes_other_words(text: str) -> None:
    assert scanner.scan(text) == []


@pytest.mark.parametrize("written", ["onisac", "argaiv", "xerof", "margelet"])
def test_long_words_are_read_backwards(written: str) -> None:
    assert only(f"看 {written}，").variant is Variant.REVERSED
    assert scanner.scan(f"a{written}b") == []


def test_short_words_backwards_are_other_words() -> None:
    assert scanner.scan("toh") == []
