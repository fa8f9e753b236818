"""Which characters stand beside one another in some word, as a table of a hash of both."""

from __future__ import annotations

import numpy as np

from . import signs

PAIR_PRIME = 2_654_435_761
SMALLEST_BITS, LARGEST_BITS, SPARSE = 18, 23, 24
_MASK = 0xFFFFFFFF


def neighbors(patterns: list[str]) -> np.ndarray:
    """The table of some words as they are read."""
    joined = "\x01".join(patterns)
    points = np.frombuffer(joined.encode("utf-16-le", "surrogatepass"), dtype=np.uint16)
    bits = min(max((len(points) * SPARSE).bit_length(), SMALLEST_BITS), LARGEST_BITS)
    table = np.zeros(1 << bits, dtype=bool)
    if len(points) > 1:
        inside = (points[:-1] != signs.BORDER) & (points[1:] != signs.BORDER)
        table[pair_key(points[:-1][inside], points[1:][inside], len(table))] = True
    return table


def pair_key(one: np.ndarray, other: np.ndarray, size: int) -> np.ndarray:
    """Place of a pair of codes in a table of that size."""
    return (one.astype(np.uint32) * PAIR_PRIME + other.astype(np.uint32)) * PAIR_PRIME >> (
        33 - size.bit_length()
    )


class Joints:
    """Asking the table for one pair at a time."""

    def __init__(self, neighbors: bytes) -> None:
        self._neighbors, self._shift = neighbors, 33 - len(neighbors).bit_length()

    def together(self, one: int, other: int) -> int:
        """Whether the two codes do."""
        return self._neighbors[(((one * PAIR_PRIME + other) & _MASK) * PAIR_PRIME & _MASK) >> self._shift]

    def fits(self, read_as: str, start: int, end: int, first: int, last: int) -> bool:
        """Whether what is put together from elements stands beside one of its neighbors as those are written. The
        text ends with a border."""
        return bool(self.together(last, ord(read_as[end])) or self.together(ord(read_as[start - 1]), first))
