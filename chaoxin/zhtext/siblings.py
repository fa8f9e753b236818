"""Characters that differ in their radical only, so that one is overlooked for the other."""

from __future__ import annotations

from functools import cache

from .tables import lines


@cache
def _table() -> dict[str, str]:
    return {line[0]: line[1:] for line in lines("siblings.txt")}


def siblings(sign: str) -> str:
    """Common characters that look like a common one but for the radical, the most alike first."""
    return _table().get(sign, "")
