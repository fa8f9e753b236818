"""What a scan answers."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from operator import itemgetter
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


class Answers:
    """Of texts that are searched: what was found in each, and in which of them something may take the meaning from
    what was found."""

    __slots__ = ("doubted", "found")

    def __init__(self, texts: int) -> None:
        self.found: list[list[Found]] = [[] for _ in range(texts)]
        self.doubted: set[int] = set()


# A finding of all its fields in order, in half the time that naming them takes.
found_of: Callable[[tuple[int, int, Word, Variant, float, bool, str]], Found] = partial(tuple.__new__, Found)
START = itemgetter(0)


def in_order(found: list[Found]) -> list[Found]:
    """By start, end and confidence; of places of one word that share characters only the best."""
    if len(found) < 2:
        return found
    found.sort(key=START)
    end = 0
    for one in found:
        if one[0] < end:
            return sorted(_best_of_each(found), key=_by_place)
        end = one[1]
    return found


def _by_place(one: Found) -> tuple[int, int, float]:
    return one.start, one.end, -one.confidence


def _best_of_each(found: list[Found]) -> Iterator[Found]:
    """Of places in order."""
    # By identity: a lexicon has each of its words once, and to hash one takes long.
    of_word: dict[int, list[Found]] = {}
    for one in found:
        of_word.setdefault(id(one.word), []).append(one)
    for places in of_word.values():
        touching: list[Found] = []
        end = 0
        for one in places:
            if one.start >= end and touching:
                yield from _best(touching)
                touching = []
            touching.append(one)
            end = max(end, one.end)
        yield from _best(touching)


def _best(touching: list[Found]) -> list[Found]:
    """The surest, of equally sure ones the longest, and whatever shares no character with a better one."""
    if len(touching) == 1:
        return touching
    starts: list[int] = []
    ends: list[int] = []
    chosen: list[Found] = []
    for one in sorted(touching, key=lambda one: (-one.confidence, one.start - one.end)):
        at = bisect_left(starts, one.end)
        if not at or ends[at - 1] <= one.start:
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
    if has_no_context(text, one.start, one.end):
        return one
    if negated(text, one.start):
        return one._replace(innocent="negated")
    if quoted(text, one.start, one.end):
        return one._replace(innocent="quoted")
    return one
