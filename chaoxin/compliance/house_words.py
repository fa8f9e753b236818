"""What the house's rules say, in the language of the reader.

Packs hold it in Chinese, and so do findings that are kept; whoever shows them tells it. What a company's own rules say
stays as the company wrote it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from chaoxin.core.sentences import joined

from .advice import REMOVE, parted
from .media_facts import NAMELESS
from .own_rules import FROM_PACK, OWN, WANTED_BY_PACK
from .reading import packs
from .rules import Basis, Pack, Rule
from .values import Finding, finding_of

# What stands behind the reason of a finding that `holding` keeps.
HELD = gettext_noop(
    "现在的规则会放过它，但这是{makers}最近自己调整的，调整的人也写过、改过或提交过这份内容：请另一位同事放行，把它标为误报，或在“规则包”里确认这次调整。"
)
PLACE = re.compile(r"\{\w+\}")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def told(text: object, rule: str = "") -> str:
    """A name, reason, ground or advice of the rule in the reader's language; as it stands where it is a company's, or
    no pack of the house says it any longer."""
    of_rule, held, more = str(text).partition(PLACE.split(HELD)[0])
    said = _told_of_company(of_rule) if rule.startswith(OWN) else _told(of_rule)
    return joined(said, _filled(held + more, (HELD,)) or held + more)


def each_told(texts: Iterable[str], rule: str = "") -> tuple[str, ...]:
    """Several texts of a rule, as `told`."""
    return tuple(told(text, rule) for text in texts)


def replacements_told(substitutes: Iterable[str]) -> tuple[str, ...]:
    """What can stand in the place of words, as it would stand there; only that they can be left out is told."""
    return tuple(pgettext("instead of words", "删去") if text == REMOVE else text for text in substitutes)


def finding_told(finding: Finding) -> Finding:
    """The finding for a reader. Substitutes stay: they are to stand in a Chinese text."""
    name, basis, why = each_told((finding.name, finding.basis, finding.why), finding.rule)
    return replace(finding, name=name, basis=basis, why=why, advice=each_told(finding.advice, finding.rule))


def findings_told(findings: Iterable[Finding]) -> list[dict[str, object]]:
    """Findings for a reader, as JSON objects."""
    return [finding_told(finding).as_json() for finding in findings]


def stored_told(stored: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
    """As `findings_told`, of findings as they are kept."""
    return findings_told(finding_of(one) for one in stored)


def versions_told(versions: Mapping[str, int]) -> list[str]:
    """Packs with the versions by which something was judged: those of the house by their names, those of a company are
    kept by name."""
    names = {pack.key: told(pack.name) for pack in packs()}
    ordered = [key for key in names if key in versions] + [key for key in versions if key not in names]
    return [f"{names.get(key, key)} v{versions[key]}" for key in ordered]


def rules_named(word: str) -> list[str]:
    """The ids of the house's rules whose name has the word in it, in the reader's language."""
    rules = (rule for pack in packs() for rule in pack.rules)
    return [rule.id for rule in rules if word.lower() in told(rule.name).lower()]


def spoken() -> Iterator[tuple[str, str]]:
    """Every text of the house's packs that readers are shown, with the key of its pack."""
    for pack in packs():
        for text in dict.fromkeys(_of_pack(pack)):
            if CHINESE.search(text):
                yield text, pack.key


def _of_pack(pack: Pack) -> Iterator[str]:
    yield pack.name
    for rule in pack.rules:
        yield from _of_rule(rule)


def _of_rule(rule: Rule) -> Iterator[str]:
    yield from (rule.name, rule.why)
    yield from (context.why for context in rule.contexts)
    yield from sorted(text for text in rule.all_substitutes if parted((text,))[1])
    yield from (rule.basis.instrument, rule.basis.article, rule.basis.source)


@cache
def _texts() -> frozenset[str]:
    return frozenset(text for text, _pack in spoken())


@cache
def _grounds() -> dict[str, Basis]:
    return {str(rule.basis): rule.basis for pack in packs() for rule in pack.rules}


@cache
def _with_places() -> tuple[str, ...]:
    return tuple(text for text in _texts() if PLACE.search(text))


def _told(text: str) -> str:
    if text in _texts():
        return _(text)
    if text in _grounds():
        return _ground(_grounds()[text])
    return _filled(text, _with_places()) or text


def _told_of_company(text: str) -> str:
    """What the house says of a company's rule where the company has said nothing."""
    return _filled(text, (FROM_PACK, WANTED_BY_PACK)) or text


def _ground(basis: Basis) -> str:
    named = {"instrument": _(basis.instrument), "article": _(basis.article), "day": basis.effective}
    if basis.effective:
        return _("《%(instrument)s》%(article)s（%(day)s 起施行）") % named
    return _("《%(instrument)s》%(article)s") % named


def _filled(text: str, templates: Iterable[str]) -> str:
    """The text in the reader's language if it is one of the templates with something in its place, else ""."""
    for template in templates:
        begins, ends = PLACE.split(template)
        value = text[len(begins) : len(text) - len(ends)]
        if value and text == f"{begins}{value}{ends}":
            return _(template).replace(PLACE.findall(template)[0], _value(value))
    return ""


def _value(value: str) -> str:
    """Words that are quoted one after the other are parted as the reader's language does."""
    return _(NAMELESS) if value == NAMELESS else value.replace("”、“", f"”{_('、')}“")
