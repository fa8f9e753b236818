"""Finding words and patterns in Chinese text as people write and disguise it, with exact places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .folding import Folded, lightly, tightly

# A word does not run over these, unless somebody set one and the same sign between all its characters.
SENTENCE_SIGNS = frozenset("，。！？；：、,!?;:\n\r")
SHORTEST_DELIBERATE_WORD = 3


@dataclass(frozen=True)
class Hit:
    """`source[start:end]` of the text that was searched."""

    start: int
    end: int

    def covers(self, other: Hit) -> bool:
        """Whether the other lies within this one (or is equal)."""
        return self.start <= other.start and other.end <= self.end


class Text:
    """A text prepared for searching; both foldings are made once, when first needed."""

    def __init__(self, source: str) -> None:
        self.source = source

    @cached_property
    def light(self) -> Folded:
        return lightly(self.source)

    @cached_property
    def tight(self) -> Folded:
        return tightly(self.source)

    def find_word(self, word: str) -> Iterator[Hit]:
        """Every place of a word (already `tightly` folded), with or without signs set between its
        characters. Latin words and numbers are found only as whole words."""
        folded, start = self.tight, -1
        while word and (start := folded.text.find(word, start + 1)) >= 0:
            end = start + len(word)
            if self._stands_alone(start, end) and _holds_together(folded, start, end):
                yield Hit(*folded.span(start, end))

    def find_pattern(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Every match of a regular expression in the lightly folded text."""
        for match in pattern.finditer(self.light.text):
            if match.end() > match.start():
                yield Hit(*self.light.span(match.start(), match.end()))

    def find_phrase(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Every match of a regular expression in either folding; in the tight one only where the match does
        not run over a sentence's end."""
        for hits in self.find_phrases(pattern):
            yield from hits

    def find_phrases(self, pattern: re.Pattern[str]) -> tuple[Iterator[Hit], Iterator[Hit]]:
        """As `find_phrase`, those of each folding for themselves, in order."""
        return self.find_pattern(pattern), self._find_tightly(pattern)

    def find_spread(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        """Every match in the tight folding of which at least every other joint was opened by signs, as nobody writes
        who means something else."""
        for match in pattern.finditer(self.tight.text):
            start, end = match.span()
            gaps = self.tight.gaps(start, end) if end > start else []
            if sum(map(bool, gaps)) * 2 >= len(gaps) > 1 and _holds_together(self.tight, start, end):
                yield Hit(*self.tight.span(start, end))

    def _find_tightly(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        for match in pattern.finditer(self.tight.text):
            if match.end() > match.start() and _holds_together(self.tight, match.start(), match.end()):
                yield Hit(*self.tight.span(match.start(), match.end()))

    def _stands_alone(self, start: int, end: int) -> bool:
        first, last = self.tight.text[start], self.tight.text[end - 1]
        begin, finish = self.tight.span(start, end)
        before, after = self.source[begin - 1 : begin], self.source[finish : finish + 1]
        return not (_is_latin(first) and _is_latin(before)) and not (_is_latin(last) and _is_latin(after))


def folded_word(word: str) -> str:
    """A word in the form that `Text.find_word` takes."""
    return tightly(word).text


def _is_latin(sign: str) -> bool:
    return sign.isascii() and sign.isalnum()


def _holds_together(folded: Folded, start: int, end: int) -> bool:
    gaps = folded.gaps(start, end)
    if not any(sign in SENTENCE_SIGNS for gap in gaps for sign in gap):
        return True
    return end - start >= SHORTEST_DELIBERATE_WORD and len(set(gaps)) == 1
