"""Whether what stands far from how a word is written may be that word, so that it is worth asking a person."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chaoxin.zhtext.borders import is_ordinary
from chaoxin.zhtext.lexicon import Variant
from chaoxin.zhtext.matching import SENTENCE_SIGNS, Hit
from chaoxin.zhtext.scanning import Found

from .rulebooks import Entry

LIKELY = 0.6
SHORTEST_BROKEN = 3
SHORTEST_APART = 2
SHORTEST_BESIDE = 2


def may_be_broken(one: Found, entry: Entry, text: str) -> bool:
    """Whether a word is written as it is but for an end of a line or a comma somewhere in it (国\n家级), which asks a
    person, where its ends do not belong to others (国家，级别). Of two characters only a line's end is looked at, as a
    comma stands too often between two words."""
    written = entry.word.text
    if one.variant != Variant.SPACED:
        return False
    if len(written) < SHORTEST_BROKEN and not _is_broken_by_a_line(text[one.start : one.end], written):
        return False
    if len(written) >= SHORTEST_BROKEN and one.confidence < LIKELY:
        return False
    return not (_begins_in_a_word(text, one.end - 1) or _ends_in_a_word(text, one.start))


def _is_broken_by_a_line(text: str, written: str) -> bool:
    return "\n" in text and "".join(text.split()) == written


def _begins_in_a_word(text: str, place: int) -> bool:
    """Whether a character makes an ordinary word with the one behind it."""
    return is_ordinary(text[place : place + 2])


def _ends_in_a_word(text: str, place: int) -> bool:
    """Whether it makes one with that before it."""
    return is_ordinary(text[max(place - 1, 0) : place + 1])


def is_read_so(text: str, places: Sequence[int], span: tuple[int, int]) -> bool:
    """Whether characters that only another reading brings together stand apart on purpose: two of them on lines of
    their own not where either belongs to a word beside it."""
    if len(places) > SHORTEST_APART or "\n" not in text[slice(*span)]:
        return len(places) >= SHORTEST_APART
    return not any(
        text[place].isascii() or _begins_in_a_word(text, place) or _ends_in_a_word(text, place)
        for place in places
    )


def is_apart(one: Found, text: str) -> bool:
    """Whether a word stands backwards over the end of a sentence, or in a column, which is read otherwise."""
    return one.variant == Variant.REVERSED and not SENTENCE_SIGNS.isdisjoint(text[one.start : one.end])


def is_of_one_piece(words: Iterable[Found], place: Hit) -> bool:
    """Whether what stands backwards is one word and all of the place: what a pattern leaves open between its words
    would be matched in any order."""
    return all(
        one.variant != Variant.REVERSED or (one.start, one.end) == (place.start, place.end) for one in words
    )


def says_more(said: str, word: Found) -> bool:
    """Whether another word stands beside one that is doubtful by itself (根冶 before 鼻炎)."""
    return len(said) >= len(word.word.text) + SHORTEST_BESIDE
