"""How syllables are typed in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import groupby, pairwise, product

from .readings import LONGEST_SYLLABLE, is_syllable, readings

# What a digit is typed for (x1n, we1xin); up to five it may also be a tone.
MEANT = {
    "0": ("o", ""),
    "1": ("i", "l", ""),
    "2": ("", "z"),
    "3": ("e", ""),
    "4": ("a", ""),
    "5": ("s", ""),
    "9": ("g",),
}
MOST_DIGITS, LONGEST_RUN = 4, 32
_LATIN = re.compile("[a-z]+")


def typed_forms(said: tuple[str, ...]) -> list[str]:
    """All strings of letters that stand for the syllables in a stream: nü is nv, and nu or nyu of those who do not
    know; a letter that ends one syllable and begins the next may stand there once, as repeated ones do."""
    whole = "".join(said)
    if "v" not in whole and not any(one[-1] == following[0] for one, following in pairwise(said)):
        return [whole]
    forms = [said[0]]
    for one, following in pairwise(said):
        shared = following[1:] if one[-1] == following[0] else following
        forms = [form + ending for form in forms for ending in dict.fromkeys((following, shared))][:8]
    if not any("v" in form for form in forms):
        return list(dict.fromkeys(forms))
    spelled = [form.replace("v", u) for form in forms for u in ("v", "u", "yu")]
    return list(dict.fromkeys(spelled))


@lru_cache(maxsize=4096)
def parses(letters: str) -> bool:
    """Whether letters are syllables of pinyin, one after another (none is, too)."""
    if not letters:
        return True
    sizes = range(1, min(LONGEST_SYLLABLE, len(letters)) + 1)
    return any(is_syllable(letters[:size]) and parses(letters[size:]) for size in sizes)


@lru_cache(maxsize=4096)
def digits_as_letters(run: str) -> tuple[tuple[int, str], ...]:
    """Which places of a run of letters and digits stand for which letters, so that all of it is pinyin; none where
    that cannot be."""
    places = [place for place, sign in enumerate(run) if sign.isdigit()]
    if not 0 < len(places) <= MOST_DIGITS or len(run) > LONGEST_RUN:
        return ()
    for chosen in product(*(MEANT.get(run[place], ()) for place in places)):
        meant = dict(zip(places, chosen, strict=True))
        if parses("".join(meant.get(place, sign) for place, sign in enumerate(run))):
            return tuple((place, letter) for place, letter in meant.items() if letter)
    return ()


def glued(word: str) -> Iterator[str]:
    """Where the Latin letters of a word meet another character of it, as both stand in a stream once that is typed:
    jiavx and vxzi for 加VX咨询."""
    for letters in _LATIN.finditer(word.lower()):
        before, behind = word[: letters.start()][-1:], word[letters.end() :][:1]
        for said in readings(before) if not before.isascii() else ():
            yield _once(said + letters[0])
        for said in readings(behind) if not behind.isascii() else ():
            yield _once(letters[0] + said)


def _once(letters: str) -> str:
    return "".join(letter for letter, _repeated in groupby(letters))
