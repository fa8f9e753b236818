"""From a text that somebody asks about to what the gate judges. Without Django, so that a command line can ask."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .values import JudgedContent, Price

LINK = re.compile(r"https?://[^\s<>\"'，。！？；、（）【】《》“”]+", re.IGNORECASE)


@dataclass(frozen=True)
class Where:
    """Where a text is to go out, and what is known of it. `disclosures` are keys of `disclosures.CATALOGUE`."""

    platform: str = ""
    format: str = ""
    industry: str = ""
    disclosures: tuple[str, ...] = ()


def content_of(
    fields: Mapping[str, str], where: Where, *, links: Iterable[str] = (), prices: Iterable[Price] = ()
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
    )
