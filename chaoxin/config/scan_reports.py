"""What `chaoxin scan` tells of files: lines for people, JSON, or SARIF 2.1.0 for tools that read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from chaoxin.compliance.reading import packs
from chaoxin.compliance.texts.items import TEXT, Item
from chaoxin.compliance.values import Finding

SARIF_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
SARIF_LEVELS = {"block": "error", "confirm": "warning", "warn": "note", "note": "note"}


@dataclass(frozen=True)
class Scanned:
    """A file with its texts and what was found in each."""

    path: str
    items: tuple[tuple[Item, tuple[Finding, ...]], ...]


@dataclass(frozen=True)
class Place:
    """Where a finding begins and ends in its text: lines and columns from 1, in characters; the end is exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


def place_of(text: str, start: int, end: int) -> Place:
    """The place of a stretch of a text."""
    return Place(*_point(text, start), *_point(text, end))


def as_text(scanned: Sequence[Scanned]) -> str:
    """A line for each finding: file, place, severity, rule, what stands there, why."""
    told = []
    for path, item, finding in _all(scanned):
        where = ":".join(filter(None, [path, _told_place(item, finding)]))
        quoted = f"“{finding.quoted}” " if finding.quoted else ""
        told.append(f"{where}: {finding.severity} [{finding.rule}] {quoted}{finding.why}{finding.basis}\n")
        if finding.substitutes:
            told.append(f"    可改成：{'、'.join(finding.substitutes)}\n")
        if finding.advice:
            told.append(f"    改法：{'、'.join(finding.advice)}\n")
    return "".join(told)


def as_json(scanned: Sequence[Scanned]) -> str:
    """{"rule_versions": …, "files": [{"path", "items": [{"place", "findings": […]}]}]}; a finding has its line and
    column where its text is a file's own."""
    told = {
        "rule_versions": {pack.key: pack.version for pack in packs()},
        "files": [
            {
                "path": entry.path,
                "items": [
                    {"place": item.place, "findings": [_as_object(item, finding) for finding in found]}
                    for item, found in entry.items
                ],
            }
            for entry in scanned
        ],
    }
    return json.dumps(told, ensure_ascii=False, indent=2) + "\n"


def as_sarif(scanned: Sequence[Scanned]) -> str:
    """A SARIF 2.1.0 log with one run."""
    results = [_result(path, item, finding) for path, item, finding in _all(scanned)]
    driver = {
        "name": "chaoxin scan",
        "version": version("chaoxin"),
        "language": "zh-Hans",
        "rules": _described({result["ruleId"] for result in results}),
    }
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    log = {"$schema": SARIF_SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, ensure_ascii=False, indent=2) + "\n"


FORMS: dict[str, Callable[[Sequence[Scanned]], str]] = {
    "text": as_text,
    "json": as_json,
    "sarif": as_sarif,
}


def _all(scanned: Sequence[Scanned]) -> Iterator[tuple[str, Item, Finding]]:
    for entry in scanned:
        for item, found in entry.items:
            for finding in found:
                yield entry.path, item, finding


def _has_lines(item: Item, finding: Finding) -> bool:
    return not item.place and finding.field == TEXT and bool(finding.quoted)


def _told_place(item: Item, finding: Finding) -> str:
    if _has_lines(item, finding):
        place = place_of(item.fields[TEXT], finding.start, finding.end)
        return f"{place.line}:{place.column}"
    field = "" if finding.field in (TEXT, "disclosures") else finding.field
    return " ".join(filter(None, [item.place, field]))


def _as_object(item: Item, finding: Finding) -> dict[str, Any]:
    told = finding.as_json()
    if _has_lines(item, finding):
        place = place_of(item.fields[TEXT], finding.start, finding.end)
        told |= {"line": place.line, "column": place.column}
    return told


def _result(path: str, item: Item, finding: Finding) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {"artifactLocation": {"uri": quote(PurePath(path).as_posix(), safe="/:")}}
    }
    if _has_lines(item, finding):
        place = place_of(item.fields[TEXT], finding.start, finding.end)
        location["physicalLocation"]["region"] = {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
            "charOffset": finding.start,
            "charLength": finding.end - finding.start,
            "snippet": {"text": finding.quoted},
        }
    elif told := _told_place(item, finding):
        location["logicalLocations"] = [{"fullyQualifiedName": told}]
    quoted = f"“{finding.quoted}”：" if finding.quoted else ""
    return {
        "ruleId": finding.rule,
        "level": SARIF_LEVELS[finding.severity],
        "message": {"text": f"{quoted}{finding.why}{finding.basis}"},
        "locations": [location],
        "properties": {
            "severity": str(finding.severity),
            "variant": finding.variant,
            "confidence": finding.confidence,
            "substitutes": list(finding.substitutes),
            "advice": list(finding.advice),
        },
    }


def _described(used: set[str]) -> list[dict[str, Any]]:
    return [
        {
            "id": rule.id,
            "name": rule.name,
            "shortDescription": {"text": rule.name},
            "fullDescription": {"text": rule.why},
            "help": {"text": str(rule.basis)},
            "defaultConfiguration": {"level": SARIF_LEVELS[rule.severity]},
        }
        for pack in packs()
        for rule in pack.rules
        if rule.id in used
    ]


def _point(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1
