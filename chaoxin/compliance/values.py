"""What the gate judges and what it answers: plain values, no rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from typing import Any


class Severity(StrEnum):
    """How much a finding weighs. BLOCK stops the content, CONFIRM needs somebody's word, WARN and NOTE are advice."""

    BLOCK = "block"
    CONFIRM = "confirm"
    WARN = "warn"
    NOTE = "note"


WEIGHT = {Severity.BLOCK: 3, Severity.CONFIRM: 2, Severity.WARN: 1, Severity.NOTE: 0}


@dataclass(frozen=True)
class MediaFacts:
    """What is known of a picture that goes out. `provenance` is a value of content's asset provenance."""

    sha256: str
    provenance: str = "unknown"
    alt: str = ""


@dataclass(frozen=True)
class JudgedContent:
    """One exact content. `fields` are texts by name as the audience reads them. `disclosures` are keys of
    `disclosures.CATALOGUE` that the author has chosen. `rest` is what goes out with it and no rule looks at
    (options, markup); it is part of the hash all the same. `industry` chooses rules and is no part of it."""

    platform: str
    format: str
    fields: Mapping[str, str]
    pictures: tuple[MediaFacts, ...] = ()
    links: tuple[str, ...] = ()
    disclosures: tuple[str, ...] = ()
    industry: str = ""
    rest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def hash(self) -> str:
        """SHA-256 over all that the audience gets."""
        values = asdict(self)
        del values["industry"]
        values["disclosures"] = sorted(self.disclosures)
        packed = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(packed.encode()).hexdigest()


@dataclass(frozen=True)
class Finding:
    """A place in one field (`start`, `end` in characters, `quoted` what stands there) that a rule objects to, or
    something that is missing (`quoted` empty). `discloses` names the disclosure that would settle it. `variant` is
    how the word was written (a value of zhtext's `Variant`), `confidence` how sure it is that it was meant, 0 to 1."""

    field: str
    start: int
    end: int
    quoted: str
    rule: str
    name: str
    severity: Severity
    basis: str
    why: str
    substitutes: tuple[str, ...] = ()
    discloses: str = ""
    variant: str = "literal"
    confidence: float = 1.0

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object."""
        return {**asdict(self), "severity": str(self.severity), "substitutes": list(self.substitutes)}


def finding_of(stored: Mapping[str, Any]) -> Finding:
    """The finding that `as_json` made the object of; one stored without variant and confidence was literal."""
    values = {**stored, "severity": Severity(stored["severity"]), "substitutes": tuple(stored["substitutes"])}
    return Finding(**values)


@dataclass(frozen=True)
class Opinion:
    """What the rules say of a content, in order of field and place. `rule_versions` are those used, by pack."""

    findings: tuple[Finding, ...]
    rule_versions: Mapping[str, int] = field(default_factory=dict)

    @property
    def level(self) -> str:
        """`block`, `confirm` or `allow`: the heaviest finding decides, advice does not count."""
        heaviest = max((WEIGHT[finding.severity] for finding in self.findings), default=0)
        return {3: "block", 2: "confirm"}.get(heaviest, "allow")
