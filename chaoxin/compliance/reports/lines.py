"""The texts of a batch with their findings marked, as every form of the report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from chaoxin.compliance import batch_turns
from chaoxin.compliance.house_words import told
from chaoxin.compliance.marking import Part, parts
from chaoxin.compliance.models import BatchCheck
from chaoxin.compliance.texts.items import TEXT
from chaoxin.compliance.values import WEIGHT, Finding, Opinion, Severity, finding_of

LEVELS = ("block", "confirm", "warn", "allow")
# Of a longer text a page shows what lies around its findings.
SHOWN_WHOLE_CHARACTERS = 6_000
SHOWN_AROUND_CHARACTERS = 80
GAP = " …… "


@dataclass(frozen=True)
class Line:
    """One text: `level` is its heaviest (see `batch_turns.level_of`), `texts` are its fields by name ("" where there is
    but one) with what is marked in them."""

    number: int
    place: str
    level: str
    texts: tuple[tuple[str, list[Part]], ...]
    findings: tuple[Finding, ...]

    @property
    def missing(self) -> list[Finding]:
        """What is missing of it or lies in a picture, and so has no place in a text."""
        return [finding for finding in self.findings if not finding.quoted or finding.media]


@dataclass(frozen=True)
class RuleCount:
    """How often a rule objected: `findings` places in `items` texts."""

    rule: str
    name: str
    severity: str
    findings: int
    items: int


def lines_of(
    check: BatchCheck, *, level: str = "", rule: str = "", with_clean: bool = True
) -> Iterator[Line]:
    """The texts that were looked at, in order. `level` and `rule` leave out all others."""
    number = 0
    for part in check.parts.exclude(findings__isnull=True).order_by("number").iterator(chunk_size=20):
        for item, found in zip(part.items, part.findings or [], strict=True):
            number += 1
            line = _line(number, item, [finding_of(stored) for stored in found])
            if _fits(line, level=level, rule=rule, with_clean=with_clean):
                yield line


def rule_counts(check: BatchCheck) -> list[RuleCount]:
    """The rules that objected, the heaviest and the most frequent first."""
    rules = check.counts.get("rules", {})
    found = [
        RuleCount(rule, told(counts["name"], rule), counts["severity"], counts["findings"], counts["items"])
        for rule, counts in rules.items()
    ]
    return sorted(found, key=lambda one: (-WEIGHT[Severity(one.severity)], -one.findings, one.rule))


def level_counts(check: BatchCheck) -> dict[str, int]:
    """How many texts there are of each level."""
    items = check.counts.get("items", {})
    return {level: items.get(level, 0) for level in LEVELS}


def shortened(text: list[Part]) -> list[Part]:
    """Of a long text only what lies around what is marked."""
    if sum(len(part.text) for part in text) <= SHOWN_WHOLE_CHARACTERS:
        return text
    return [
        part if part.finding else Part(_cut(part.text, place, len(text))) for place, part in enumerate(text)
    ]


def _cut(text: str, place: int, count: int) -> str:
    around = SHOWN_AROUND_CHARACTERS
    if len(text) <= 2 * around + len(GAP):
        return text
    head = text[:around] if place > 0 or count == 1 else ""
    tail = text[-around:] if place < count - 1 else ""
    return f"{head}{GAP}{tail}"


def _line(number: int, item: Mapping[str, Any], findings: list[Finding]) -> Line:
    only_one = list(item["fields"]) == [TEXT]
    texts = tuple(
        ("" if only_one else name, parts(text, _in_field(findings, name)))
        for name, text in item["fields"].items()
    )
    level = batch_turns.level_of(Opinion(tuple(findings)))
    return Line(number, item["place"], level, texts, tuple(findings))


def _in_field(findings: Iterable[Finding], name: str) -> list[Finding]:
    return [finding for finding in findings if finding.field == name and finding.quoted]


def _fits(line: Line, *, level: str, rule: str, with_clean: bool) -> bool:
    if level and line.level != level:
        return False
    if rule and all(finding.rule != rule for finding in line.findings):
        return False
    return with_clean or bool(line.findings)
