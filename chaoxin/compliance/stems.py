"""The words that a pattern is made of, so that they can be looked for in disguise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

# The standard library's own reading of patterns; it has no public name.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

SHORTEST = 2
# Where a character of its own meets so many others, the words with it are no longer made.
MOST_JOINED = 60
MOST_SIGNS = 12
# Stands in a stretch where anything may stand.
GAP = "\0"


@cache
def stems_of(pattern: str) -> frozenset[str]:
    """Words of at least two Han characters that stand in what the pattern matches, or in what it wants to see around
    it: 最便宜 and 最实惠 for 最(?:便宜|实惠)."""
    found: set[str] = set()
    found.update(_words(_stretches(parser.parse(pattern), found)))
    return frozenset(found)


def _words(stretches: Iterable[str]) -> Iterator[str]:
    for stretch in stretches:
        yield from (word for word in stretch.split(GAP) if len(word) >= SHORTEST)


def _stretches(items: Iterable[tuple[Any, Any]], found: set[str]) -> list[str]:
    """All that can stand one behind the other. What is a word already is put into `found` instead of being joined to
    what follows."""
    whole = [""]
    for code, argument in items:
        following = _alternatives(code, argument, found)
        if _belong_together(whole, following):
            whole = list(dict.fromkeys(one + other for one in whole for other in following))
        else:
            found.update(_words(whole))
            whole = [GAP + other for other in following]
    return whole


def _belong_together(whole: list[str], following: list[str]) -> bool:
    if len(whole) * len(following) > MOST_JOINED:
        return False
    tails = [one.rpartition(GAP)[2] for one in whole]
    heads = [other.partition(GAP)[0] for other in following]
    return all(len(tail) < SHORTEST for tail in tails) or any(len(head) == 1 for head in heads)


def _alternatives(code: Any, argument: Any, found: set[str]) -> list[str]:
    if code is codes.LITERAL:
        return [chr(argument) if _is_han(argument) else GAP]
    if code is codes.IN:
        return _signs(argument)
    if code is codes.BRANCH:
        return list(dict.fromkeys(one for branch in argument[1] for one in _stretches(branch, found)))
    if code is codes.SUBPATTERN:
        return _stretches(argument[-1], found)
    if code in (codes.MAX_REPEAT, codes.MIN_REPEAT):
        least, most, inside = argument
        return _repeated(least, most, inside, found)
    if code is codes.ASSERT:
        found.update(_words(_stretches(argument[1], found)))
    return [""] if code in (codes.ASSERT, codes.ASSERT_NOT, codes.AT) else [GAP]


def _signs(choices: list[tuple[Any, Any]]) -> list[str]:
    signs = [chr(value) for code, value in choices if code is codes.LITERAL and _is_han(value)]
    if len(signs) > MOST_SIGNS:
        return [GAP]
    return signs if len(signs) == len(choices) else [*signs, GAP]


def _repeated(least: int, most: int, inside: Any, found: set[str]) -> list[str]:
    """What may be missing is a word of its own or none."""
    stretches = _stretches(inside, found)
    if least == most == 1:
        return stretches
    found.update(_words(stretches))
    return [GAP] if least else ["", GAP]


def _is_han(code: int) -> bool:
    return 0x4E00 <= code <= 0x9FFF
