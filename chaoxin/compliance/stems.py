"""The words that a pattern is made of, so that they can be looked for in disguise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from . import patterns
from .patterns import Either, Look, Part, Parts, Repeat, Sign

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
    found.update(_words(_stretches(patterns.read(pattern), found)))
    return frozenset(found)


def _words(stretches: Iterable[str]) -> Iterator[str]:
    for stretch in stretches:
        yield from (word for word in stretch.split(GAP) if len(word) >= SHORTEST)


def _stretches(parts: Parts, found: set[str]) -> list[str]:
    """All that can stand one behind the other. What is a word already is put into `found` instead of being joined to
    what follows."""
    whole = [""]
    for part in parts:
        following = _alternatives(part, found)
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


def _alternatives(part: Part, found: set[str]) -> list[str]:
    if isinstance(part, Sign):
        return _signs(part)
    if isinstance(part, Either):
        return list(dict.fromkeys(one for branch in part.branches for one in _stretches(branch, found)))
    if isinstance(part, Repeat):
        return _repeated(part, found)
    if isinstance(part, Look) and part.wanted:
        found.update(_words(_stretches(part.seen, found)))
    return [""]


def _signs(sign: Sign) -> list[str]:
    signs = [one for one in sign.characters if _is_han(one)]
    if len(signs) > MOST_SIGNS:
        return [GAP]
    return [*signs, GAP] if sign.others or len(signs) < len(sign.characters) else signs


def _repeated(part: Repeat, found: set[str]) -> list[str]:
    """What may be missing is a word of its own or none."""
    stretches = _stretches(part.repeated, found)
    if part.least == part.most == 1:
        return stretches
    found.update(_words(stretches))
    return [GAP] if part.least else ["", GAP]


def _is_han(character: str) -> bool:
    return "\u4e00" <= character <= "\u9fff"
