"""Places judged before: what is written twice in the same surroundings is weighed once. Spam repeats itself."""

from __future__ import annotations

from collections.abc import Callable, Hashable

from .lexicon import Variant
from .lookalikes import plain
from .weighing import Judged, is_mark

MOST = 50_000
# Judging looks at so many letters to each side at most, as long as those behind are no repetition.
REACH = 14
# Places of more characters are weighed each time: kept, they would fill the memory.
LONGEST = 200

# Start and end counted from the word's first character, variant, confidence, whether it crosses a sentence.
Verdict = tuple[int, int, Variant, float, bool]


class Verdicts:
    """May be shared by threads: the worst that can happen is that a place is weighed again."""

    def __init__(self) -> None:
        self._known: dict[Hashable, Verdict | None] = {}

    def of(self, key: Hashable, at: int, judge: Callable[[], Judged | None]) -> Verdict | None:
        """The verdict kept under a key; else what `judge` answers of a place in a text. Without a key it is not
        kept."""
        if key is not None and key in self._known:
            return self._known[key]
        judged = judge()
        verdict = told(judged, at) if judged else None
        if key is not None:
            if len(self._known) >= MOST:
                self._known = {}
            self._known[key] = verdict
        return verdict


def told(judged: Judged, at: int) -> Verdict:
    """What was judged, seen from a place."""
    confidence = round(max(judged.confidence, 0.0), 3)
    return judged.start - at, judged.end - at, judged.variant, confidence, judged.crosses


def surroundings(text: str, start: int, last: int, end: int, reach: int = REACH) -> str | None:
    """All that judging a place looks at, whose last character begins at `last`; None where what stands behind goes
    on beyond that, and of a place too long to be kept."""
    if end - start > LONGEST:
        return None
    before, size = max(start - reach, 0), len(text)
    for behind in range(end + reach, end + reach + 3):
        if behind >= size or not _goes_on(text[behind - 1], text[last], text[end - 1]):
            return f"{start - before}\0{text[before:behind]}" if start < reach else text[before:behind]
    return None


def _goes_on(sign: str, last: str, end: str) -> bool:
    """Whether a sign repeats one of the others or is set over what stands before it."""
    said = plain(sign)
    return said == plain(last) or said == plain(end) or (not sign.isascii() and is_mark(sign))
