"""Asking the table of neighbors for one pair at a time."""

from __future__ import annotations

from .compiling import PAIR_PRIME

_MASK = 0xFFFFFFFF


class Joints:
    """Which characters stand beside one another in some word."""

    def __init__(self, neighbors: bytes) -> None:
        self._neighbors, self._shift = neighbors, 33 - len(neighbors).bit_length()

    def together(self, one: int, other: int) -> int:
        """Whether the two codes do."""
        return self._neighbors[(((one * PAIR_PRIME + other) & _MASK) * PAIR_PRIME & _MASK) >> self._shift]

    def fits(self, read_as: str, start: int, end: int, first: int, last: int) -> bool:
        """Whether what is put together from elements stands beside one of its neighbors as those are written. The
        text ends with a border."""
        return bool(self.together(last, ord(read_as[end])) or self.together(ord(read_as[start - 1]), first))
