"""The parts that a character can be taken apart into, as they are typed one after another."""

from __future__ import annotations

from functools import cache

from .lookalikes import RADICALS, plain
from .tables import lines

# What is made of these alone is a number (二十 is not 王).
NUMERALS = frozenset("〇零一二三四五六七八九十")


@cache
def _table() -> dict[str, tuple[str, ...]]:
    table: dict[str, dict[str, None]] = {}
    for line in (*lines("components.txt"), *lines("parts.txt")):
        sign, *ways = line.split(" ")
        written = (_read(way) for way in ways)
        table.setdefault(sign, {}).update(
            dict.fromkeys(way for way in written if not NUMERALS.issuperset(way))
        )
    return {sign: tuple(ways) for sign, ways in table.items()}


def _read(way: str) -> str:
    return "".join(RADICALS.get(part, plain(part) or part) for part in way)


def decompositions(sign: str) -> tuple[str, ...]:
    """Every known way to write a simplified character as its parts, radicals in their full form."""
    return _table().get(sign, ())
