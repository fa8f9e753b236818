"""Rule packs: YAML files under `packs/`, read and checked once. See packs/README.md for the form."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chaoxin.zhtext.matching import folded_word

from .disclosures import CATALOGUE, FACTS
from .media_facts import MEDIA_FACTS
from .values import Severity

PACKS = Path(__file__).parent / "packs"
CONFIDENCES = ("statute", "two_sources", "one_source", "unverified")
# A rule whose ground nobody has read in an official text must not stop anybody by itself.
MAY_BLOCK = ("statute", "two_sources")


class BadPack(Exception):
    """A pack file that cannot be used; names the file and the rule."""


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
        return f"《{self.instrument}》{self.article}（{self.effective} 起施行）"


@dataclass(frozen=True)
class Context:
    """A surrounding in which a hit weighs less. `severity` None means that it is innocent there."""

    pattern: re.Pattern[str]
    severity: Severity | None
    why: str


@dataclass(frozen=True)
class Tests:
    """Sentences of the pack's own: with a hit at least as heavy as the rule's severity, and without any."""

    hit: tuple[str, ...]
    miss: tuple[str, ...]


@dataclass(frozen=True)
class Rule:
    """One rule. A wording rule has words or patterns; a disclosure rule names the disclosure that content with
    all of `facts` must carry; a code rule has patterns of what a code in a picture says (`codes`); a media rule has
    `facts` of a single picture or video alone."""

    id: str
    name: str
    severity: Severity
    basis: Basis
    why: str
    tests: Tests
    words: tuple[str, ...] = ()
    patterns: tuple[re.Pattern[str], ...] = ()
    substitutes: tuple[str, ...] = ()
    substitutes_by_word: Mapping[str, tuple[str, ...]] | None = None
    contexts: tuple[Context, ...] = ()
    platforms: frozenset[str] = frozenset()
    except_platforms: frozenset[str] = frozenset()
    industries: frozenset[str] = frozenset()
    disclosure: str = ""
    facts: tuple[str, ...] = ()
    codes: tuple[re.Pattern[str], ...] = ()

    def applies(self, platform: str, industry: str) -> bool:
        """Whether the rule looks at content for that platform and industry."""
        if platform in self.except_platforms or (self.platforms and platform not in self.platforms):
            return False
        return not self.industries or industry in self.industries

    def substitutes_for(self, quoted: str) -> tuple[str, ...]:
        """What could stand in the place of `quoted`."""
        by_word = self.substitutes_by_word or {}
        return by_word.get(folded_word(quoted), self.substitutes)


@dataclass(frozen=True)
class Pack:
    """A file of rules about one matter. `version` grows with every change of it."""

    key: str
    name: str
    version: int
    rules: tuple[Rule, ...]


@cache
def packs() -> tuple[Pack, ...]:
    """All packs in file order. Raises BadPack."""
    return tuple(read_pack(path) for path in sorted(PACKS.glob("*.yaml")))


def rule_by_id(rule: str) -> Rule | None:
    """The rule of that id, None where it no longer exists."""
    return next((found for pack in packs() for found in pack.rules if found.id == rule), None)


def read_pack(path: Path) -> Pack:
    """The pack in a file. Raises BadPack for anything missing, unknown or contradictory."""
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8"))
        basis = {key: Basis(**_texts(entry)) for key, entry in told["bases"].items()}
        rules = tuple(_rule(entry, basis) for entry in told["rules"])
        pack = Pack(key=path.stem, name=told["name"], version=int(told["version"]), rules=rules)
    except (BadPack, KeyError, TypeError, ValueError, re.error, yaml.YAMLError) as error:
        raise BadPack(f"{path.name}: {type(error).__name__} {error}") from error
    if len({rule.id for rule in rules}) != len(rules):
        raise BadPack(f"{path.name}: two rules have the same id")
    return pack


KNOWN_KEYS = {
    "id", "name", "severity", "basis", "why", "tests", "words", "patterns", "substitutes", "contexts",
    "platforms", "except_platforms", "industries", "disclosure", "facts", "codes",
}  # fmt: skip


def _rule(entry: Mapping[str, Any], bases: Mapping[str, Basis]) -> Rule:
    unknown = set(entry) - KNOWN_KEYS
    if unknown:
        raise BadPack(f"{entry.get('id')}: unknown keys {sorted(unknown)}")
    common, by_word = _substitutes(entry.get("substitutes", []))
    rule = Rule(
        id=entry["id"],
        name=entry["name"],
        severity=Severity(entry["severity"]),
        basis=bases[entry["basis"]],
        why=entry["why"],
        tests=Tests(hit=tuple(entry["tests"]["hit"]), miss=tuple(entry["tests"]["miss"])),
        words=tuple(dict.fromkeys(folded_word(word) for word in entry.get("words", []))),
        patterns=tuple(re.compile(pattern) for pattern in entry.get("patterns", [])),
        substitutes=common,
        substitutes_by_word=by_word,
        contexts=tuple(_context(context) for context in entry.get("contexts", [])),
        platforms=frozenset(entry.get("platforms", [])),
        except_platforms=frozenset(entry.get("except_platforms", [])),
        industries=frozenset(entry.get("industries", [])),
        disclosure=entry.get("disclosure", ""),
        facts=tuple(entry.get("facts", [])),
        codes=tuple(re.compile(pattern, re.IGNORECASE) for pattern in entry.get("codes", [])),
    )
    _check(rule)
    return rule


def _context(entry: Mapping[str, Any]) -> Context:
    severity = entry["severity"]
    return Context(
        pattern=re.compile(entry["pattern"]),
        severity=None if severity == "none" else Severity(severity),
        why=entry["why"],
    )


def _substitutes(told: Any) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    if isinstance(told, list):
        return tuple(told), {}
    by_word = {folded_word(word): tuple(given) for word, given in told.items() if word != "others"}
    return tuple(told.get("others", [])), by_word


def _check(rule: Rule) -> None:
    wording = bool(rule.words or rule.patterns)
    if [wording, bool(rule.codes), bool(rule.facts)].count(True) != 1:
        raise BadPack(f"{rule.id}: needs either words and patterns, or codes, or facts")
    known = FACTS if rule.disclosure else MEDIA_FACTS
    if set(rule.facts) - set(known) or (
        rule.disclosure and (rule.disclosure not in CATALOGUE or not rule.facts)
    ):
        raise BadPack(f"{rule.id}: unknown disclosure or facts")
    if (wording or rule.codes) and not (rule.tests.hit and rule.tests.miss):
        raise BadPack(f"{rule.id}: needs sentences that must hit and sentences that must not")
    if not all(rule.words):
        raise BadPack(f"{rule.id}: a word has neither letter nor digit")
    if rule.basis.confidence not in CONFIDENCES:
        raise BadPack(f"{rule.id}: unknown confidence {rule.basis.confidence}")
    if rule.severity == Severity.BLOCK and rule.basis.confidence not in MAY_BLOCK:
        raise BadPack(f"{rule.id}: ground {rule.basis.confidence} may not block")
    if not rule.why.endswith("。"):
        raise BadPack(f"{rule.id}: `why` is one full sentence")


def _texts(entry: Mapping[str, Any]) -> dict[str, str]:
    return {key: str(value) for key, value in entry.items()}
