"""Thousands of Boolean queries against one text in one pass over it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import accumulate
from typing import Generic, TypeVar

from .automaton import build
from .evaluating import Judge, judge_of, needed, rarest
from .layers import Layers
from .queries import USUAL_FIELDS, All, Any, Near, Query, Without, Word, parse, words_of

Key = TypeVar("Key")
# Fields are read one behind the other; the sign between them is in no word.
BORDER = "\n"
# Places are told so far apart from one field to the next that nothing is near across them.
APART = 1_000_000_000
# How common a word is thought to be that no sample shows: a guess by its length.
GUESSES = (1.0, 0.3, 0.03, 0.01, 0.005)


@dataclass(frozen=True)
class _Monitor(Generic[Key]):
    key: Key
    number: int
    judge: Judge


@dataclass
class _Seen:
    """What of the words stands in a text: their numbers, and where those stand whose places matter."""

    words: set[int] = field(default_factory=set)
    places: dict[int, list[tuple[int, int]]] = field(default_factory=dict)


class Monitors(Generic[Key]):
    """Immutable. `rules` are queries by their keys (see `queries`); a bad one raises BadQuery. `sample` are texts
    like those to come (by field); with them rules are looked at only where their rarest words stand."""

    def __init__(
        self,
        rules: Mapping[Key, str] | Iterable[tuple[Key, str]],
        *,
        fields: Collection[str] = USUAL_FIELDS,
        sample: Iterable[Mapping[str, str]] = (),
    ) -> None:
        pairs = rules.items() if isinstance(rules, Mapping) else rules
        queries = [(key, parse(text, fields)) for key, text in pairs]
        self._numbers: dict[Word, int] = {}
        for _key, query in queries:
            for word in words_of(query):
                self._numbers.setdefault(word, len(self._numbers))
        self._placed = {self._numbers[word] for _key, query in queries for word in _near_words(query)}
        texts = list(dict.fromkeys(word.text for word in self._numbers))
        self._automaton = build(texts)
        self._by_text = self._words_by_text(texts)
        self._by_word = self._monitors_by_word(queries, self._frequencies(sample))

    def match(self, fields: Mapping[str, str]) -> list[Key]:
        """The keys of all rules that are true of the text, in the order of the rules."""
        seen = self._read(fields)
        candidates = {
            monitor.number: monitor for word in seen.words for monitor in self._by_word.get(word, ())
        }
        return [
            monitor.key
            for _number, monitor in sorted(candidates.items())
            if monitor.judge(seen.words, seen.places)
        ]

    def _words_by_text(self, texts: list[str]) -> list[tuple[bool, list[tuple[int, Word]]]]:
        """For each pattern of the automaton whether its place must be looked at, and the words that are written so."""
        by_text: dict[str, list[tuple[int, Word]]] = {text: [] for text in texts}
        for word, number in self._numbers.items():
            by_text[word.text].append((number, word))
        return [
            (
                any(
                    _has_ends(word) or word.field or number in self._placed for number, word in by_text[text]
                ),
                by_text[text],
            )
            for text in texts
        ]

    def _read(self, fields: Mapping[str, str]) -> _Seen:
        evened = [(name, Layers(text).plain) for name, text in fields.items()]
        text = BORDER.join(plain for _name, plain in evened)
        seen = _Seen()
        looked_at: dict[int, list[tuple[int, int]]] = {}
        for start, end, pattern in self._automaton.hits(text):
            if self._by_text[pattern][0]:
                looked_at.setdefault(pattern, []).append((start, end))
            else:
                seen.words.update(number for number, _word in self._by_text[pattern][1])
        if looked_at:
            self._look_at(looked_at, text, evened, seen)
        return seen

    def _look_at(
        self,
        hits: Mapping[int, list[tuple[int, int]]],
        text: str,
        evened: list[tuple[str, str]],
        seen: _Seen,
    ) -> None:
        begins = list(accumulate((len(plain) + len(BORDER) for _name, plain in evened), initial=0))
        for pattern, places in hits.items():
            for number, word in self._by_text[pattern][1]:
                for start, end in places:
                    at = bisect_right(begins, start) - 1
                    if word.field not in ("", evened[at][0]) or not _stands_whole(word, text, start, end):
                        continue
                    seen.words.add(number)
                    if number in self._placed:
                        seen.places.setdefault(number, []).append((start + at * APART, end + at * APART))

    def _frequencies(self, sample: Iterable[Mapping[str, str]]) -> dict[int, float]:
        counts: Counter[int] = Counter()
        size = 1
        for fields in sample:
            counts.update(self._read(fields).words)
            size += 1
        guesses = {
            number: GUESSES[min(len(word.text), len(GUESSES)) - 1] for word, number in self._numbers.items()
        }
        # A sample of n texts says of a word that it does not show that it is in less than about one of n.
        return {number: (counts[number] + guess) / size for number, guess in guesses.items()}

    def _monitors_by_word(
        self, queries: list[tuple[Key, Query]], frequencies: Mapping[int, float]
    ) -> dict[int, list[_Monitor[Key]]]:
        by_word: dict[int, list[_Monitor[Key]]] = {}
        for number, (key, query) in enumerate(queries):
            monitor = _Monitor(key, number, judge_of(query, self._numbers))
            for word in rarest(needed(query, self._numbers, frequencies), frequencies):
                by_word.setdefault(word, []).append(monitor)
        return by_word


def _near_words(query: Query) -> Iterator[Word]:
    match query:
        case Near():
            yield from words_of(query)
        case Without(part):
            yield from _near_words(part)
        case All(parts) | Any(parts):
            for part in parts:
                yield from _near_words(part)


def _has_ends(word: Word) -> bool:
    """Whether it begins or ends with a Latin letter or a digit, which must not go on in the text."""
    return bool(_kind(word.text[0]) or (_kind(word.text[-1]) and not word.prefix))


def _stands_whole(word: Word, text: str, start: int, end: int) -> bool:
    """Whether a Latin word or a number does not go on before or behind: ai is not in said, 618 not in 16180."""
    if start and (kind := _kind(text[start])) and kind == _kind(text[start - 1]):
        return False
    kind = _kind(text[end - 1])
    return word.prefix or not kind or end == len(text) or kind != _kind(text[end])


def _kind(sign: str) -> str:
    if not sign.isascii():
        return ""
    return "letter" if sign.isalpha() else "digit" if sign.isdigit() else ""
