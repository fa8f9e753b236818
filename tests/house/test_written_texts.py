"""The texts that the shipped models learn from: each with its sign, none twice, as many liking as disliking."""

from __future__ import annotations

from collections import Counter

import pytest

from tools.judgement import building, texts

NAMES = [f"{folder}/{name}.txt" for folder in building.REPEATED for name in texts.names(folder)]
LETTERS = 2


@pytest.mark.parametrize("name", NAMES)
def test_every_line_has_a_sign_and_both_sides_are_heard(name: str) -> None:
    known = texts.in_order(name)
    assert known
    assert {sign for sign, _text in known} <= {texts.LIKING, texts.DISLIKING, texts.NEITHER}
    liking, disliking = (sum(sign == one for sign, _text in known) for one in (texts.LIKING, texts.DISLIKING))
    assert 0.7 < liking / disliking < 1.5


def test_no_text_is_there_twice() -> None:
    told = Counter(_bare(text) for name in NAMES for _sign, text in texts.in_order(name))
    assert len(told) > 20_000
    assert [text for text, times in told.items() if times > 1 and len(text) > LETTERS] == []


def _bare(text: str) -> str:
    return "".join(sign for sign in text if sign.isalnum())
