"""From rules and a content to findings with exact places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from chaoxin.zhtext.matching import Hit, Text

from .disclosures import FACTS, is_made
from .rules import Context, Rule
from .values import WEIGHT, Finding, JudgedContent, Severity


def findings(content: JudgedContent, rules: Iterable[Rule]) -> tuple[Finding, ...]:
    """All findings, in order of field and place. Of findings that lie in one another only the weightiest stays,
    of equally heavy ones the longest."""
    applying = [rule for rule in rules if rule.applies(content.platform, content.industry)]
    found: list[Finding] = []
    for field, source in content.fields.items():
        text = Text(source)
        in_field = [finding for rule in applying for finding in _wording(rule, field, text)]
        found.extend(sorted(_without_covered(in_field), key=lambda finding: finding.start))
    return (*found, *_missing_disclosures(content, applying))


def _wording(rule: Rule, field: str, text: Text) -> Iterator[Finding]:
    seen: set[Hit] = set()
    for hit in _hits(rule, text):
        if hit in seen:
            continue
        seen.add(hit)
        context = _context_of(hit, rule.contexts, text)
        if context is None:
            yield _finding(rule, field, hit, text)
        elif context.severity is not None:
            yield replace(_finding(rule, field, hit, text), severity=context.severity, why=context.why)


def _hits(rule: Rule, text: Text) -> Iterator[Hit]:
    for word in rule.words:
        yield from text.find_word(word)
    for pattern in rule.patterns:
        yield from text.find_pattern(pattern)


def _context_of(hit: Hit, contexts: tuple[Context, ...], text: Text) -> Context | None:
    """The first context that covers the hit."""
    for context in contexts:
        if any(around.covers(hit) for around in text.find_phrase(context.pattern)):
            return context
    return None


def _finding(rule: Rule, field: str, hit: Hit, text: Text) -> Finding:
    quoted = text.source[hit.start : hit.end]
    return Finding(
        field=field,
        start=hit.start,
        end=hit.end,
        quoted=quoted,
        rule=rule.id,
        name=rule.name,
        severity=rule.severity,
        basis=str(rule.basis),
        why=rule.why,
        substitutes=rule.substitutes_for(quoted),
    )


def _without_covered(found: list[Finding]) -> list[Finding]:
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
    shown = "、".join(f"“{entry}”" for entry in dict.fromkeys(evidence) if entry != "picture")
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
