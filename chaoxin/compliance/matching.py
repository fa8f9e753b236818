"""From a rulebook and a content to findings with exact places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from chaoxin.zhtext.matching import Hit, Text
from chaoxin.zhtext.scanning import Found

from . import prices
from .disclosures import FACTS, KNOWN, is_made
from .media_facts import today
from .rulebooks import Entry, Rulebook
from .rules import Context, Rule, RuleWord
from .values import WEIGHT, Finding, JudgedContent, Severity

SHORTEST_STEM = 2
# Characters taken apart, one of four by another of the same sound: still nothing else can be meant.
SURE = 0.8
LIKELY = 0.6
# Something that is neither letter nor digit nor ends a sentence stands between two Han characters.
SPACED = re.compile(r"[\u4e00-\u9fff][^\w\u4e00-\u9fff，。！？；：、,!?;:\n\r（）()《》“”\"]+[\u4e00-\u9fff]")
# Patterns of numbers and Latin letters mind what stands between.
WITH_SIGNS = re.compile(r"\\[ds]|[a-z]")


@dataclass(frozen=True)
class Occurrence:
    """A place where a rule's word stands, or one that a pattern of it matches."""

    place: Hit
    word: RuleWord | None = None
    variant: str = "literal"
    confidence: float = 1.0


def findings(
    content: JudgedContent,
    book: Rulebook,
    *,
    missing: bool = True,
    searched: dict[str, Searched] | None = None,
) -> tuple[Finding, ...]:
    """All findings in the texts, in order of field and place, then the missing declarations unless those are not
    asked for. Of findings that lie in one another only the weightiest stays, of equally heavy ones the longest.
    `searched` keeps what was found in each text by this book, for the next content with the same texts."""
    day = content.on or today()
    texts = _searched(content, book, {} if searched is None else searched)
    applying = {
        rule.id: rule
        for rule in book.rules
        if rule.applies(content.platform, content.industry, on=day) and _is_about(rule, content, texts)
    }
    found: list[Finding] = []
    for field, text in texts.items():
        in_field = list(_wording(field, text, applying))
        found.extend(sorted(_without_covered(in_field), key=lambda finding: finding.start))
    return (*found, *(_missing_disclosures(content, list(applying.values())) if missing else ()))


def _searched(content: JudgedContent, book: Rulebook, known: dict[str, Searched]) -> dict[str, Searched]:
    fresh = [source for source in dict.fromkeys(content.fields.values()) if source not in known]
    for source, places in zip(fresh, book.search(fresh), strict=True):
        known[source] = Searched(source, places)
    return {field: known[source] for field, source in content.fields.items()}


class Searched:
    """One text with everything that was found in it; each pattern is run over it once."""

    def __init__(self, source: str, found: Iterable[tuple[Found, Entry]]) -> None:
        self.text = Text(source)
        self.words: dict[str, list[Occurrence]] = defaultdict(list)
        self.innocent: dict[str, list[Hit]] = defaultdict(list)
        self._phrases: dict[re.Pattern[str], list[Hit]] = {}
        self._matches: dict[re.Pattern[str], list[Hit]] = {}
        for one, entry in found:
            self._sort_in(one, entry)

    def _sort_in(self, one: Found, entry: Entry) -> None:
        place = Hit(one.start, one.end)
        if entry.innocent:
            self.innocent[entry.rule].append(place)
        elif not one.innocent and (one.confidence >= SURE or not one.crosses_sentence):
            found = Occurrence(place, entry.word, str(one.variant), round(one.confidence, 2))
            self.words[entry.rule].append(found)

    def phrases(self, pattern: re.Pattern[str]) -> list[Hit]:
        """Where the pattern matches."""
        if pattern not in self._phrases:
            self._phrases[pattern] = list(self.text.find_phrase(pattern))
        return self._phrases[pattern]

    def matches(self, pattern: re.Pattern[str]) -> list[Hit]:
        """Where a rule's pattern matches; patterns of words alone also with signs between the characters."""
        if pattern not in self._matches:
            disguised = self._is_spaced and not WITH_SIGNS.search(pattern.pattern)
            find = self.text.find_phrase if disguised else self.text.find_pattern
            self._matches[pattern] = list(find(pattern))
        return self._matches[pattern]

    @cached_property
    def _is_spaced(self) -> bool:
        return SPACED.search(self.text.source) is not None

    def occurrences(self, rule: Rule) -> Iterator[Occurrence]:
        """Every place that the rule's words and patterns stand at, those in innocent phrases left out, and every price
        that it asks about."""
        innocent = self.innocent.get(rule.id, [])
        for one in self.words.get(rule.id, []):
            if not any(around.covers(one.place) for around in innocent):
                yield one
        for pattern in rule.patterns:
            for place in self.matches(pattern):
                if not any(around.covers(place) for around in innocent):
                    yield Occurrence(place)
        for kind in rule.prices:
            for claim in prices.claims(self.text.source, kind):
                yield Occurrence(Hit(claim.start, claim.end))


