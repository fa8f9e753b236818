"""Finding the words of a lexicon in texts, however they are written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from . import passes
from .collecting import LONG, without_collecting
from .dashes import as_strokes, may_be_meant
from .found import Found
from .lexicon import Lexicon
from .remembering import Verdicts
from .searching import Search

__all__ = ["Found", "Scanner"]

# So many characters are read at once: enough to spread the cost of a pass over arrays, few enough for the cache.
CHUNK = 32_768


class Scanner:
    """Searches for all words of a lexicon at once. Holds no state of a search but what it has weighed before: threads
    may share it, and a new lexicon is put to use by making a new one and putting it in the place of the old."""

    def __init__(self, lexicon: Lexicon) -> None:
        self.lexicon, self._verdicts = lexicon, Verdicts()
        self._passes = passes.of(lexicon, self._verdicts)
        self._asks_for_dashes = any(may_be_meant(word.text) for word in lexicon.words)

    def scan(self, text: str, *, keep_innocent: bool = False) -> list[Found]:
        """Every place of every word in order, at one place the surest first; those that mean nothing only where they
        are asked for."""
        if len(text) < LONG:
            return self._scan(text, keep_innocent) if text else []
        with without_collecting():
            return self._scan(text, keep_innocent)

    def _scan(self, text: str, keep_innocent: bool) -> list[Found]:
        return self._search([text], keep_innocent).answer()[0]

    def _search(self, texts: Sequence[str], keep_innocent: bool) -> Search:
        texts = as_strokes(texts) if self._asks_for_dashes else texts
        return Search(self.lexicon, self._passes, texts, keep_innocent, self._verdicts)

    def scan_many(self, texts: Sequence[str], *, keep_innocent: bool = False) -> list[list[Found]]:
        """The same for each of several texts, a good deal faster than one by one."""
        size = sum(map(len, texts))
        if 0 < size <= CHUNK:
            return self._search(texts, keep_innocent).answer()
        if size < LONG:
            return self._scan_many(texts, keep_innocent)
        with without_collecting():
            return self._scan_many(texts, keep_innocent)

    def _scan_many(self, texts: Sequence[str], keep_innocent: bool) -> list[list[Found]]:
        return [found for chunk in _chunks(texts) for found in self._search(chunk, keep_innocent).answer()]


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = size = 0
    for place, text in enumerate(texts):
        if size and size + len(text) > CHUNK:
            yield texts[start:place]
            start, size = place, 0
        size += len(text)
    if start < len(texts):
        yield texts[start:]
