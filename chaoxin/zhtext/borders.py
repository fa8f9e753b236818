"""Where ordinary words begin and end, so that nothing is read across them that only sounds or looks like a word."""

from __future__ import annotations

from enum import IntEnum
from functools import cache

from .tables import lines


@cache
def _table() -> dict[str, str]:
    """By first character what follows it in words, each between blanks."""
    return {line[0]: f" {line[1:].strip()} " for line in lines("words.txt")}


def is_ordinary(word: str) -> bool:
    """Whether it is a common word of two or three characters."""
    following = _table().get(word[:1])
    return following is not None and len(word) > 1 and f" {word[1:]} " in following


class Division(IntEnum):
    """How much speaks for dividing a text otherwise than around a place."""

    NONE = 0
    DOUBTFUL = 1  # a word goes over the border of the place
    SURE = 2  # and what it leaves of the place is a word, too


def behind(text: str, start: int, end: int) -> Division:
    """Whether the last character of a place begins a word that goes on behind it (国际机 before 场)."""
    if end - start < 3 or not is_ordinary(text[end - 1 : end + 1]):
        return Division.NONE
    return Division.SURE if is_ordinary(text[max(start, end - 3) : end - 1]) else Division.DOUBTFUL


def before(text: str, start: int, end: int) -> Division:
    """Whether the first character ends one that begins before it (始咳嗽 behind 开)."""
    if end - start < 3 or not start or not is_ordinary(text[start - 1 : start + 1]):
        return Division.NONE
    return Division.SURE if is_ordinary(text[start + 1 : min(end, start + 3)]) else Division.DOUBTFUL
