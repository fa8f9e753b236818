"""A text with everything that was found in it, for all rules that look at it."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chaoxin.zhtext.claims import Claimed
from chaoxin.zhtext.contexts import negated, quoted
from chaoxin.zhtext.extracting import extract
from chaoxin.zhtext.extracts import Extract
from chaoxin.zhtext.found import InnocentPlaces
from chaoxin.zhtext.lexicon import Variant
from chaoxin.zhtext.matching import Hit, Text
from chaoxin.zhtext.rereading import Reading, columns, unmasked, without_fillers
from chaoxin.zhtext.restoring import Restored, restored
from chaoxin.zhtext.scanning import Found

from . import claim_models, doubts, masked, prices
from .rulebooks import Entry, Rulebook
from .rules import CONTACTS, Rule, RuleWord
from .stems import SHORTEST, stems_of
from .values import JudgedContent

# Characters taken apart, one of four by another of the same sound: still nothing else can be meant.
SURE = 0.8
LIKELY = doubts.LIKELY
# A stem is only a part of what a pattern says.
LEAST_OF_A_STEM = {Variant.HOMOPHONE: 0.65, Variant.FOLDED: 0.5, Variant.SPACED: 0.5}
# What only another way to read the text says asks a person.
READ_OTHERWISE = 0.7
LITERAL = "literal"
# How what a model finds is written: in words of its own.
REWORDED = "reworded"
# Nobody disguises a phrase that means no harm.
PLAINLY = frozenset({Variant.LITERAL, Variant.FOLDED, Variant.SPACED})
# Something that is neither letter nor digit nor ends a sentence stands between two Han characters, or any signs
# stand to both sides of a single character.
SPACED = re.compile(
    r"[\u4e00-\u9fff][^\w\u4e00-\u9fff，。！？；：、,!?;:\n\r（）()《》“”\"]+[\u4e00-\u9fff]"
    r"|\w[^\w]{1,6}\w[^\w]{1,6}\w(?!\w)|(?<!\w)\w[^\w]{1,6}\w[^\w]{1,6}\w"
)
MOBILE = re.compile(r"1[3-9]\d{9}")
# What leads away once it is written out, whatever is said of it (请不要加微信 demo_shop88).
ACCOUNT = re.compile("[A-Za-z0-9_-]{6}")
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
    known.update(search_all([source for source in content.fields.values() if source not in known], book))
    return {field: known[source] for field, source in content.fields.items()}


def search_all(sources: Iterable[str], book: Rulebook) -> dict[str, Searched]:
    """Each text with what was found in it, and with what other ways to read it say."""
    texts = list(dict.fromkeys(sources))
    readings = [(source, *made) for source in texts for made in _readings(source, book)]
    found = book.search([*texts, *(reading.text for _source, reading, _variant in readings)])
    read: dict[str, list[tuple[Reading, Variant, Searched]]] = defaultdict(list)
    for (source, reading, variant), places in zip(readings, found[len(texts) :], strict=True):
        if places:
            read[source].append((reading, variant, Searched(reading.text, places)))
    return {
        source: Searched(source, places, read[source])
        for source, places in zip(texts, found[: len(texts)], strict=True)
    }


def _readings(source: str, book: Rulebook) -> Iterator[tuple[Reading, Variant]]:
    made = (
        (columns(source), Variant.REVERSED),
        (without_fillers(source), Variant.SPACED),
        (unmasked(source, masked.told(source, lambda: book.masked)), Variant.FOLDED),
    )
    yield from ((reading, variant) for reading, variant in made if reading)


class Searched:
    """One text; each pattern is run over it once."""

    def __init__(
        self,
        source: str,
        found: Iterable[tuple[Found, Entry]],
        read_otherwise: Iterable[tuple[Reading, Variant, Searched]] = (),
    ) -> None:
        self.text = Text(source)
        self._read_otherwise = tuple(read_otherwise)
        self._words: dict[str, list[Occurrence]] = defaultdict(list)
        self._innocent: dict[str, list[tuple[int, int, str]]] = defaultdict(list)
        self._stems: list[Found] = []
        self._known: set[str] = set()
        # By what the patterns say, which is hashed once for all texts; a compiled one is hashed each time anew.
        self._phrases: dict[str, tuple[Run, ...]] = {}
        self._matches: dict[str, list[Occurrence]] = {}
        for one, entry in found:
            self._sort_in(one, entry)

    def _sort_in(self, one: Found, entry: Entry) -> None:
        if entry.innocent:
            if one.variant in PLAINLY and one.confidence >= SURE and not one.crosses_sentence:
                self._innocent[entry.rule].append((one.start, one.end, entry.word.text))
        elif (
            one.confidence >= SURE
            or not one.crosses_sentence
            or doubts.may_be_broken(one, entry, self.text.source)
        ):
            if entry.stem:
                self._known.add(entry.word.text)
                if one.confidence >= LEAST_OF_A_STEM.get(one.variant, LIKELY) and not doubts.is_apart(
                    one, self.text.source
                ):
                    self._stems.append(one)
                return
            # A broken word asks, however short it is.
            sure = one.confidence if one.variant != Variant.SPACED else max(one.confidence, LIKELY)
            place, sure = Hit(one.start, one.end), round(sure, 2)
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
        known = self._phrases.get(pattern.pattern)
        if known is None:
            runs = [run_of(places) for places in self.text.find_phrases(pattern)]
            runs.append(run_of(one.place for one in self._in_disguise(pattern)))
            known = self._phrases[pattern.pattern] = tuple(run for run in runs if run.places)
        return known

    def matches(self, pattern: re.Pattern[str]) -> list[Occurrence]:
        """Where a rule's pattern matches, with its words in any disguise; patterns of words alone also with signs
        between the characters."""
        known = self._matches.get(pattern.pattern)
        if known is None:
            places = list(self.text.find_pattern(pattern))
            if self._is_spaced:
                places += self._between_signs(pattern)
            known = [self._denied(Occurrence(place)) for place in places]
            known += map(self._denied, self._in_disguise(pattern))
            self._matches[pattern.pattern] = known
        return known

    def _between_signs(self, pattern: re.Pattern[str]) -> Iterator[Hit]:
        if WITH_SIGNS.search(pattern.pattern):
            return self.text.find_spread(pattern)
        return self.text.find_phrases(pattern)[1]

    @cached_property
    def _written_out(self) -> frozenset[str]:
        """The words that were in disguise."""
        return frozenset(one.word.text for one in self._restored[0].found) if self._restored else frozenset()

    def _may_be_changed(self, pattern: re.Pattern[str]) -> bool:
        """False where the pattern has no two characters of any of these words: then they make it match nothing more,
        but where they lie in what it leaves open."""
        written = pattern.pattern
        return any(sum(sign in written for sign in word) >= SHORTEST for word in self._written_out)

    def _in_disguise(self, pattern: re.Pattern[str]) -> Iterator[Occurrence]:
        if self._restored is None or not self._may_be_changed(pattern):
            return
        made, text = self._restored
        for hit in text.find_pattern(pattern):
            words = made.disguised(hit.start, hit.end)
            place = Hit(*made.span(hit.start, hit.end))
            if not words or not doubts.is_of_one_piece(words, place):
                continue
            furthest = min(words, key=lambda one: one.confidence)
            said, sure = made.text[hit.start : hit.end], round(furthest.confidence, 2)
            if sure >= LIKELY or doubts.says_more(said, furthest):
                yield Occurrence(place, variant=str(furthest.variant), confidence=sure, said=said)

    def _otherwise(self, rule: Rule) -> Iterator[Occurrence]:
        """What other ways to read the text say plainly."""
        for reading, variant, text in self._read_otherwise:
            for one in text.said(rule):
                start, end = one.place.start, one.place.end
                if one.denied or one.variant not in PLAINLY or one.confidence < SURE:
                    continue
                span = reading.span(start, end)
                if span and doubts.is_read_so(self.text.source, reading.places[start:end], span):
                    said = one.said or reading.text[start:end]
                    yield Occurrence(Hit(*span), one.word, str(variant), READ_OTHERWISE, said=said)

    def _denied(self, one: Occurrence) -> Occurrence:
        source, place = self.text.source, one.place
        denied = (
            negated(source, place.start) and not ACCOUNT.search(source, place.start, place.end)
        ) or quoted(source, place.start, place.end)
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

    @cached_property
    def _claims(self) -> Mapping[str, list[Claimed]]:
        of_claim: dict[str, list[Claimed]] = defaultdict(list)
        for one in claim_models.judge().find(self.text.source):
            of_claim[one.claim].append(one)
        return of_claim

    def occurrences(self, rule: Rule) -> list[Occurrence]:
        """Every place that the rule's words and patterns stand at and every contact, price and claim that it asks
        about, each once; those in innocent phrases are denied."""
        return self._each_once(rule, self._occurrences(rule))

    def said(self, rule: Rule) -> list[Occurrence]:
        """Of these the words, and the patterns of which some word stands there."""
        likely = [
            pattern for pattern in rule.patterns if not self._known.isdisjoint(stems_of(pattern.pattern))
        ]
        if rule.id not in self._words and not likely:
            return []
        return self._each_once(rule, self._said(rule, likely))

    def _each_once(self, rule: Rule, occurrences: Iterable[Occurrence]) -> list[Occurrence]:
        found: dict[Hit, Occurrence] = {}
        for one in occurrences:
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
        yield from self._said(rule, rule.patterns)
        if self._read_otherwise:
            yield from self._otherwise(rule)
        yield from self._told(rule)

    def _said(self, rule: Rule, patterns: Iterable[re.Pattern[str]]) -> Iterator[Occurrence]:
        yield from self._words.get(rule.id, ())
        for pattern in patterns:
            yield from self.matches(pattern)

    def _told(self, rule: Rule) -> Iterator[Occurrence]:
        for kind in rule.contacts:
            for one in self._contacts[kind]:
                asked = Occurrence(Hit(one.start, one.end), confidence=one.confidence)
                yield asked if one.value else self._denied(asked)
        for kind in rule.prices:
            for claim in prices.claims(self.text.source, kind):
                yield Occurrence(Hit(claim.start, claim.end))
        for kind in rule.claims:
            for found in self._claims.get(kind, ()):
                yield Occurrence(Hit(found.start, found.end), variant=REWORDED, confidence=found.confidence)
