"""Which characters stand beside one another in some word."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

import numpy as np

from . import signs
from .emoji import MEANINGS
from .readings import codes, readings
from .stream import Stream


def neighbors(patterns: list[str]) -> np.ndarray:
    """Every two characters that follow one another in words as they are read, as numbers of 32 bits in order, the
    first character in the upper half."""
    points = np.frombuffer("\x01".join(patterns).encode("utf-16-le", "surrogatepass"), dtype="<u2")
    inside = ((points[:-1] != signs.BORDER) & (points[1:] != signs.BORDER)).nonzero()[0]
    return np.unique(points[inside].astype(np.uint32) << 16 | points[inside + 1])


# What the two numbers of an entry of `heard_and_written` are; as in `compiled/finding.c`.
WRITTEN, HEARD_BEHIND, HEARD_BEFORE = 1, 2, 3


def heard_and_written(neighbors: np.ndarray) -> np.ndarray:
    """All that `Joints.fits` looks for in a row of three numbers each: a character and what follows it, and which of
    the two is a sound instead."""
    first, second = neighbors >> 16, neighbors & 0xFFFF
    rows = [(first, second, WRITTEN)]
    for end in (False, True):
        rows.append((first, _sounds_of(second, 0, single=end), HEARD_BEHIND))
        rows.append((_sounds_of(first, -1, single=end), second, HEARD_BEFORE))
    entries = [np.stack([one, other, np.full_like(one, way)], axis=1) for one, other, way in rows]
    return np.ascontiguousarray(np.concatenate(entries).astype(np.uint32))


def _sounds_of(points: np.ndarray, end: int, *, single: bool) -> np.ndarray:
    """Codes of what characters sound like, or of the `single` letter at one end of that; 0 where they have no sound."""
    known = codes()
    unique, places = np.unique(points, return_inverse=True)
    said = [readings(chr(point))[:1] for point in unique.tolist()]
    sounds = [known[one[0][end] if single else one[0]] if one else 0 for one in said]
    return np.array(sounds, dtype=np.uint32)[places]


# A word or character, and what the first and the last character of it are read as.
Pictured = tuple[str, str, str]


@cache
def read_as_one(sign: str) -> str:
    """What a stream's text has for a character."""
    return chr(int(signs.table()[ord(sign)]) & 0xFFFF)


class Joints:
    """What follows and what precedes each character in words."""

    def __init__(self, neighbors: np.ndarray) -> None:
        first, second = (neighbors >> 16).astype("<u2"), neighbors.astype("<u2")
        order = np.argsort(second, kind="stable")
        self._following, self._preceding = _grouped(first, second), _grouped(second[order], first[order])
        self._heard_behind: dict[str, str] = {}
        self._heard_before: dict[str, str] = {}
        self._pictured: dict[int, list[Pictured]] = {}

    def pictured(self, picture: int) -> list[Pictured]:
        """What a picture can stand for of which anything follows the last character or precedes the first in some
        word."""
        known = self._pictured.get(picture)
        if known is None:
            meant = [(sign, read_as_one(sign[0]), read_as_one(sign[-1])) for sign in MEANINGS[chr(picture)]]
            known = [one for one in meant if one[2] in self._following or one[1] in self._preceding]
            self._pictured[picture] = known
        return known

    def joins(self, before: str, first: str, last: str, behind: str) -> bool:
        """Whether, in some word, one of those before is followed by the first, or the last by one of those behind."""
        following, preceding = self._following.get(last, ""), self._preceding.get(first, "")
        return any(map(following.__contains__, behind)) or any(map(preceding.__contains__, before))

    def fits(self, stream: Stream, start: int, end: int, first: str, last: str) -> bool:
        """Whether what is put together from elements stands beside one of its neighbors as those are written, or beside
        what sounds like one: another character, or pinyin. The stream ends with a border."""
        return (
            stream.sign(end) in self._following.get(last, "")
            or stream.sign(start - 1) in self._preceding.get(first, "")
            or stream.sound(end) in self._behind(last)
            or stream.sound(start - 1) in self._before(first)
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
