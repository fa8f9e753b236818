"""Patterns that are looked for only in texts that have what each of their matches has."""

from __future__ import annotations

import re
from collections.abc import Iterator


class Sought:
    """A pattern, and signs (with blanks between) one of which at least stands in every match of it. To see that a
    text has none of them takes a hundredth of the time of a search."""

    def __init__(self, pattern: str, needed: str) -> None:
        self.pattern = re.compile(pattern)
        self.needed = tuple(needed.split())

    def may_be_in(self, text: str) -> bool:
        """False only where the text has no match."""
        return any(sign in text for sign in self.needed)

    def all_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every match, in order."""
        return self.pattern.finditer(text) if self.may_be_in(text) else iter(())
