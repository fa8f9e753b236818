"""Rules put together for judging: those of the house, or those that count in a workspace."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property

from chaoxin.zhtext.lexicon import Lexicon, Word
from chaoxin.zhtext.scanning import Scanner

from .reading import packs
from .rules import Rule, RuleWord


@dataclass(frozen=True)
class Entry:
    """A word of a rule; `innocent` where it is a phrase in which the rule's words mean no harm."""

    rule: Rule
    word: RuleWord
    innocent: bool = False


@dataclass(frozen=True)
class Rulebook:
    """Rules that are judged by together. `versions` are those of their packs, by key."""

    rules: tuple[Rule, ...]
    versions: Mapping[str, int]

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All words and innocent phrases of the rules; their places here are the keys of the scanner's words."""
        return tuple(entry for rule in self.rules for entry in _entries(rule))

    @cached_property
    def scanner(self) -> Scanner:
        """Searches for all of them in one pass, in every disguise. Made when first asked for, which takes a moment."""
        words = [_sought(entry.word, str(place)) for place, entry in enumerate(self.entries)]
        return Scanner(Lexicon(words))


@cache
def of_the_house() -> Rulebook:
    """The rules that the house brings. Raises BadPack."""
    found = packs()
    return Rulebook(tuple(rule for pack in found for rule in pack.rules), {p.key: p.version for p in found})


def _sought(word: RuleWord, key: str) -> Word:
    return Word(word.text, key, word.phonetic, word.near, word.split, word.initials)


def _entries(rule: Rule) -> Iterable[Entry]:
    for word in rule.words:
        yield Entry(rule, word)
    for phrase in rule.innocent:
        yield Entry(rule, RuleWord(phrase, phonetic=False, split=False), innocent=True)
