"""From a rulebook and a content to findings with exact places."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from chaoxin.zhtext.found import InnocentPlaces
from chaoxin.zhtext.lexicon import Variant
from chaoxin.zhtext.matching import Hit

from . import denying
from .categories import Category
from .disclosures import FACTS, KNOWN, is_made
from .fitting import fitting
from .media_facts import today
from .rulebooks import Rulebook
from .rules import Context, Rule
from .searched import LIKELY, REWORDED, SURE, Occurrence, Searched, search
from .values import WEIGHT, Finding, JudgedContent, Severity

SHORTEST_STEM = 2


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
    texts = search(content, book, {} if searched is None else searched)
    applying = [
        rule
        for rule in book.rules
        if rule.applies(content.platform, content.industry, on=day) and _is_about(rule, content, texts)
    ]
    found: list[Finding] = []
    for field, text in texts.items():
        found.extend(_without_covered(_wording(field, text, applying)))
    return (*found, *(_missing_disclosures(content, applying) if missing else ()))


def _is_about(rule: Rule, content: JudgedContent, texts: Mapping[str, Searched]) -> bool:
    topic = rule.about
    if topic.pattern is None:
        return not topic.industries or content.industry in topic.industries
    if content.industry in topic.industries:
        return True
    return any(text.says(topic.pattern) for text in texts.values())


def _wording(field: str, text: Searched, rules: list[Rule]) -> list[Finding]:
    """What a rule surely lets pass, or takes for less, because of what stands around it, no rule of the same matter
    that is not heavier makes more of within it."""
    settled = _Settled()
    found = [(rule, finding) for rule in rules for finding in _objections_of(rule, field, text, settled)]
    lighter = (settled.lighter(rule, finding) for rule, finding in found)
    return [finding for finding in lighter if finding]


def _objections_of(rule: Rule, field: str, text: Searched, settled: _Settled) -> Iterator[Finding]:
    for one in text.occurrences(rule):
        context = None if one.denied else _context_of(one, rule.contexts, text)
        if (one.denied or context) and one.confidence >= SURE:
            settled.add(rule, one.place, context)
        if context is None and not one.denied:
            yield _finding(rule, field, one, text)
        elif context and context.severity:
            yield replace(_finding(rule, field, one, text), severity=context.severity, why=context.why)


class _Settled:
    """Places of which a rule knows why they mean less, for the rules of the same matter that are not heavier."""

    def __init__(self) -> None:
        self._contexts: list[Context | None] = []
        self._places: dict[tuple[Category, int], list[tuple[int, int, str]]] = defaultdict(list)
        self._ready: dict[tuple[Category, int], InnocentPlaces] = {}

    def add(self, rule: Rule, place: Hit, context: Context | None) -> None:
        """`context` None where it means nothing at all."""
        self._contexts.append(context)
        known = (place.start, place.end, str(len(self._contexts) - 1))
        for weight in range(WEIGHT[rule.severity] + 1):
            self._places[rule.category, weight].append(known)

    def lighter(self, rule: Rule, finding: Finding) -> Finding | None:
        """The finding as light as another rule knows it to be; None for nothing."""
        key = (rule.category, WEIGHT[rule.severity])
        if key not in self._places:
            return finding
        if key not in self._ready:
            self._ready[key] = InnocentPlaces(self._places[key])
        number = self._ready[key].around(finding.start, finding.end)
        if not number:
            return finding
        context = self._contexts[int(number)]
        if context is None or context.severity is None:
            return None
        if WEIGHT[context.severity] >= WEIGHT[finding.severity]:
            return finding
        return replace(finding, severity=context.severity, why=context.why)


def _context_of(one: Occurrence, contexts: tuple[Context, ...], text: Searched) -> Context | None:
    """The first context that frames the place, or lies within the sentence that a model has found."""
    place, is_sentence = one.place, one.variant == REWORDED
    for context in contexts:
        for run in text.phrases(context.pattern):
            if any(
                (_frames(around, place) or (is_sentence and place.covers(around)))
                and denying.is_meant(text.text.source, around.start, place.start)
                for around in run.touching(place)
            ):
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
    source = text.text.source
    quoted = source[one.place.start : one.place.end]
    suggested = rule.substitutes_for(one.word.text if one.word else one.said or quoted)
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
        substitutes=fitting(suggested, source, one.place.end),
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
    """In order of their places."""
    starts: list[int] = []
    kept: list[Finding] = []
    for finding in sorted(found, key=_by_weight):
        at = bisect_left(starts, finding.end)
        if not at or kept[at - 1].end <= finding.start:
            starts.insert(at, finding.start)
            kept.insert(at, finding)
    return kept


def _by_weight(one: Finding) -> tuple[int, bool, int, int]:
    """What is read down a column or backwards hides nothing as heavy as itself; nor does what a model says."""
    return -WEIGHT[one.severity], one.variant in (Variant.REVERSED, REWORDED), one.start - one.end, one.start


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
