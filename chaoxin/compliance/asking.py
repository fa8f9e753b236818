"""From a text that somebody asks about to what the gate judges. Without Django, so that a command line can ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from .values import JudgedContent, MediaFacts, Price, Terms, seen_of

LINK = re.compile(r"https?://[^\s<>\"'，。！？；、（）【】《》“”]+", re.IGNORECASE)


@dataclass(frozen=True)
class Where:
    """Where a text is to go out, and what is known of it. `disclosures` are keys of `disclosures.CATALOGUE`."""

    platform: str = ""
    format: str = ""
    industry: str = ""
    disclosures: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
    """What the author says of a content; see `JudgedContent`."""

    origin: str = ""
    fictional: bool = False
    paid: bool = False


def content_of(
    fields: Mapping[str, str],
    where: Where,
    *,
    links: Iterable[str] = (),
    prices: Iterable[Price] = (),
    pictures: Iterable[MediaFacts] = (),
    said: Said | None = None,
) -> JudgedContent:
    """The content to judge; links are those named and those that stand in the texts."""
    found = [link for text in fields.values() for link in LINK.findall(text)]
    return JudgedContent(
        platform=where.platform,
        format=where.format,
        fields=dict(fields),
        links=tuple(dict.fromkeys([*links, *found])),
        disclosures=tuple(where.disclosures),
        industry=where.industry,
        prices=tuple(prices),
        pictures=tuple(pictures),
        **asdict(said or Said()),
    )


def media_of(number: int, told: Mapping[str, Any]) -> MediaFacts:
    """A picture or video as somebody tells of it, a JSON object with the fields of `MediaFacts`, none of them needed.
    `number`, from 1, is its place in the content and its key where it has none."""
    terms = told.get("terms")
    return MediaFacts(
        sha256=told.get("sha256", ""),
        provenance=told.get("provenance") or "unknown",
        alt=told.get("alt", ""),
        key=told.get("key") or f"picture-{number}",
        name=told.get("name", ""),
        lines=tuple(seen_of(line) for line in told.get("lines", ())),
        codes=tuple(seen_of(code) for code in told.get("codes", ())),
        marked=bool(told.get("marked")),
        stamped=bool(told.get("stamped")),
        terms=_terms_of(terms) if terms is not None else None,
    )


def _terms_of(told: Mapping[str, Any]) -> Terms:
    since, until = (
        date.fromisoformat(day) if (day := told.get(name)) else None for name in ("since", "until")
    )
    return Terms(since, until, frozenset(told.get("platforms", ())))
