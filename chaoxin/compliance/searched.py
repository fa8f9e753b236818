"""A text with everything that was found in it, for all rules that look at it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chaoxin.zhtext.borders import is_ordinary
from chaoxin.zhtext.contexts import negated, quoted
from chaoxin.zhtext.extracting import extract
from chaoxin.zhtext.extracts import Extract
from chaoxin.zhtext.found import InnocentPlaces
from chaoxin.zhtext.lexicon import Variant
from chaoxin.zhtext.matching import Hit, Text
from chaoxin.zhtext.restoring import Restored, restored
from chaoxin.zhtext.scanning import Found

from . import prices
from .rulebooks import Entry, Rulebook
from .rules import CONTACTS, Rule, RuleWord
from .values import JudgedContent

# Characters taken apart, one of four by another of the same sound: still nothing else can be meant.
SURE = 0.8
LIKELY = 0.6
# A stem is only a part of what a pattern says.
LEAST_OF_A_STEM = {Variant.HOMOPHONE: 0.65, Variant.REVERSED: 1.0}
SHORTEST_BROKEN = 3
LITERAL = "literal"
# Nobody disguises a phrase that means no harm.
PLAINLY = frozenset({Variant.LITERAL, Variant.FOLDED, Variant.SPACED})
# Something that is neither letter nor digit nor ends a sentence stands between two Han characters, or any signs
# stand to both sides of a single character.
SPACED = re.compile(
    r"[\u4e00-\u9fff][^\w\u4e00-\u9fff，。！？；：、,!?;:\n\r（）()《》“”\"]+[\u4e00-\u9fff]"
    r"|\w[^\w]{1,6}\w[^\w]{1,6}\w(?!\w)|(?<!\w)\w[^\w]{1,6}\w[^\w]{1,6}\w"
)
MOBILE = re.compile(r"1[3-9]\d{9}")
# Patterns of numbers and Latin letters mind what stands between.
WITH_SIGNS = re.compile(r"\\[ds]|[a-z]")


@dataclass(frozen=True)
class Occurrence:
    """A place where a rule's word stands, one that a pattern of it matches, or a number that it asks about. `said` is
    what a match in disguise says. One that is `denied` means nothing there."""

    place: Hit
    word: RuleWord | None = None
    variant: str = LITERAL
    confidence: float = 1.0
    denied: bool = False
    said: str = ""


@dataclass(frozen=True)
class Run:
    """Places in order, no two of which share a character."""

    places: tuple[Hit, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def touching(self, place: Hit) -> tuple[Hit, ...]:
        """Those that share a character with a place."""
        return self.places[bisect_right(self.ends, place.start) : bisect_left(self.starts, place.end)]


def run_of(places: Iterable[Hit]) -> Run:
    """Those that begin where the one before has ended."""
    kept: list[Hit] = []
    for place in places:
        if not kept or kept[-1].end <= place.start:
            kept.append(place)
    return Run(tuple(kept), tuple(one.start for one in kept), tuple(one.end for one in kept))


def search(content: JudgedContent, book: Rulebook, known: dict[str, Searched]) -> dict[str, Searched]:
    """The texts of a content by field, each searched once; `known` keeps them for the next content."""
    fresh = [source for source in dict.fromkeys(content.fields.values()) if source not in known]
    for source, places in zip(fresh, book.search(fresh), strict=True):
        known[source] = Searched(source, places)
    return {field: known[source] for field, source in content.fields.items()}


def _may_be_broken(one: Found, entry: Entry, text: str) -> bool:
    """Whether a word is written as it is but for an end of a line or a comma somewhere in it (国\n家级), which asks a
    person; of two characters it is too often two words, as where its ends belong to others (国家，级别)."""
    written = entry.word.text
    return (
        one.variant == Variant.SPACED
        and one.confidence >= LIKELY
        and len(written) >= SHORTEST_BROKEN
        and not entry.stem
        and not is_ordinary(text[one.end - 1 : one.end + 1])
        and not is_ordinary(text[max(one.start - 1, 0) : one.start + 1])
    )


class Searched:
    """One text; each pattern is run over it once."""

    def __init__(self, source: str, found: Iterable[tuple[Found, Entry]]) -> None:
        self.text = Text(source)
        self._words: dict[str, list[Occurrence]] = defaultdict(list)
        self._innocent: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._stems: list[Found] = []
        self._phrases: dict[re.Pattern[str], tuple[Run, ...]] = {}
        self._matches: dict[re.Pattern[str], list[Occurrence]] = {}
        for one, entry in found:
            self._sort_in(one, entry)

    def _sort_in(self, one: Found, entry: Entry) -> None:
        if entry.innocent:
            if one.variant in PLAINLY and one.confidence >= SURE and not one.crosses_sentence:
                self._innocent[entry.rule].append((one.start, one.end, entry.word.text))
        elif (
            one.confidence >= SURE or not one.crosses_sentence or _may_be_broken(one, entry, self.text.source)
        ):
            if entry.stem:
                if one.confidence >= LEAST_OF_A_STEM.get(one.variant, LIKELY):
                    self._stems.append(one)
                return
            place, sure = Hit(one.start, one.end), round(one.confidence, 2)
            found = Occurrence(place, entry.word, str(one.variant), sure, bool(one.innocent))
            self._words[entry.rule].append(found)

    @cached_property
    def _restored(self) -> tuple[Restored, Text] | None:
        """The text with the words of patterns that stand in it in disguise written out."""
        made = restored(self.text.source, self._stems)
        return (made, Text(made.text)) if made else None

    def says(self, pattern: re.Pattern[str]) -> bool:
        """Whether the pattern matches anywhere, in disguise or not."""
        if pattern.search(self.text.light.text):
            return True
        return any(True for _one in self._in_disguise(pattern))

    def phrases(self, pattern: re.Pattern[str]) -> tuple[Run, ...]:
        """Where the pattern matches, in one run for each way of reading the text."""
        if pattern not in self._phrases:
            runs = [run_of(places) for places in self.text.find_phrases(pattern)]
            runs.append(run_of(one.place for one in self._in_disguise(pattern)))
            self._phrases[pattern] = tuple(run for run in runs if run.places)
        return self._phrases[pattern]

    def matches(self, pattern: re.Pattern[str]) -> list[Occurrence]:
        """Where a rule's pattern matches, with its words in any disguise; patterns of words alone also with signs
        between the characters."""
        if pattern not in self._matches:
            places = [*self.text.find_pattern(pattern), *self._between_signs(pattern)]
            self._matches[pattern] = [
                *(self._denied(Occurrence(place)) for place in places),
                *(self._denied(one) for one in self._in_disguise(pattern)),
            ]
        return self._matches[pattern]

    def _between_signs(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        if not self._is_spaced:
            return iter(())
        if WITH_SIGNS.search(pattern.pattern):
            return self.text.find_spread(pattern)
        return self.text.find_phrases(pattern)[1]

    def _in_disguise(self, pattern: re.Pattern[str]) -> Iterator[Occurrence]:
        if self._restored is None:
            return
        made, text = self._restored
        for hit in text.find_pattern(pattern):
            words = made.disguised(hit.start, hit.end)
            if words:
                furthest = min(words, key=lambda one: one.confidence)
                place = Hit(*made.span(hit.start, hit.end))
                said, sure = made.text[hit.start : hit.end], round(furthest.confidence, 2)
                yield Occurrence(place, variant=str(furthest.variant), confidence=sure, said=said)

    def _denied(self, one: Occurrence) -> Occurrence:
        source, place = self.text.source, one.place
        denied = negated(source, place.start) or quoted(source, place.start, place.end)
        return replace(one, denied=True) if denied else one

    @cached_property
    def _is_spaced(self) -> bool:
        return SPACED.search(self.text.source) is not None

    @cached_property
    def _contacts(self) -> Mapping[str, list[Extract]]:
        of_kind: dict[str, list[Extract]] = {kind: [] for kind in CONTACTS}
        for one in extract(self.text.source, (CONTACTS - {"mobile"}) | {"phone"}):
            kind = "mobile" if one.kind == "phone" and MOBILE.fullmatch(one.value) else one.kind
            if kind in of_kind:
                of_kind[kind].append(one)
        return of_kind

    def occurrences(self, rule: Rule) -> list[Occurrence]:
        """Every place that the rule's words and patterns stand at and every contact and price that it asks about, each
        once; those in innocent phrases are denied."""
        found: dict[Hit, Occurrence] = {}
        for one in self._occurrences(rule):
            if one.place not in found or (found[one.place].denied and not one.denied):
                found[one.place] = one
        innocent = InnocentPlaces(self._innocent[rule.id]) if rule.id in self._innocent else None
        if innocent is None:
            return list(found.values())
        return [
            replace(one, denied=True) if innocent.around(one.place.start, one.place.end) else one
            for one in found.values()
        ]

    def _occurrences(self, rule: Rule) -> Iterator[Occurrence]:
        yield from self._words.get(rule.id, ())
        for pattern in rule.patterns:
            yield from self.matches(pattern)
        for kind in rule.contacts:
            for one in self._contacts[kind]:
                yield Occurrence(Hit(one.start, one.end), confidence=one.confidence)
        for kind in rule.prices:
            for claim in prices.claims(self.text.source, kind):
                yield Occurrence(Hit(claim.start, claim.end))
