"""Which characters stand beside one another in some word."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from . import signs
from .readings import codes, readings


def neighbors(patterns: list[str]) -> np.ndarray:
    """Every two characters that follow one another in words as they are read, as numbers of 32 bits in order, the
    first character in the upper half."""
    points = np.frombuffer("\x01".join(patterns).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    inside = ((points[:-1] != signs.BORDER) & (points[1:] != signs.BORDER)).nonzero()[0]
    return np.unique(points[inside].astype(np.uint32) << 16 | points[inside + 1])


class Joints:
    """What follows and what precedes each character in words."""

    def __init__(self, neighbors: np.ndarray) -> None:
        first, second = (neighbors >> 16).astype("<u2"), neighbors.astype("<u2")
        order = np.argsort(second, kind="stable")
        self._following, self._preceding = _grouped(first, second), _grouped(second[order], first[order])
        self._heard_behind: dict[str, str] = {}
        self._heard_before: dict[str, str] = {}

    def has(self, first: str, last: str) -> bool:
        """Whether anything follows the last or precedes the first in some word."""
        return last in self._following or first in self._preceding

    def joins(self, before: str, first: str, last: str, behind: str) -> bool:
        """Whether, in some word, one of those before is followed by the first, or the last by one of those behind."""
        following, preceding = self._following.get(last, ""), self._preceding.get(first, "")
        return any(map(following.__contains__, behind)) or any(map(preceding.__contains__, before))

    def fits(self, read_as: str, said: str, start: int, end: int, first: str, last: str) -> bool:
        """Whether what is put together from elements stands beside one of its neighbors as those are written, or beside
        what sounds like one: another character, or pinyin. The text ends with a border."""
        return (
            read_as[end] in self._following.get(last, "")
            or read_as[start - 1] in self._preceding.get(first, "")
            or said[end] in self._behind(last)
            or said[start - 1] in self._before(first)
        )

    def _behind(self, sign: str) -> str:
        if sign not in self._heard_behind:
            self._heard_behind[sign] = _heard(self._following.get(sign, ""), 0)
        return self._heard_behind[sign]

    def _before(self, sign: str) -> str:
        if sign not in self._heard_before:
            self._heard_before[sign] = _heard(self._preceding.get(sign, ""), -1)
        return self._heard_before[sign]


def _grouped(keys: np.ndarray, values: np.ndarray) -> dict[str, str]:
    """The values of each key as one string; keys in order."""
    text = values.tobytes().decode("utf-16-le", "surrogatepass")
    unique, starts = np.unique(keys, return_index=True)
    spans = pairwise([*starts.tolist(), len(keys)])
    return {chr(key): text[start:end] for key, (start, end) in zip(unique.tolist(), spans, strict=False)}


def _heard(others: str, end: int) -> str:
    """The sounds of characters, and those of the letters that their pinyin begins or ends with, as in the text of
    sounds."""
    known = codes()
    spoken = {known[syllable] for sign in others for syllable in readings(sign)[:1]}
    letters = {known[readings(sign)[0][end]] for sign in others if readings(sign)}
    return "".join(map(chr, spoken | letters))
