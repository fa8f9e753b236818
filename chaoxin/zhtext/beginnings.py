"""Where words and the parts of characters may begin: every two characters of a stream, held against one table.

Of ordinary text hardly any place remains, so that what follows looks at a few characters instead of all.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

WORD, PARTS = 1, 2
SMALLEST_BITS, LARGEST_BITS, SPARSE = 18, 22, 192
_PRIME = np.uint32(2_654_435_761)


class Beginnings:
    """`table` has marks for a hash of two characters, `singles` for one where a word is no longer than that."""

    def __init__(self, table: np.ndarray, singles: np.ndarray) -> None:
        self._table, self._singles = table, singles
        self._shift = np.uint32(33 - len(table).bit_length())

    def places(self, reads: np.ndarray) -> tuple[list[int], list[int]]:
        """Elements at which a word may begin, and those at which the parts of a character may."""
        marks = self._table.take((pairs(reads) * _PRIME) >> self._shift)
        if len(self._singles):
            marks |= self._singles.take(reads[:-1])
        at = marks.nonzero()[0]
        if not len(at):
            return [], []
        marked = list(zip(at.tolist(), marks.take(at).tolist(), strict=True))
        return [one for one, mark in marked if mark & WORD], [one for one, mark in marked if mark & PARTS]


def pairs(reads: np.ndarray) -> np.ndarray:
    """Every two codes of sixteen bits as one number of 32, the first in its lower half; nothing is copied."""
    return np.ndarray(len(reads) - 1, dtype="<u4", buffer=reads, strides=(2,))


def tables(patterns: Sequence[str], parts: Iterable[int]) -> tuple[np.ndarray, np.ndarray]:
    """`table` and `singles` of patterns and of pairs that parts begin with."""
    begun = np.frombuffer("".join(pattern[:2] for pattern in patterns if len(pattern) > 1).encode(*_UTF_16), "<u4")
    began = np.fromiter(parts, dtype=np.uint32)
    bits = min(max(((len(begun) + len(began)) * SPARSE).bit_length(), SMALLEST_BITS), LARGEST_BITS)
    table = np.zeros(1 << bits, dtype=np.uint8)
    shift = np.uint32(32 - bits)
    table[(begun * _PRIME) >> shift] = WORD
    table[(began * _PRIME) >> shift] |= PARTS
    alone = [ord(pattern) for pattern in patterns if len(pattern) == 1]
    singles = np.zeros(0x10000 if alone else 0, dtype=np.uint8)
    singles[alone] = WORD
    return table, singles


_UTF_16 = ("utf-16-le", "surrogatepass")
