"""Whether a pattern takes time in proportion to a text, whatever that is."""

from __future__ import annotations

from collections.abc import Iterable

# The standard library's own reading of patterns; it has no public name.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)


def is_bounded(pattern: str) -> bool:
    """Whether nothing in it may stand there any number of times. What begins with the text's beginning is tried only
    once, so that it may."""
    items = parser.parse(pattern)
    begins = len(items) > 0 and items[0][0] is codes.AT and items[0][1] is codes.AT_BEGINNING
    return begins or _all_bounded(items)


def _all_bounded(items: Iterable[tuple[Any, Any]]) -> bool:
    return all(_is_bounded(code, argument) for code, argument in items)


def _is_bounded(code: Any, argument: Any) -> bool:
    if code in REPEATS:
        return argument[1] is not codes.MAXREPEAT and _all_bounded(argument[2])
    if code is codes.BRANCH:
        return all(_all_bounded(branch) for branch in argument[1])
    if code is codes.SUBPATTERN:
        return _all_bounded(argument[-1])
    if code in (codes.ASSERT, codes.ASSERT_NOT):
        return _all_bounded(argument[1])
    return code is not codes.ATOMIC_GROUP or _all_bounded(argument)