def _is_about(rule: Rule, content: JudgedContent, texts: Mapping[str, Searched]) -> bool:
    topic = rule.about
    if topic.pattern is None:
        return not topic.industries or content.industry in topic.industries
    if content.industry in topic.industries:
        return True
    return any(topic.pattern.search(text.text.light.text) for text in texts.values())


def _wording(field: str, text: Searched, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    for rule in rules.values():
        seen: set[Hit] = set()
        for one in text.occurrences(rule):
            if one.place in seen:
                continue
            seen.add(one.place)
            context = _context_of(one.place, rule.contexts, text)
            if context is None:
                yield _finding(rule, field, one, text)
            elif context.severity is not None:
                yield replace(_finding(rule, field, one, text), severity=context.severity, why=context.why)


def _context_of(place: Hit, contexts: tuple[Context, ...], text: Searched) -> Context | None:
    """The first context that frames the place."""
    for context in contexts:
        if any(_frames(around, place) for around in text.phrases(context.pattern)):
            return context
    return None


def _frames(around: Hit, place: Hit) -> bool:
    """Whether a context says something of the place: it reaches beyond it and covers it, or shares so much with it
    that it was written for a stem of the word ("没有稳赚" before "稳赚不赔")."""
    if around.start >= place.start and around.end <= place.end:
        return False
    shared = min(around.end, place.end) - max(around.start, place.start)
    return around.covers(place) or shared >= SHORTEST_STEM


def _finding(rule: Rule, field: str, one: Occurrence, text: Searched) -> Finding:
    quoted = text.text.source[one.place.start : one.place.end]
    return Finding(
        field=field,
        start=one.place.start,
        end=one.place.end,
        quoted=quoted,
        rule=rule.id,
        name=rule.name,
        severity=_weighed(rule.severity, one.confidence),
        basis=str(rule.basis),
        why=rule.why,
        substitutes=rule.substitutes_for(one.word.text if one.word else quoted),
        variant=one.variant,
        confidence=one.confidence,
    )


def _weighed(severity: Severity, confidence: float) -> Severity:
    """A word written far from itself may have been another: what is not sure asks, what is unlikely advises."""
    if confidence >= SURE:
        return severity
    heaviest = Severity.CONFIRM if confidence >= LIKELY else Severity.WARN
    return min(severity, heaviest, key=WEIGHT.__getitem__)


def _without_covered(found: Collection[Finding]) -> list[Finding]:
    ranked = sorted(found, key=lambda one: (-WEIGHT[one.severity], one.start - one.end))
    kept: list[Finding] = []
    for finding in ranked:
        place = Hit(finding.start, finding.end)
        if not any(Hit(other.start, other.end).touches(place) for other in kept):
            kept.append(finding)
    return kept


def _missing_disclosures(content: JudgedContent, rules: list[Rule]) -> Iterator[Finding]:
    asked: set[str] = set()
    for rule in sorted((rule for rule in rules if rule.disclosure), key=lambda rule: -WEIGHT[rule.severity]):
        if rule.disclosure in asked or is_made(content, rule.disclosure):
            continue
        evidence = [FACTS[fact](content) for fact in rule.facts]
        if all(evidence):
            asked.add(rule.disclosure)
            yield _missing(rule, evidence)


def _missing(rule: Rule, evidence: list[str]) -> Finding:
    shown = "、".join(f"“{entry}”" for entry in dict.fromkeys(evidence) if entry != KNOWN)
    return Finding(
        field="disclosures",
        start=0,
        end=0,
        quoted="",
        rule=rule.id,
        name=rule.name,
        severity=Severity(rule.severity),
        basis=str(rule.basis),
        why=rule.why.replace("{evidence}", shown),
        discloses=rule.disclosure,
    )
