"""What a scan answers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from .contexts import has_no_context, negated, quoted
from .lexicon import Variant, Word


class Found(NamedTuple):
    """A word stands at `text[start:end]`. `confidence` is 1 where it is written as in the lexicon and falls with
    the distance; `innocent` says why it means nothing there: the innocent phrase, "negated" or "quoted"."""

    start: int
    end: int
    word: Word
    variant: Variant
    confidence: float
    crosses_sentence: bool
    innocent: str = ""


def best_of_each(found: list[Found]) -> list[Found]:
    """Of places of one word that share characters the surest, of equally sure ones the longest."""
    if len({id(one.word) for one in found}) == len(found):
        return found
    # By identity: a lexicon has each of its words once, and to hash one takes long.
    kept: dict[int, tuple[list[int], list[int]]] = {}
    chosen: list[Found] = []
    for one in sorted(found, key=lambda one: (-one.confidence, one.start - one.end)):
        starts, ends = kept.setdefault(id(one.word), ([], []))
        at = bisect_left(starts, one.end)
        if at and ends[at - 1] > one.start:
            continue
        starts.insert(at, one.start)
        ends.insert(at, one.end)
        chosen.append(one)
    return chosen


class InnocentPlaces:
    """Where the phrases of one text stand that take the meaning from the words in them."""

    def __init__(self, places: Iterable[tuple[int, int, str]]) -> None:
        self._starts: list[int] = []
        self._furthest: list[tuple[int, str]] = []
        for start, end, phrase in sorted(places):
            self._starts.append(start)
            self._furthest.append(max([(end, phrase), *self._furthest[-1:]]))

    def around(self, start: int, end: int) -> str:
        """The phrase that covers a place, "" where there is none."""
        at = bisect_right(self._starts, start)
        furthest, phrase = self._furthest[at - 1] if at else (0, "")
        return phrase if furthest >= end else ""


def with_reason(one: Found, text: str, innocent: InnocentPlaces | None) -> Found:
    """The same, and why it means nothing, if so."""
    phrase = innocent.around(one.start, one.end) if innocent else ""
    if phrase:
        return one._replace(innocent=phrase)
    if has_no_context(text, one.start):
        return one
    if negated(text, one.start):
        return one._replace(innocent="negated")
    if quoted(text, one.start, one.end):
        return one._replace(innocent="quoted")
    return one
