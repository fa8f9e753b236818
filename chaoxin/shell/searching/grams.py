"""Words cut into pairs of neighboring characters, the same way for what is stored and for what is asked."""

from __future__ import annotations

import unicodedata

LONGEST_INDEXED = 6000
SHORTEST_WORD = 2


def normalize(text: str) -> str:
    """Full-width forms made plain, lower case, every stretch that is neither letter nor digit made one space."""
    plain = unicodedata.normalize("NFKC", text[:LONGEST_INDEXED]).lower()
    return " ".join("".join(char if char.isalnum() else " " for char in plain).split())


def pairs(normalized: str) -> list[str]:
    """The distinct pairs of neighboring characters within words, in order of appearance."""
    found = {
        word[at : at + SHORTEST_WORD]: None
        for word in normalized.split(" ")
        for at in range(len(word) - SHORTEST_WORD + 1)
    }
    return list(found)


def asked_words(query: str) -> list[str]:
    """The words of a query that can be looked up; those of one character cannot."""
    return [word for word in normalize(query).split(" ") if len(word) >= SHORTEST_WORD]
