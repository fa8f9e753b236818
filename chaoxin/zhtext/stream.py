"""Texts as the scanner reads them: one array of what is left of each character, with the way back to its place.

Blanks, signs, pictures and invisible characters are dropped and a character written several times over is kept
once, all by one look into the table of `signs` and a few passes over arrays. A short text costs as many calls as a
long one, so there are as few as can be.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import NamedTuple

import numpy as np

from . import signs
from .lookalikes import taken_for
from .signs import BETWEEN

# What means nothing stands for the sign between texts where a text has that itself, which no proper text does.
_NOTHING = "\u200b"

# So many characters to each side of a sign can belong to a word that is hidden by it.
REACH = 60
_SPECIAL = np.uint32(signs.SPECIAL)
_NO_PLACES = np.empty(0, dtype=np.int64)


class Stream(NamedTuple):
    """Elements in reading order, the last of them a border. Element i is what was read from
    `points[first[i]:last[i]]` of the joined texts."""

    entries: np.ndarray  # of the table of `signs`
    reads: np.ndarray  # their low sixteen bits: the character each is read as
    first: np.ndarray
    ends: np.ndarray | None = None  # where each ends; None where each is one code point

    def text(self) -> str:
        """One character for each element, a border behind each text."""
        return str(self.reads.data, "utf-16-le", "surrogatepass")

    def sounds(self) -> np.ndarray:
        """Code of the syllable of each element in sixteen bits, 0 where it has none."""
        return self.entries.view(np.uint16)[1::2] & signs.SOUND_MASK

    def end_of(self, element: int) -> int:
        """Where one element ends."""
        return int(self.first.item(element) + 1 if self.ends is None else self.ends.item(element))

    def spans(self, elements: Sequence[int]) -> tuple[list[int], list[int]]:
        """Where elements that follow one another, some perhaps left out, begin and end."""
        first, behind = elements[0], elements[-1] + 1
        begins = self.first[first:behind].tolist()
        ends = [one + 1 for one in begins] if self.ends is None else self.ends[first:behind].tolist()
        if len(begins) == len(elements):
            return begins, ends
        return [begins[one - first] for one in elements], [ends[one - first] for one in elements]

    @property
    def last(self) -> np.ndarray:
        """Where each ends."""
        return self.first + 1 if self.ends is None else self.ends


class Batch(NamedTuple):
    """Several texts read together."""

    texts: Sequence[str]
    points: np.ndarray  # code points of the joined texts, each with a border behind it
    begins: list[int]  # where each text begins there
    stream: Stream
    bare: Stream | None  # the same without signs that may be ornament or letters, where there are any
    pictures: np.ndarray  # places of pictures that stand for a word
    bare_pictures: np.ndarray  # of these those that lie in `bare`
    rare: np.ndarray  # places of rare characters that can be read in another way, too


def read(texts: Sequence[str]) -> Batch:
    """Reads texts."""
    joined = BETWEEN.join((*texts, "")) if len(texts) > 1 else texts[0] + BETWEEN
    if joined.count(BETWEEN) > len(texts):
        joined = BETWEEN.join((*(text.replace(BETWEEN, _NOTHING) for text in texts), ""))
    points = np.frombuffer(joined.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    entries = signs.table().take(points)
    begins = list(accumulate(map(len, texts[:-1]), _behind, initial=0)) if len(texts) > 1 else [0]
    special, several = (entries >= _SPECIAL).nonzero()[0], len(texts) > 1
    if len(special):
        return _read_closely(texts, points, begins, entries, special)
    return Batch(texts, points, begins, _stream(entries, None, several), None, *[_NO_PLACES] * 3)


def _behind(begin: int, length: int) -> int:
    return begin + length + 1


def _read_closely(
    texts: Sequence[str], points: np.ndarray, begins: list[int], entries: np.ndarray, special: np.ndarray
) -> Batch:
    """Where some entries ask for more than to be read."""
    several = len(texts) > 1
    places, bare, bare_pictures, marked = None, None, _NO_PLACES, entries[special]
    pictures = special[(marked & signs.MEANING) != 0]
    doubtful = special[(marked & signs.AMBIGUOUS) != 0]
    if len(doubtful):
        without, inside = _without(entries, doubtful, begins)
        bare, bare_pictures = _stream(without, None, several), pictures[inside[pictures]]
    if (marked >= signs.EXPANDS).any():
        entries, places = _expanded(points, entries)
    rare = special[(marked & signs.ALTERNATIVE) != 0]
    stream = _stream(entries, places, several)
    return Batch(texts, points, begins, stream, bare, pictures, bare_pictures, rare)


def _without(entries: np.ndarray, doubtful: np.ndarray, begins: list[int]) -> tuple[np.ndarray, np.ndarray]:
    """The neighborhood of some places in their texts without these themselves, with borders around; and for each
    place whether it lies there."""
    count, edges = len(entries), np.array([*begins, len(entries)])
    number = np.searchsorted(edges, doubtful, side="right")
    opened = np.bincount(np.maximum(doubtful - REACH, edges[number - 1]), minlength=count + 1)
    closed = np.bincount(np.minimum(doubtful + REACH + 1, edges[number]), minlength=count + 1)
    inside = np.cumsum(opened - closed)[:count] > 0
    without = np.where(inside, entries, 0).astype(np.uint32)
    without[1:][inside[:-1] & ~inside[1:]] = signs.BORDER
    without[doubtful] = 0
    return without, inside


def _stream(entries: np.ndarray, places: np.ndarray | None, several: bool) -> Stream:
    at = entries.astype(np.uint16).astype(bool).nonzero()[0]
    chosen = entries.take(at)
    # Whole entries are compared: what only looks alike sounds otherwise, and is no repetition.
    differs = np.empty(len(at), dtype=bool)
    differs[0] = True
    np.not_equal(chosen[1:], chosen[:-1], out=differs[1:])
    if several:
        # Of a text of nothing but pictures the border is all there is.
        differs |= chosen == signs.BORDER
    stays = differs.nonzero()[0]
    if len(stays) < len(at):
        at, chosen = at.take(stays), chosen.take(stays)
    return Stream(chosen, chosen.astype(np.uint16), at if places is None else places.take(at))


def everything(points: np.ndarray) -> Stream:
    """A stream in which nothing is left out for standing there twice."""
    entries = signs.table().take(points)
    at = entries.astype(np.uint16).astype(bool).nonzero()[0]
    chosen = entries.take(at)
    return Stream(chosen, chosen.astype(np.uint16), at)


def _expanded(points: np.ndarray, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Entries with each sign that says several characters written out, and the place that each came from."""
    where = (entries >= signs.EXPANDS).nonzero()[0]
    said = [taken_for(chr(points[place])) for place in where]
    counts = np.ones(len(points), dtype=np.int64)
    counts[where] = [len(letters) for letters in said]
    places = np.repeat(np.arange(len(points)), counts)
    written = np.repeat(entries, counts)
    table, begins = signs.table(), np.cumsum(counts) - counts
    for place, letters in zip(where, said, strict=True):
        start = begins[place]
        written[start : start + len(letters)] = [table[ord(letter)] for letter in letters]
    return written, places


def ends_within(stream: Stream, words: list[str], start: int, end: int) -> bool:
    """Whether one of the words, as they are read, ends between two places."""
    longest = max(map(len, words), default=1)
    first, last = np.searchsorted(stream.first, (start, end)).tolist()
    first = max(first - longest, 0)
    read_as = stream.reads[first:last].tobytes().decode("utf-16-le", "surrogatepass")
    for word in words:
        at = read_as.find(word)
        while at >= 0:
            if start <= stream.end_of(first + at + len(word) - 1) <= end:
                return True
            at = read_as.find(word, at + 1)
    return False


def is_repeated(stream: Stream, element: int) -> bool:
    """Whether something was dropped behind an element, so that it may have stood there several times."""
    following = element + 1
    return following == len(stream.first) or stream.first.item(following) > stream.end_of(element)
