"""Two foldings of a text for comparison, each with an exact map back to the text as it was written.

`lightly` evens out width, case, traditional forms and invisible characters; all else stays in its place.
`tightly` also drops whatever is neither letter nor digit: blanks, punctuation, symbols, emoji, line breaks.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from .traditional import SIMPLIFIED

# Format characters (zero-width, direction marks), controls and combining marks (variation selectors).
INVISIBLE = frozenset({"Cf", "Cc", "Mn", "Me", "Co", "Cn", "Cs"})
LINE_BREAKS = frozenset("\n\r\t")
KEPT_TIGHTLY = frozenset("LN")


@dataclass(frozen=True)
class Folded:
    """`text` is the folded form of `source`; its i-th character stands at `origins[i]` of the source."""

    source: str
    text: str
    origins: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` (not empty) stands in the source, the end exclusive."""
        return self.origins[start], self.origins[end - 1] + 1

    def gaps(self, start: int, end: int) -> list[str]:
        """What the source has between each two neighbors of `text[start:end]`."""
        places = self.origins[start:end]
        return [self.source[one + 1 : other] for one, other in pairwise(places) if other != one]


def lightly(source: str) -> Folded:
    """Width, case, traditional forms and invisible characters evened out."""
    return _fold(source, _light)


def tightly(source: str) -> Folded:
    """As `lightly`, and nothing left but letters and digits."""
    return _fold(source, _tight)


def _fold(source: str, form: Callable[[str], str]) -> Folded:
    parts = list(map(form, source))
    text = "".join(parts)
    if len(text) == len(source) and "" not in parts:
        return Folded(source, text, tuple(range(len(source))))
    origins = tuple(place for place, part in enumerate(parts) for _sign in part)
    return Folded(source, text, origins)


@lru_cache(maxsize=20_000)
def _light(sign: str) -> str:
    if sign in LINE_BREAKS:
        return sign
    if unicodedata.category(sign) in INVISIBLE:
        return ""
    even = unicodedata.normalize("NFKC", sign).casefold()
    return "".join(SIMPLIFIED.get(part, part) for part in even)


@lru_cache(maxsize=20_000)
def _tight(sign: str) -> str:
    return "".join(part for part in _light(sign) if unicodedata.category(part)[0] in KEPT_TIGHTLY)
