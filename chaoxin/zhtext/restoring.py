"""A text with the words that it has in disguise written out, for patterns that know them only as they are written."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from .found import Found
from .lexicon import Variant


@dataclass(frozen=True)
class Restored:
    """In `text` the words are written out that were `found` in the source in disguise; each stands there from its place
    in `starts` to that in `ends`."""

    text: str
    found: tuple[Found, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the source; a word in disguise as a whole."""
        return self._source(start)[0], self._source(end - 1)[1]

    def disguised(self, start: int, end: int) -> tuple[Found, ...]:
        """The words in disguise that `text[start:end]` shares a character with."""
        return self.found[bisect_right(self.ends, start) : bisect_left(self.starts, end)]

    def _source(self, place: int) -> tuple[int, int]:
        at = bisect_right(self.starts, place) - 1
        if at < 0:
            return place, place + 1
        one = self.found[at]
        if place < self.ends[at]:
            return one.start, one.end
        first = one.end + place - self.ends[at]
        return first, first + 1


def restored(source: str, words: Iterable[Found]) -> Restored | None:
    """The source with these words written out; None where all of them stand in it as they are. Of those that share
    characters the longest word counts, of equally long ones the surest, and one that stands as it is keeps
    others from being read into it."""
    kept = _apart(words)
    if not kept:
        return None
    parts: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = length = 0
    for one in kept:
        parts += (source[place : one.start], one.word.text)
        starts.append(length + one.start - place)
        length = starts[-1] + len(one.word.text)
        ends.append(length)
        place = one.end
    return Restored("".join([*parts, source[place:]]), tuple(kept), tuple(starts), tuple(ends))


def _apart(words: Iterable[Found]) -> list[Found]:
    """The words in disguise in order, no two of which share a character."""
    starts: list[int] = []
    kept: list[Found] = []
    for one in sorted(words, key=lambda one: (-len(one.word.text), -one.confidence, one.start)):
        at = bisect_left(starts, one.end)
        if not at or kept[at - 1].end <= one.start:
            starts.insert(at, one.start)
            kept.insert(at, one)
    return [one for one in kept if one.variant is not Variant.LITERAL]
