"""Places judged before: what is written twice in the same surroundings is weighed once. Spam repeats itself."""

from __future__ import annotations

from collections.abc import Hashable

from .lexicon import Variant
from .lookalikes import plain
from .weighing import Judged, is_mark

MOST = 50_000
# Judging looks at so many letters to each side at most, as long as those behind are no repetition.
REACH = 14
# Places of more characters are weighed each time: kept, they would fill the memory.
LONGEST = 200
# Of so many characters beyond the reach one ends what may go on.
BEYOND = 3

# Start and end counted from the word's first character, variant, confidence, whether it crosses a sentence.
Verdict = tuple[int, int, Variant, float, bool]
# Where nothing is kept; None is the verdict that the word does not stand there.
UNKNOWN: Verdict = (0, 0, Variant.LITERAL, 0.0, False)


class Verdicts:
    """May be shared by threads: the worst that can happen is that a place is weighed again."""

    def __init__(self) -> None:
        self.known: dict[Hashable, Verdict | None] = {}

    def keep(self, key: Hashable, verdict: Verdict | None) -> None:
        """Under its key, as long as there is room; then all are forgotten."""
        if len(self.known) >= MOST:
            self.known.clear()
        self.known[key] = verdict


def told(judged: Judged, at: int) -> Verdict:
    """What was judged, seen from a place."""
    confidence = round(max(judged.confidence, 0.0), 3)
    return judged.start - at, judged.end - at, judged.variant, confidence, judged.crosses


def surroundings(text: str, start: int, end: int, reach: int = REACH) -> tuple[int, str]:
    """What judging a place looks at, as long as it is `closed`: the text around it and where in that it begins."""
    if end - start > LONGEST:
        return start, ""
    before = start - reach if start > reach else 0
    return start - before, text[before : end + reach + BEYOND]


def closed(text: str, start: int, last: int, end: int, reach: int = REACH) -> bool:
    """Whether judging a place, whose last character begins at `last`, looks at no more than its surroundings: not where
    what stands behind goes on beyond them, nor at a place too long to be kept."""
    return end - start <= LONGEST and any(
        behind >= len(text) or not _goes_on(text[behind - 1], text[last], text[end - 1])
        for behind in range(end + reach, end + reach + BEYOND)
    )


def _goes_on(sign: str, last: str, end: str) -> bool:
    """Whether a sign repeats one of the others or is set over what stands before it."""
    said = plain(sign)
    return said == plain(last) or said == plain(end) or (not sign.isascii() and is_mark(sign))
