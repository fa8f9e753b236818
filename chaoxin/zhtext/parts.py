"""Characters written as their parts: which of a stream's elements may be put together to what."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

import numpy as np

from . import signs
from .beginnings import pairs
from .joints import Joints, pair_key
from .rewriting import Edge

# Of a character's number: its last part stands there several times.
DOUBLED = 1 << 24
MOST_FURTHER = 3
FEW = 6


@dataclass(frozen=True)
class Parts:
    """Each way to write a character as parts; rows in the order of `keys`, the first two parts of each."""

    keys: np.ndarray
    further: np.ndarray  # up to three parts behind them, 0 where there is none
    lengths: np.ndarray
    numbers: np.ndarray  # the character put together, with `DOUBLED`
    codes: np.ndarray  # what it is read as

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def parts_of(ways: Iterable[tuple[str, int]]) -> Parts:
    """From what a stream has for the parts, and the number of the character that they make."""
    rows = [(way, number) for way, number in ways if 1 < len(way) <= 2 + MOST_FURTHER]
    keys = np.array([ord(way[0]) | ord(way[1]) << 16 for way, _number in rows], dtype=np.uint32)
    order = np.argsort(keys, kind="stable")
    further = np.zeros((len(rows), MOST_FURTHER), dtype=np.uint16)
    for row, (way, _number) in enumerate(rows):
        further[row, : len(way) - 2] = [ord(sign) for sign in way[2:]]
    numbers = np.array([number for _way, number in rows], dtype=np.int32)
    return Parts(
        keys=keys[order],
        further=further[order],
        lengths=np.array([len(way) for way, _number in rows], dtype=np.int64)[order],
        numbers=numbers[order],
        codes=signs.table()[numbers & (DOUBLED - 1)].astype(np.uint16)[order],
    )


class PartsSearch:
    """Finds parts that make a character which stands beside its neighbors in some word; where parts follow one
    another, all of them."""

    def __init__(self, parts: Parts, neighbors: np.ndarray, joints: Joints) -> None:
        self._parts, self._neighbors, self._joints = parts, neighbors, joints
        self._keys, self._numbers = parts.keys.data, parts.numbers.data

    def edges(self, reads: np.ndarray, read_as: str, places: list[int]) -> list[Edge]:
        """Of elements at which parts may begin."""
        if len(places) <= FEW:
            rows = list(self._rows_one_by_one(read_as, places))
            if not rows:
                return []
            if len(rows) == 1:
                return self._single(read_as, *rows[0])
            at, row = np.array(rows, dtype=np.int64).T
        else:
            at, row = self._rows(reads, np.array(places))
        return self._fitting(reads, at, row)

    def _rows_one_by_one(self, read_as: str, places: list[int]) -> Iterator[tuple[int, int]]:
        keys, further = self._keys, self._parts.further
        for place in places:
            key = ord(read_as[place]) | ord(read_as[place + 1]) << 16
            row = bisect_left(keys, key)
            while row < len(keys) and keys[row] == key:
                length = self._parts.lengths.item(row)
                if length == 2 or [ord(sign) for sign in read_as[place + 2 : place + length]] == further[
                    row, : length - 2
                ].tolist():
                    yield place, row
                row += 1

    def _single(self, read_as: str, place: int, row: int) -> list[Edge]:
        code, end = self._parts.codes.item(row), place + self._parts.lengths.item(row)
        return [self._edge(place, end, row)] if self._joints.fits(read_as, place, end, code, code) else []

    def _edge(self, start: int, end: int, row: int) -> Edge:
        number = self._numbers[row]
        return Edge(start, end, chr(number & (DOUBLED - 1)), doubled=number >= DOUBLED)

    def _rows(self, reads: np.ndarray, places: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        parts, key = self._parts, pairs(reads)[places]
        first = np.searchsorted(parts.keys, key, side="left")
        counts = np.searchsorted(parts.keys, key, side="right") - first
        at = np.repeat(places, counts)
        row = np.repeat(first - np.cumsum(counts) + counts, counts) + np.arange(len(at))
        longer = (parts.lengths[row] > 2).nonzero()[0]
        if len(longer):
            there = reads.take(at[longer, None] + np.arange(2, 2 + MOST_FURTHER), mode="clip")
            wanted = parts.further[row[longer]]
            stays = np.ones(len(at), dtype=bool)
            stays[longer] = ((wanted == 0) | (wanted == there)).all(axis=1)
            at, row = at[stays], row[stays]
        return at, row

    def _fitting(self, reads: np.ndarray, at: np.ndarray, row: np.ndarray) -> list[Edge]:
        end, code = at + self._parts.lengths[row], self._parts.codes[row]
        size = len(self._neighbors)
        fits = self._neighbors.take(pair_key(code, reads[end], size))
        fits |= self._neighbors.take(pair_key(reads[at - 1], code, size))
        fits |= np.isin(at, end) | np.isin(end, at)
        chosen = fits.nonzero()[0]
        found = zip(at[chosen].tolist(), end[chosen].tolist(), row[chosen].tolist(), strict=True)
        return [self._edge(*one) for one in found]
