"""Words by sound: the syllables that each begins with, as patterns for an automaton over what a text sounds like."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import NamedTuple

import numpy as np

from . import signs

# A word is found by so many of its syllables and then compared; as many codes of sixteen bits are one number.
COMPARED = 4


class Spoken(NamedTuple):
    """One way to say a word, a character for each syllable, and what the word's own characters are read as. Where it
    is `backwards`, it is to be found in just these."""

    word: int
    said: str
    own: str
    backwards: bool


@dataclass(frozen=True)
class Sounds:
    """`keys` are the patterns in order, up to four codes each; pattern i belongs to the ways to say a word whose
    numbers stand at `uses_from[i]:uses_from[i + 1]`, and way n has the codes `said[begins[n]:begins[n + 1]]`."""

    keys: np.ndarray
    uses_from: np.ndarray
    use_ways: np.ndarray
    words: np.ndarray
    backwards: np.ndarray
    begins: np.ndarray
    said: np.ndarray
    own: np.ndarray

    def patterns(self) -> list[str]:
        """All patterns, a character for each code."""
        text = _text(self.keys)
        return [text[at : at + COMPARED].rstrip("\0") for at in range(0, len(text), COMPARED)]

    def ways(self, pattern: int) -> list[int]:
        """Numbers of the ways to say words that begin with a pattern."""
        return self.use_ways[self.uses_from[pattern] : self.uses_from[pattern + 1]].tolist()

    def spoken(self, number: int) -> Spoken:
        """A way to say a word."""
        span = slice(self.begins[number], self.begins[number + 1])
        word, backwards = self.words.item(number), bool(self.backwards.item(number))
        return Spoken(word, _text(self.said[span]), _text(self.own[span]), backwards)

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it by name."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


def _text(codes: np.ndarray) -> str:
    return codes.tobytes().decode("utf-16-le", "surrogatepass")


class SoundsBuilder:
    """Collects ways to say words."""

    def __init__(self) -> None:
        self._words: list[int] = []
        self._backwards: list[bool] = []
        self._heard_once: list[bool] = []
        self._said: list[list[int]] = []
        self._own: list[list[int]] = []

    def add(
        self, word: int, codes: list[int], read_as: list[int], backwards: bool = False, alike: bool = False
    ) -> None:
        """One way to say a word, of two syllables at least, and what its characters are read as; where one of them is
        only `alike`, it is heard in one way, as what is backwards."""
        self._words.append(word)
        self._heard_once.append(backwards or alike)
        self._backwards.append(backwards)
        self._said.append(codes)
        self._own.append(read_as)

    def finish(self) -> Sounds:
        """The tables."""
        backwards = np.array(self._backwards, dtype=bool)
        keys, ways = _heard(_begun(self._said), np.array(self._heard_once, dtype=bool))
        order = np.argsort(keys, kind="stable")
        unique, starts = np.unique(keys[order], return_index=True)
        return Sounds(
            keys=unique,
            uses_from=np.append(starts, len(keys)).astype(np.int64),
            use_ways=ways[order].astype(np.int32),
            words=np.array(self._words, dtype=np.int32),
            backwards=backwards,
            begins=np.cumsum([0, *map(len, self._said)], dtype=np.int64),
            said=np.array([code for codes in self._said for code in codes], dtype="<u2"),
            own=np.array([sign for read_as in self._own for sign in read_as], dtype="<u2"),
        )


def _begun(said: list[list[int]]) -> np.ndarray:
    padding = [0] * COMPARED
    rows = [(codes + padding)[:COMPARED] for codes in said]
    return np.array(rows, dtype="<u2").reshape(-1, COMPARED)


def _heard(begun: np.ndarray, once: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Beginnings as one number each, with the way each is of: as they are said, and as they are heard where a common
    character that can be read so has another usual reading. What is found backwards has its own characters, so it is
    heard `once`."""
    ways = np.arange(len(begun))
    for place in range(COMPARED):
        rows, numbers = [begun], [ways]
        for listed in _substitutes():
            other = listed.take(begun[:, place])
            chosen = ((other > 0) & ~once[ways]).nonzero()[0]
            changed = begun[chosen]
            changed[:, place] = other[chosen]
            rows.append(changed)
            numbers.append(ways[chosen])
        begun, ways = np.concatenate(rows), np.concatenate(numbers)
    return np.ascontiguousarray(begun).view("<u8").ravel(), ways


@cache
def _substitutes() -> tuple[np.ndarray, ...]:
    """Tables over all codes: another code that the same is listed under, 0 where there is none (any more)."""
    known = signs.substitutes()
    tables = np.zeros((max(map(len, known.values())), signs.SOUND_MASK + 1), dtype="<u2")
    for code, listed in known.items():
        tables[: len(listed), code] = listed
    return tuple(tables)
