"""Texts as the scanner reads them: one array of what is left of each character, with the way back to its place.

Blanks, signs, pictures and invisible characters are dropped and a character written several times over is kept
once, all by one look into the table of `signs` and a few passes over arrays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from . import signs
from .lookalikes import taken_for

_JOIN = "\x01"


@dataclass(frozen=True, slots=True)
class Stream:
    """Elements in reading order. Element i is what was read from `points[first[i]:last[i]]` of the joined texts."""

    entries: np.ndarray  # of the table of `signs`, without flags that need a look at the text
    first: np.ndarray
    last: np.ndarray

    def text(self) -> str:
        """One character for each element, a border between texts."""
        return self.entries.astype(np.uint16).tobytes().decode("utf-16-le", "surrogatepass")

    def sounds(self) -> np.ndarray:
        """Code of the syllable of each element, 0 where it has none."""
        return (self.entries >> np.uint32(signs.SOUND_SHIFT)).astype(np.uint16) & np.uint16(signs.SOUND_MASK)


@dataclass(frozen=True, slots=True)
class Batch:
    """Several texts read together."""

    texts: Sequence[str]
    points: np.ndarray  # code points of the joined texts
    begins: np.ndarray  # where each text begins there
    stream: Stream
    pictures: np.ndarray  # places of pictures that stand for a word


def read(texts: Sequence[str]) -> Batch:
    """Reads texts."""
    points = np.frombuffer(_JOIN.join(texts).encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    begins = _begins(texts)
    entries = signs.table().take(points)
    entries[begins[1:] - 1] = signs.BORDER
    pictures = np.empty(0, dtype=np.int64)
    places: np.ndarray | None = None
    if len(entries) and entries.max() >= signs.MEANING:
        pictures = np.flatnonzero(entries & np.uint32(signs.MEANING))
        if entries.max() >= signs.EXPANDS:
            entries, places = _expanded(points, entries)
    return Batch(texts, points, begins, _stream(entries, places), pictures)


def _begins(texts: Sequence[str]) -> np.ndarray:
    begins = np.zeros(len(texts), dtype=np.int64)
    if len(texts) > 1:
        np.cumsum([len(text) + 1 for text in texts[:-1]], out=begins[1:])
    return begins


def _stream(entries: np.ndarray, places: np.ndarray | None) -> Stream:
    read_as = entries.astype(np.uint16)
    kept = read_as != 0
    kept[1:] &= read_as[1:] != read_as[:-1]
    at = np.flatnonzero(kept)
    chosen = read_as.take(at)
    again = chosen[1:] == chosen[:-1]
    if again.any():
        stays = np.ones(len(at), dtype=bool)
        np.logical_not(again, out=stays[1:])
        at = at[stays]
    first = at if places is None else places.take(at)
    return Stream(entries.take(at), first, first + 1)


def _expanded(points: np.ndarray, entries: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Entries with each sign that says several characters written out, and the place that each came from."""
    where = np.flatnonzero(entries >= np.uint32(signs.EXPANDS))
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
