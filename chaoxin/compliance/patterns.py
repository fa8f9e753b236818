"""What a regular expression consists of, as plain values."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

# The standard library's own reading of patterns; it has no public name.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT, codes.POSSESSIVE_REPEAT)
LOOKS = (codes.ASSERT, codes.ASSERT_NOT)


@dataclass(frozen=True)
class Sign:
    """One of these characters; with `others` also some that are not named."""

    characters: str
    others: bool = False


@dataclass(frozen=True)
class Either:
    """One of several sequences."""

    branches: tuple[Parts, ...]


@dataclass(frozen=True)
class Repeat:
    """A sequence that stands there from `least` to `most` times; None for any number."""

    least: int
    most: int | None
    repeated: Parts


@dataclass(frozen=True)
class Look:
    """A sequence that is to stand there (or, where not `wanted`, not to), without being part of what matches."""

    seen: Parts
    wanted: bool


@dataclass(frozen=True)
class Border:
    """A place between characters; `first` where it is the text's beginning."""

    first: bool


Part = Sign | Either | Repeat | Look | Border
Parts = tuple[Part, ...]
ANYTHING = Sign("", others=True)


def read(pattern: str) -> Parts:
    """The parts of a pattern, one behind the other. Raises re.error for what is none."""
    return _sequence(parser.parse(pattern))


def _sequence(items: Iterable[tuple[Any, Any]]) -> Parts:
    return tuple(part for code, argument in items for part in _parts(code, argument))


def _parts(code: Any, argument: Any) -> Parts:
    if code is codes.SUBPATTERN:
        return _sequence(argument[-1])
    if code is codes.ATOMIC_GROUP:
        return _sequence(argument)
    return (_part(code, argument),)


def _part(code: Any, argument: Any) -> Part:
    if code is codes.LITERAL:
        return Sign(chr(argument))
    if code is codes.IN:
        return _sign(argument)
    if code is codes.BRANCH:
        return Either(tuple(_sequence(branch) for branch in argument[1]))
    if code is codes.GROUPREF_EXISTS:
        return Either(tuple(_sequence(branch or ()) for branch in argument[1:]))
    if code in REPEATS:
        least, most, repeated = argument
        return Repeat(least, None if most is codes.MAXREPEAT else most, _sequence(repeated))
    if code in LOOKS:
        return Look(_sequence(argument[1]), wanted=code is codes.ASSERT)
    return Border(argument is codes.AT_BEGINNING) if code is codes.AT else ANYTHING


def _sign(choices: list[tuple[Any, Any]]) -> Sign:
    if choices[0][0] is codes.NEGATE:
        return ANYTHING
    named = "".join(chr(value) for code, value in choices if code is codes.LITERAL)
    return Sign(named, others=len(named) < len(choices))
