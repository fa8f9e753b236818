"""What the gate judges and what it answers: plain values, no rows."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from .advice import parted


class Severity(StrEnum):
    """How much a finding weighs. BLOCK stops the content, CONFIRM needs somebody's word, WARN and NOTE are advice."""

    BLOCK = "block"
    CONFIRM = "confirm"
    WARN = "warn"
    NOTE = "note"


WEIGHT = {Severity.BLOCK: 3, Severity.CONFIRM: 2, Severity.WARN: 1, Severity.NOTE: 0}


Box = tuple[float, float, float, float]


@dataclass(frozen=True)
class Seen:
    """A line of writing, or what a code says, seen in a picture or in a frame of a video. `box` is left, top, width
    and height as parts of the picture; `at` is seconds into the video, None in a picture."""

    text: str
    box: Box
    at: float | None = None

    def as_json(self) -> dict[str, Any]:
        """What it is as a JSON object."""
        return {"text": self.text, "box": list(self.box), "at": self.at}


def seen_of(stored: Mapping[str, Any]) -> Seen:
    """What `Seen.as_json` made the object of."""
    left, top, width, height = stored["box"]
    return Seen(stored["text"], (left, top, width, height), stored.get("at"))


@dataclass(frozen=True)
class Terms:
    """Under what a picture of others may be used: from and until which day (both included), and on which platforms,
    all where there are none."""

    since: date | None = None
    until: date | None = None
    platforms: frozenset[str] = frozenset()


@dataclass(frozen=True)
class MediaFacts:
    """What is known of a picture or video that goes out. `provenance` is a value of content's asset provenance. What
    the audience gets is the file, so that only the first three are part of a content's hash; the others are what we
    have come to know of it: `key` and `name` for who reads a finding, the writing and the codes seen in it, whether
    the file says that a machine has made it and whether that can be seen on it, under which terms it is licensed, if
    it is, the id of the member who brought it, whether looking into it has failed, and whether nobody has looked
    into it at all."""

    sha256: str
    provenance: str = "unknown"
    alt: str = ""
    key: str = ""
    name: str = ""
    lines: tuple[Seen, ...] = ()
    codes: tuple[Seen, ...] = ()
    marked: bool = False
    stamped: bool = False
    terms: Terms | None = None
    brought_by: str = ""
    unreadable: bool = False
    unseen: bool = False


# What of a file and of the author's word the hash is made over. What is not said leaves the hash as it is without.
HASHED = ("sha256", "provenance", "alt")
SAID = ("origin", "fictional", "paid")


@dataclass(frozen=True)
class Price:
    """A price that a content names, in yuan unless `currency` (ISO 4217) says otherwise, as a decimal number in
    `amount`. `kind` is `current`, `compared` (what it was, or costs elsewhere) or `gift` (the worth of a gift)."""

    amount: str
    kind: str = "current"
    currency: str = "CNY"


@dataclass(frozen=True)
class JudgedContent:
    """One exact content. `fields` are texts by name as the audience reads them. `disclosures` are keys of
    `disclosures.CATALOGUE` that the author has chosen. `prices` are those known from elsewhere than the
    texts (a product's record). `rest` is what goes out with it and no rule looks at (options, markup); it is part of
    the hash all the same. `industry` chooses rules and is no part of it, nor is
    `on`, the day that terms are asked for, today unless said. `origin`, `fictional` and `paid` are what the author
    says of it: where its text comes from (own, ai_assisted, ai_generated, reposted; "" for not said), that the story
    is made up, that somebody paid for it; they are part of the hash where they were said."""

    platform: str
    format: str
    fields: Mapping[str, str]
    pictures: tuple[MediaFacts, ...] = ()
    links: tuple[str, ...] = ()
    disclosures: tuple[str, ...] = ()
    industry: str = ""
    prices: tuple[Price, ...] = ()
    rest: Mapping[str, Any] = field(default_factory=dict)
    origin: str = ""
    fictional: bool = False
    paid: bool = False
    on: date | None = None

    @property
    def hash(self) -> str:
        """SHA-256 over all that the audience gets and the author says of it."""
        values = {
            "platform": self.platform,
            "format": self.format,
            "fields": dict(self.fields),
            "pictures": [{name: getattr(entry, name) for name in HASHED} for entry in self.pictures],
            "links": list(self.links),
            "disclosures": sorted(self.disclosures),
            "rest": self.rest,
            **{name: value for name in SAID if (value := getattr(self, name))},
            **({"prices": [asdict(price) for price in self.prices]} if self.prices else {}),
        }
        packed = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str)
        return hashlib.sha256(packed.encode()).hexdigest()


PLACE_IN_MEDIA = ("media", "box", "at")


@dataclass(frozen=True)
class Finding:
    """A place in one field (`start`, `end` in characters, `quoted` what stands there) that a rule objects to, or
    something that is missing (`quoted` empty). `substitutes` are texts that can stand there (`advice.REMOVE`: nothing),
    `advice` tells the author what else to do; what is given as a substitute and is advice becomes it. `discloses`
    names the disclosure that would settle it. `variant` is how the word was written (a value of zhtext's `Variant`, or
    "reworded" for what a model finds in a sentence),
    `confidence` how sure it is that it was meant, 0 to 1. What lies in a picture or is about one names it (`media`,
    the key of its MediaFacts); its places count in what was read there, `box` says where that is seen, none for the
    picture as a whole, and `at` when in a video."""

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
    advice: tuple[str, ...] = ()
    discloses: str = ""
    variant: str = "literal"
    confidence: float = 1.0
    media: str = ""
    box: Box | None = None
    at: float | None = None

    def __post_init__(self) -> None:
        substitutes, advice = parted(self.substitutes)
        if advice:
            object.__setattr__(self, "substitutes", substitutes)
            object.__setattr__(self, "advice", (*self.advice, *advice))

    def as_json(self) -> dict[str, Any]:
        """The finding as a JSON object; where it lies in a picture only if it does."""
        lists = {"substitutes": list(self.substitutes), "advice": list(self.advice)}
        told = {**asdict(self), "severity": str(self.severity), **lists}
        told["box"] = list(self.box) if self.box else None
        return {name: value for name, value in told.items() if self.media or name not in PLACE_IN_MEDIA}


def finding_of(stored: Mapping[str, Any]) -> Finding:
    """The finding that `as_json` made the object of; one stored without variant and confidence was literal."""
    lists = {name: tuple(stored.get(name, ())) for name in ("substitutes", "advice")}
    values = {**stored, "severity": Severity(stored["severity"]), **lists}
    if stored.get("box"):
        values["box"] = tuple(stored["box"])
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

    @property
    def worst_first(self) -> list[Finding]:
        """The findings in the order in which a person wants to see them."""
        return worst_first(self.findings)


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """The heaviest before the others, wherever they lie; of equally heavy ones the texts before pictures and films, in
    the order in which they stand there or are seen in a film."""
    found = list(findings)
    fields = {field: number for number, field in enumerate(dict.fromkeys(entry.field for entry in found))}
    return sorted(
        found,
        key=lambda entry: (
            -WEIGHT[entry.severity],
            bool(entry.media),
            fields[entry.field],
            -1.0 if entry.at is None else entry.at,
            entry.start,
        ),
    )
