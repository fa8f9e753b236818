"""Letters and pictures in the place of a word's characters, as often as the word has these."""

from __future__ import annotations

import pytest

from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("这是gjj产品", (2, 5)),
        ("G J J 产品", (0, 5)),
        ("国j级", (0, 3)),
        ("国jj的", (0, 3)),
        ("gj产品", None),
        ("agjj", None),
        ("gjjj", None),
    ],
)
def test_letters_of_a_word_stand_as_often_as_it_has_them(text: str, found: tuple[int, int] | None) -> None:
    places = Scanner(Lexicon([Word("国家级", initials=True)])).scan(text)
    assert [(one.start, one.end) for one in places] == ([found] if found else [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("加🐧", (0, 2)),
        ("力口🐧群", (0, 3)),
        ("力口🐧🐧", (0, 4)),
        ("女👩", None),
        ("👩👩", (0, 2)),
        ("👩", None),
    ],
)
def test_a_picture_of_letters_stands_for_several_any_other_for_one(
    text: str, found: tuple[int, int] | None
) -> None:
    places = Scanner(Lexicon([Word("加QQ"), Word("女女")])).scan(text)
    assert [(one.start, one.end) for one in places] == ([found] if found else [])
