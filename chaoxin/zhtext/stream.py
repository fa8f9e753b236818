"""Texts as the scanner reads them: one array of what is left of each character, with the way back to its place.

Blanks, signs, pictures and invisible characters are dropped and a character written several times over is kept
once, all by one look into the table of `signs` and a few passes over arrays. A short text costs as many calls as a
long one, so there are as few as can be.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from . import signs
from .lookalikes import taken_for
from .signs import BETWEEN

# What means nothing stands for the sign between texts where a text has that itself, which no proper text does.
_NOTHING = "\u200b"

# So many characters to each side of a sign can belong to a word that is hidden by it.
REACH = 60
# A lookup in an array takes as long as to write out the places of so many elements.
WORTH_WRITING_OUT = 16
# Texts of so many line ends may have columns.
LINE_ENDS = 2
_RUN = re.compile(r"[a-z][a-z0-9]*")
# Between a digit and its keycap: that the picture is meant.
VARIATION = 0xFE0F
_SPECIAL = np.uint32(signs.SPECIAL)


LetterRun = tuple[int, int, str, bool]
# Place in the joined texts, number of the element behind, code point.
Picture = tuple[int, int, int]


class Stream:
    """Elements in reading order, the last of them a border. Element i is what was read from
    `points[first[i]:last[i]]` of the joined texts."""

    __slots__ = (
        "_begins",
        "_entries",
        "_first",
        "_lasts",
        "_reads",
        "_runs",
        "_said",
        "_text",
        "digits",
        "ends",
        "pictures",
        "pinyin",
        "rare",
    )

    def __init__(
        self,
        entries: bytes | np.ndarray,
        first: bytes | np.ndarray,
        ends: np.ndarray | None = None,
        runs: list[LetterRun] | None = None,
    ) -> None:
        self._entries, self._first = entries, first
        self.ends = ends  # where each ends; None where each is one code point
        # Those that stand for a word; of a long row of them the two at each end.
        self.pictures: list[Picture] = []
        # Pairs of numbers: rare characters that can be read in another way, too, and the code of that sound.
        self.rare: bytes | np.ndarray | None = None
        # Spans of letters that can be pinyin; None where nobody has looked yet (`pinyin.spans`).
        self.pinyin: list[tuple[int, int]] | None = None
        # Of runs with digits the same, and which elements can be meant for which letters.
        self.digits: tuple[list[tuple[int, int]], dict[int, str]] | None = None
        self._runs = runs
        self._reads: np.ndarray | None = None
        self._text: str | None = None
        self._said: str | None = None
        # Where each begins and ends; None where they have not been written out.
        self._begins: list[int] | None = None
        self._lasts: list[int] | None = None

    @property
    def buffer(self) -> bytes | np.ndarray:
        """The entries, 32 bits each."""
        return self._entries

    @property
    def places(self) -> bytes | np.ndarray:
        """Where each begins, 64 bits each."""
        return self._first

    @property
    def entries(self) -> np.ndarray:
        """Of the table of `signs`."""
        if isinstance(self._entries, bytes):
            self._entries = np.frombuffer(self._entries, dtype=np.uint32)
        return self._entries

    @property
    def first(self) -> np.ndarray:
        """Where each begins."""
        if isinstance(self._first, bytes):
            self._first = np.frombuffer(self._first, dtype=np.int64)
        return self._first

    @property
    def reads(self) -> np.ndarray:
        """The low sixteen bits of each entry: the character it is read as."""
        if self._reads is None:
            self._reads = self.entries.astype(np.uint16)
        return self._reads

    def __len__(self) -> int:
        return len(self.entries)

    def text(self) -> str:
        """One character for each element, a border behind each text."""
        if self._text is None:
            self._text = str(self.reads.data, "utf-16-le", "surrogatepass")
        return self._text

    def sounds(self) -> np.ndarray:
        """Code of the syllable of each element in sixteen bits, 0 where it has none."""
        return self.entries.view(np.uint16)[1::2] & signs.SOUND_MASK

    def said(self) -> str:
        """The same by sound, a character for each code."""
        if self._said is None:
            self._said = str(self.sounds().data, "utf-16-le")
        return self._said

    def write_out(self) -> None:
        """Makes looking up single elements fast."""
        self.text()
        self.said()

    def write_out_places(self, lookups: int) -> None:
        """Makes looking up where elements stand fast, if so many lookups are worth it."""
        if self._begins is None and lookups * WORTH_WRITING_OUT > len(self):
            self._begins = self.first.tolist()
            self._lasts = None if self.ends is None else self.ends.tolist()

    def sign(self, element: int) -> str:
        """What one element is read as."""
        return self._text[element] if self._text is not None else chr(self.entries.item(element) & 0xFFFF)

    def sound(self, element: int) -> str:
        """The character for its sound."""
        if self._said is not None:
            return self._said[element]
        return chr(self.entries.item(element) >> 16 & signs.SOUND_MASK)

    def letter_runs(self) -> list[LetterRun]:
        """Latin letters that stand together, with the digits behind each: first element, the one behind, what they are,
        and whether anything was dropped between."""
        if self._runs is None:
            spans = [(*run.span(), run[0]) for run in _RUN.finditer(self.text())]
            self._runs = [(start, end, run, self._is_apart(start, end)) for start, end, run in spans]
        return self._runs

    def _is_apart(self, start: int, end: int) -> bool:
        return self.ends is not None or self.first.item(end - 1) - self.first.item(start) >= end - start

    def begin_of(self, element: int) -> int:
        """Where one element begins."""
        return self.first.item(element) if self._begins is None else self._begins[element]

    def end_of(self, element: int) -> int:
        """Where one element ends."""
        if self.ends is None:
            return self.begin_of(element) + 1
        return self.ends.item(element) if self._lasts is None else self._lasts[element]

    def spans(self, elements: Sequence[int]) -> tuple[list[int], list[int]]:
        """Where elements that follow one another, some perhaps left out, begin and end."""
        first, behind = elements[0], elements[-1] + 1
        begins = self.first[first:behind].tolist() if self._begins is None else self._begins[first:behind]
        if self.ends is None:
            ends = [one + 1 for one in begins]
        else:
            ends = self.ends[first:behind].tolist() if self._lasts is None else self._lasts[first:behind]
        if len(begins) == len(elements):
            return begins, ends
        return [begins[one - first] for one in elements], [ends[one - first] for one in elements]

    @property
    def last(self) -> np.ndarray:
        """Where each ends."""
        return self.first + 1 if self.ends is None else self.ends


class Batch:
    """Several texts read together."""

    __slots__ = ("_points", "bare", "begins", "lined", "stream", "texts")

    def __init__(self, texts: Sequence[str], begins: list[int], stream: Stream, lined: list[int]) -> None:
        self.texts = texts
        self.begins = begins  # where each text begins in the joined ones
        self.stream = stream
        self.lined = lined  # numbers of the texts whose lines may be rows of columns
        # The same without signs that may be ornament or letters, where there are any.
        self.bare: Stream | None = None
        self._points: np.ndarray | None = None

    @property
    def points(self) -> np.ndarray:
        """Code points of the joined texts, each with a border behind it."""
        if self._points is None:
            self._points = joined(self.texts)
        return self._points


def joined(texts: Sequence[str]) -> np.ndarray:
    """Code points of texts, each with a border behind it."""
    whole = BETWEEN.join((*texts, ""))
    if whole.count(BETWEEN) > len(texts):
        whole = BETWEEN.join((*(text.replace(BETWEEN, _NOTHING) for text in texts), ""))
    return np.frombuffer(whole.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)


def read(texts: Sequence[str]) -> Batch:
    """Reads texts."""
    begins = list(accumulate(map(len, texts[:-1]), _behind, initial=0))
    lined = [number for number, text in enumerate(texts) if text.count("\n") >= LINE_ENDS]
    points = joined(texts)
    entries = signs.table().take(points)
    special = (entries >= _SPECIAL).nonzero()[0]
    marked = entries[special]
    places = None
    expanded = entries
    if (marked >= signs.EXPANDS).any():
        expanded, places = _expanded(points, entries)
    batch = Batch(texts, begins, _stream(expanded, places, len(texts) > 1), lined)
    pictures = special[(marked & signs.MEANING) != 0]
    rare = special[(marked & signs.ALTERNATIVE) != 0]
    _note(batch.stream, points, pictures, rare)
    doubtful = _under_keycaps(points, special[(marked & signs.AMBIGUOUS) != 0])
    if len(doubtful):
        without, inside = _without(entries, doubtful, begins)
        batch.bare = _stream(without, None, len(texts) > 1)
        _note(batch.bare, points, pictures[inside[pictures]], rare)
    return batch


def _under_keycaps(points: np.ndarray, doubtful: np.ndarray) -> np.ndarray:
    """The places, of keycaps those of the digits that they are set over."""
    at = doubtful.copy()
    at[points[at] == ord(signs.KEYCAP)] -= 1
    at[(points[at] == VARIATION) & (at != doubtful)] -= 1
    return np.unique(at[(at >= 0) & (points[at] != signs.BETWEEN_POINT)])


def _note(stream: Stream, points: np.ndarray, pictures: np.ndarray, rare: np.ndarray) -> None:
    """Where in a stream some places of the texts are that ask for more than to be read."""
    if len(pictures):
        at = np.minimum(np.searchsorted(stream.first, pictures), len(stream) - 1)
        outer = np.ones(len(at), dtype=bool)
        outer[2:-2] = (at[2:-2] != at[:-4]) | (at[2:-2] != at[4:])
        numbers = pictures[outer], at[outer], points[pictures[outer]]
        stream.pictures = list(zip(*[each.tolist() for each in numbers], strict=True))
    if len(rare):
        at = np.searchsorted(stream.first, rare)
        # Those that are elements: a sign may have been dropped as a repetition, or lie outside of the stream.
        at = at[stream.first.take(at, mode="clip") == rare]
        others = signs.alternatives().take(points[stream.first[at]], mode="clip")
        stream.rare = np.stack([at, others.astype(np.int64)], axis=1)[others > 0]


def _behind(begin: int, length: int) -> int:
    return begin + length + 1


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
    return Stream(chosen, at if places is None else places.take(at))


def everything(points: np.ndarray) -> Stream:
    """A stream in which nothing is left out for standing there twice."""
    entries = signs.table().take(points)
    at = entries.astype(np.uint16).astype(bool).nonzero()[0]
    chosen = entries.take(at)
    return Stream(chosen, at)


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
    read_as = stream.text()[first:last]
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
