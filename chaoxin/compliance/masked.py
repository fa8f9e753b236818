"""Words of which a sign stands for a character (国*级, 独一□二)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from sys import intern

HAN = re.compile("[一-龥]{3,8}")
SHORTEST, LONGEST = 3, 8
# One sign behind a Han character, and not a row of them.
MASK = re.compile("(?<=[一-龥])[*＊○□▢■×xX_＿〇](?![*＊○□▢■×a-zA-Z0-9_＿〇])")
BEFORE, BEHIND = re.compile("[一-龥]{1,7}$"), re.compile("[一-龥]{0,7}")
SIGN = "*"
# Of so many at most in one text: more say nothing new.
MOST = 100


def told(text: str, words: Callable[[], Mapping[str, str]]) -> Iterator[tuple[int, str]]:
    """Where in a text a sign stands for a character of a word (by what `masked` gives, asked for where there is a sign
    at all), and which one."""
    for match in islice(MASK.finditer(text), MOST):
        sign = _sign(text, match.start(), words())
        if sign:
            yield match.start(), sign


def _sign(text: str, at: int, words: Mapping[str, str]) -> str:
    """Of the longest word."""
    before, behind = BEFORE.search(text[max(at - LONGEST, 0) : at]), BEHIND.match(text, at + 1)
    head, tail = before[0] if before else "", behind[0] if behind else ""
    known = (
        words.get(f"{head[-size:]}{SIGN}{tail[: whole - 1 - size]}", "")
        for whole in range(LONGEST, SHORTEST - 1, -1)
        for size in range(min(len(head), whole - 1), 0, -1)
        if whole - 1 - size <= len(tail)
    )
    return next((sign for sign in known if sign), "")


def masked(words: Iterable[str]) -> dict[str, str]:
    """What is left of words of three to eight Han characters with one of them masked, and which: any but the first, of
    three the one in the middle."""
    return {
        f"{word[:at]}{SIGN}{word[at + 1 :]}": intern(word[at])
        for word in words
        if HAN.fullmatch(word)
        for at in range(1, len(word) - (len(word) == SHORTEST))
    }
