"""How characters are spoken: syllables without tones (ü as v), letters and digits as they are read out."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np

from .tables import lines

DIGITS = ("ling", "yi", "er", "san", "si", "wu", "liu", "qi", "ba", "jiu")
LONGEST_SYLLABLE = 6
# Every way to say a word is searched for, up to this many.
MOST_WAYS = 8
# Common characters with a second reading in common use. Of the other common ones the further readings of the table
# are those of old books and names, and only make noise.
POLYPHONES = frozenset("".join(lines("polyphones.txt")))


@cache
def _table() -> dict[str, tuple[str, ...]]:
    """Readings of each character, the usual one first."""
    spoken: dict[str, dict[int, str]] = {}
    for line in lines("readings.txt"):
        syllable, rank, signs = line.split(" ")
        for sign in signs:
            spoken.setdefault(sign, {})[int(rank)] = syllable
    table = {sign: tuple(ranks[rank] for rank in sorted(ranks)) for sign, ranks in spoken.items()}
    table |= {str(digit): (syllable,) for digit, syllable in enumerate(DIGITS)}
    return table | {letter: (letter,) for letter in "abcdefghijklmnopqrstuvwxyz"}


@lru_cache(maxsize=50_000)
def readings(sign: str) -> tuple[str, ...]:
    """Syllables of a (plain) character, the usual one first; a letter reads as itself. Empty where there is none."""
    known = _table().get(sign, ())
    return known if len(known) < 2 or sign in POLYPHONES or not is_common(sign) else known[:1]


def is_common(sign: str) -> bool:
    """Whether it is one of the 3,755 characters of the first level of GB 2312."""
    try:
        return 0xB0 <= sign.encode("gb2312")[0] <= 0xD7
    except UnicodeEncodeError:
        return False


@cache
def syllables() -> tuple[str, ...]:
    """All syllables and letters; the number of one, counted from 1, is its code. Place 0 is for what has no sound."""
    return ("", *sorted({reading for entry in _table().values() for reading in entry}))


@cache
def codes() -> dict[str, int]:
    """Code of each syllable, below 512."""
    return {syllable: code for code, syllable in enumerate(syllables()) if syllable}


def is_syllable(letters: str) -> bool:
    """Whether it is one syllable of pinyin (a single letter is none, but a, e and o)."""
    return letters in codes() and (len(letters) > 1 or letters in "aeo")


@cache
def letters_of_codes() -> np.ndarray:
    """ASCII letters of each code, a row of six, filled up with 0."""
    rows = np.zeros((512, LONGEST_SYLLABLE), dtype=np.uint8)
    for syllable, code in codes().items():
        rows[code, : len(syllable)] = np.frombuffer(syllable.encode(), dtype=np.uint8)
    return rows


def ways(signs: str) -> list[tuple[str, ...]]:
    """Every way to say a word of plain characters, at most eight; none where a character has no sound."""
    all_known = [readings(sign) for sign in signs]
    if not all(all_known):
        return []
    spoken = [tuple([known[0] for known in all_known])]
    if max(map(len, all_known), default=1) == 1:
        return spoken
    spoken = [()]
    for known in all_known:
        if len(spoken) * len(known) > MOST_WAYS:
            known = known[: max(1, MOST_WAYS // len(spoken))]
        spoken = [(*said, syllable) for said in spoken for syllable in known]
    return spoken
