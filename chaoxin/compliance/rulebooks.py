"""Rules put together for judging."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property

from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Found, Scanner

from .masked import masked
from .reading import packs
from .rules import Rule, RuleWord
from .stems import SHORTEST, stems_of


@dataclass(frozen=True)
class Entry:
    """A word of a rule, which is named by its id; `innocent` where it is a phrase in which the rule's words mean no
    harm. A `stem` is of no rule: it is a word that patterns are made of."""

    rule: str
    word: RuleWord
    innocent: bool = False

    @property
    def stem(self) -> bool:
        return not self.rule


@dataclass(frozen=True)
class Rulebook:
    """Rules that are judged by together. `versions` are those of their packs, by key. A book that is made of another
    (`base`) by changing it leaves to that the search for the words that both have, so that the house's are kept ready
    once for all companies."""

    rules: tuple[Rule, ...]
    versions: Mapping[str, int]
    base: Rulebook | None = None

    def search(self, texts: Sequence[str]) -> list[list[tuple[Found, Entry]]]:
        """Every place of every word, innocent phrase and stem in each text, in whatever disguise; rules that the book
        has no longer may be among them."""
        found: list[list[tuple[Found, Entry]]] = self.base.search(texts) if self.base else [[] for _ in texts]
        # A book that is asked for nothing, as one of a single rule in texts that were searched before, is made ready
        # for nothing.
        if texts and self._own:
            answers = self._scanner.scan_many(texts, keep_innocent=True)
            for places, answer in zip(found, answers, strict=True):
                places.extend((one, self._own[int(one.word.key)]) for one in answer)
        return found

    @cached_property
    def days(self) -> frozenset[date]:
        """The days from which on some rule counts, or counts no more."""
        begun = {rule.valid_from for rule in self.rules if rule.valid_from}
        return frozenset(begun | {rule.valid_to + timedelta(days=1) for rule in self.rules if rule.valid_to})

    @cached_property
    def _entries(self) -> dict[Entry, None]:
        entries = (entry for rule in self.rules for entry in _entries_of(rule))
        return dict.fromkeys((*entries, *_stems_of(self.rules)))

    @cached_property
    def _own(self) -> tuple[Entry, ...]:
        known = self.base._entries if self.base else {}
        return tuple(entry for entry in self._entries if entry not in known)

    @cached_property
    def masked(self) -> ChainMap[str, str]:
        """The words of the rules with one character masked, and which (`masked.masked`)."""
        own = masked(entry.word.text for entry in self._own if not entry.innocent)
        return ChainMap(own, *(self.base.masked.maps if self.base else ()))

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(Lexicon([_sought(entry.word, str(place)) for place, entry in enumerate(self._own)]))


@cache
def of_the_house() -> Rulebook:
    """The rules that the house brings. Raises BadPack."""
    found = packs()
    rules = tuple(rule for pack in found for rule in pack.rules)
    return Rulebook(rules, {pack.key: pack.version for pack in found})


def differing(before: Rulebook, after: Rulebook) -> tuple[tuple[Rule, ...], tuple[Rule, ...]]:
    """The rules of each that are not the same in the other, which is all that can make a difference."""
    old, new = ({rule.id: rule for rule in book.rules} for book in (before, after))
    gone = tuple(rule for key, rule in old.items() if new.get(key) != rule)
    come = tuple(rule for key, rule in new.items() if old.get(key) != rule)
    return gone, come


def _sought(word: RuleWord, key: str) -> Word:
    return Word(word.text, key, word.phonetic, word.near, word.split, word.initials)


def _stems_of(rules: Iterable[Rule]) -> Iterator[Entry]:
    """The words of all patterns. One of two characters is by its sound alone nothing, but beside another of its
    pattern."""
    beside: dict[str, set[str]] = {}
    for pattern in (pattern for rule in rules for pattern in rule.patterns):
        stems = stems_of(pattern.pattern)
        for stem in stems:
            beside.setdefault(stem, set()).update(stems - {stem})
    topics = [rule.about.pattern.pattern for rule in rules if rule.about.pattern]
    for stem in sorted({*beside, *(stem for topic in topics for stem in stems_of(topic))}):
        near = tuple(sorted(beside.get(stem, ()))) if len(stem) == SHORTEST else ()
        yield Entry("", RuleWord(stem, phonetic=True if near else None, near=near))


def _entries_of(rule: Rule) -> Iterator[Entry]:
    for word in rule.words:
        yield Entry(rule.id, word)
    for phrase in rule.innocent:
        yield Entry(rule.id, RuleWord(phrase, phonetic=False, split=False), innocent=True)
