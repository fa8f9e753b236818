"""What a rule is: its words, its ground, and where it looks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from chaoxin.zhtext.contacts import messengers
from chaoxin.zhtext.matching import folded_word

from .advice import parted
from .categories import Category
from .fitting import is_written_out, written_out
from .values import Severity

CONFIDENCES = ("statute", "two_sources", "one_source", "unverified", "company")
# A rule whose ground nobody has read in an official text must not stop anybody by itself.
MAY_BLOCK = ("statute", "two_sources", "company")
# Kinds of extracts that a rule may ask about; `mobile` are the telephone numbers of persons.
CONTACTS = frozenset({"mobile", "bank_card", "identity", *(messenger.kind for messenger in messengers())})


@dataclass(frozen=True)
class Basis:
    """The ground of a rule: instrument and article, since when, when it was read and how sure that is."""

    instrument: str
    article: str
    effective: str
    source: str
    checked_on: str
    confidence: str

    def __str__(self) -> str:
        if self.confidence == "company" and not (self.article or self.effective):
            return self.instrument
        named = self.instrument if self.instrument.startswith("《") else f"《{self.instrument}》"
        return f"{named}{self.article}" + (f"（{self.effective} 起施行）" if self.effective else "")


@dataclass(frozen=True)
class RuleWord:
    """A word as written, and in which disguises it is looked for: by sound (`phonetic`; None leaves it to the
    length of the word), only `near` other words where sound is all there is, with its characters taken apart
    (`split`), as pinyin initials."""

    text: str
    phonetic: bool | None = None
    near: tuple[str, ...] = ()
    split: bool = True
    initials: bool = False

    @cached_property
    def folded(self) -> str:
        """The form in which words are compared."""
        return folded_word(self.text)


@dataclass(frozen=True)
class Context:
    """A surrounding in which a hit weighs less. `severity` None means that it is innocent there."""

    pattern: re.Pattern[str]
    severity: Severity | None
    why: str


@dataclass(frozen=True)
class Topic:
    """What a content must be about for a rule to look at it: the company is of one of the industries, or one of the
    texts matches. Without both every content will do."""

    industries: frozenset[str] = frozenset()
    pattern: re.Pattern[str] | None = None


@dataclass(frozen=True)
class Tests:
    """Sentences of the pack's own: with a hit at least as heavy as the rule's severity, without any that stops, and
    in disguise, where a hit of any weight will do."""

    hit: tuple[str, ...] = ()
    miss: tuple[str, ...] = ()
    disguised: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rule:
    """One rule. A wording rule has words, patterns, `contacts` (kinds of extracts), `prices` (kinds of
    `prices.claims`) or `claims` (of zhtext's `Claim`, which a model finds in any words); a disclosure rule names the
    disclosure that content with all of `facts` must carry; a code rule has patterns of what a code in a picture says
    (`codes`); a media rule has `facts` of a single picture or video alone. `innocent` are phrases in which its words
    mean no harm. A rule counts from `valid_from` to `valid_to`, both days included."""

    id: str
    name: str
    category: Category
    severity: Severity
    basis: Basis
    why: str
    tests: Tests = Tests()
    words: tuple[RuleWord, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    innocent: tuple[str, ...] = ()
    substitutes: tuple[str, ...] = ()
    substitutes_by_word: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    contexts: tuple[Context, ...] = ()
    about: Topic = Topic()
    platforms: frozenset[str] = frozenset()
    except_platforms: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    except_industries: frozenset[str] = frozenset()
    valid_from: date | None = None
    valid_to: date | None = None
    disclosure: str = ""
    facts: tuple[str, ...] = ()
    codes: tuple[re.Pattern[str], ...] = ()
    prices: tuple[str, ...] = ()
    contacts: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()

    def applies(self, platform: str, industry: str, *, on: date) -> bool:
        """Whether the rule looks at content for that platform and industry on that day."""
        if platform in self.except_platforms or (self.platforms and platform not in self.platforms):
            return False
        if industry in self.except_industries or (self.industries and industry not in self.industries):
            return False
        return (self.valid_from is None or self.valid_from <= on) and (
            self.valid_to is None or on <= self.valid_to
        )

    def substitutes_for(self, word: str) -> tuple[str, ...]:
        """What could stand in the place of a word of the rule, or of a stretch that a pattern found."""
        told = self.substitutes_by_word.get(folded_word(word), self.substitutes)
        return tuple(text for each in told if (text := written_out(each, word)))

    @property
    def replacements(self) -> tuple[str, ...]:
        """Of what it suggests for all words, what can stand in a text."""
        return parted(self.substitutes)[0]

    @property
    def advice(self) -> tuple[str, ...]:
        """Of what it suggests for all words, what only tells how to change a text."""
        return parted(self.substitutes)[1]

    @property
    def all_substitutes(self) -> set[str]:
        """Everything that the rule suggests for any of its words."""
        return {*self.substitutes, *(chosen for each in self.substitutes_by_word.values() for chosen in each)}

    def suggests(self, chosen: str) -> bool:
        """Whether the rule suggests just this for any of its words."""
        return any(is_written_out(text, chosen) for text in self.all_substitutes)


@dataclass(frozen=True)
class Pack:
    """Rules about one matter. `version` grows with every change of it."""

    key: str
    name: str
    version: int
    rules: tuple[Rule, ...]
