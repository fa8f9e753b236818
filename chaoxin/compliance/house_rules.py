"""Finding rules among those of the house."""

from __future__ import annotations

from dataclasses import dataclass

from .house_words import each_told
from .reading import packs
from .rules import Pack, Rule


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty fields do not limit. `q` stands in id, name, reason, basis or words of a rule, in
    Chinese or the reader's language."""

    q: str = ""
    severity: str = ""
    category: str = ""
    industry: str = ""
    pack: str = ""


def find(wanted: Wanted) -> list[tuple[Pack, Rule]]:
    """The rules that fit, each with its pack, pack by pack."""
    return [
        (pack, rule)
        for pack in packs()
        if wanted.pack in ("", pack.key)
        for rule in pack.rules
        if _fits(rule, wanted)
    ]


def _fits(rule: Rule, wanted: Wanted) -> bool:
    if wanted.severity not in ("", rule.severity) or wanted.category not in ("", rule.category):
        return False
    named = rule.industries | rule.about.industries
    if wanted.industry and wanted.industry not in named:
        return False
    texts = (rule.name, rule.why, str(rule.basis))
    said = " ".join([rule.id, *texts, *each_told(texts), *(word.text for word in rule.words)])
    return wanted.q.lower() in said.lower()
