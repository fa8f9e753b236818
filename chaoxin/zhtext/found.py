"""What a scan answers."""

from __future__ import annotations

from dataclasses import dataclass, replace

from .contexts import negated, quoted
from .lexicon import Variant, Word


@dataclass(frozen=True, slots=True)
class Found:
    """A word stands at `text[start:end]`. `confidence` is 1 where it is written as in the lexicon and falls with
    the distance; `innocent` says why it means nothing there: the innocent phrase, "negated" or "quoted"."""

    start: int
    end: int
    word: Word
    variant: Variant
    confidence: float
    crosses_sentence: bool
    innocent: str = ""


def best_of_each(found: list[Found]) -> list[Found]:
    """Of places of one word that share characters the surest, of equally sure ones the longest."""
    if len({one.word.text for one in found}) == len(found):
        return found
    kept: dict[Word, list[Found]] = {}
    for one in sorted(found, key=lambda one: (-one.confidence, one.start - one.end)):
        others = kept.setdefault(one.word, [])
        if not any(one.start < other.end and other.start < one.end for other in others):
            others.append(one)
    return [one for others in kept.values() for one in others]


def with_reason(one: Found, text: str, innocent: list[tuple[int, int, str]]) -> Found:
    for start, end, phrase in innocent:
        if start <= one.start and one.end <= end:
            return replace(one, innocent=phrase)
    if negated(text, one.start):
        return replace(one, innocent="negated")
    if quoted(text, one.start, one.end):
        return replace(one, innocent="quoted")
    return one
