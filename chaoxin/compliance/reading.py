"""Rule packs as files: YAML under `packs/`, read strictly and once. See packs/README.md for the form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.connectors import registry
from chaoxin.zhtext.claims import Claim
from chaoxin.zhtext.matching import folded_word

from . import strict_yaml
from .bounds import is_bounded
from .categories import Category
from .disclosures import CATALOGUE, FACTS
from .media_facts import MEDIA_FACTS
from .rules import CONFIDENCES, CONTACTS, MAY_BLOCK, Basis, Context, Pack, Rule, RuleWord, Tests, Topic
from .values import Severity

PACKS = Path(__file__).parent / "packs"
GROUNDS = Path(__file__).parent / "grounds.yaml"
CONTEXTS = Path(__file__).parent / "contexts.yaml"
PACK_KEYS = {"name", "version", "category", "about", "contexts", "bases", "rules"}
RULE_KEYS = {
    "id", "name", "category", "severity", "basis", "why", "tests", "words", "variants", "patterns", "innocent",
    "substitutes", "contexts", "about", "platforms", "except_platforms", "industries", "except_industries",
    "valid_from", "valid_to", "disclosure", "facts", "codes", "prices",
    "contacts", "claims",
}  # fmt: skip
WORD_KEYS = {"word", "phonetic", "near", "split", "initials"}
# What a rule may look for among the prices of a text.
CLAIMED = {"compared", "gift"}
VARIANT_KEYS = WORD_KEYS - {"word"}


class BadPack(Exception):
    """A pack file that cannot be used; names the file, the rule and what is wrong with it."""


@cache
def packs() -> tuple[Pack, ...]:
    """All packs that the house brings, in file order. Raises BadPack."""
    read = tuple(read_pack(path) for path in sorted(PACKS.glob("*.yaml")))
    _once([rule.id for pack in read for rule in pack.rules], "packs")
    return read


@cache
def grounds() -> dict[str, Basis]:
    """The grounds that all packs may refer to, by key."""
    told = strict_yaml.load(GROUNDS.read_text(encoding="utf-8"))
    return {key: _basis(entry) for key, entry in told.items()}


@cache
def shared_contexts() -> dict[str, Context]:
    """Surroundings that many packs name, by key."""
    told = strict_yaml.load(CONTEXTS.read_text(encoding="utf-8"))
    return {key: _context(entry) for key, entry in told.items()}


def rule_by_id(rule: str) -> Rule | None:
    """The house's rule of that id, None where it no longer exists."""
    return next((found for pack in packs() for found in pack.rules if found.id == rule), None)


def read_pack(path: Path) -> Pack:
    """The pack in a file. Raises BadPack for anything missing, unknown or contradictory."""
    try:
        told = strict_yaml.load(path.read_text(encoding="utf-8"))
        _known(told, PACK_KEYS, "pack")
        bases = {**grounds(), **{key: _basis(entry) for key, entry in told.get("bases", {}).items()}}
        usual = {"category": told["category"], "about": told.get("about", {})}
        shared = tuple(shared_contexts()[key] for key in told.get("contexts", []))
        rules = tuple(_rule({**usual, **entry}, bases, shared) for entry in told["rules"])
        _once([rule.id for rule in rules], "rules")
        return Pack(key=path.stem, name=told["name"], version=int(told["version"]), rules=rules)
    except (BadPack, AttributeError, KeyError, TypeError, ValueError, re.error, yaml.YAMLError) as error:
        raise BadPack(f"{path.name}: {type(error).__name__} {error}") from error


def _rule(entry: Mapping[str, Any], bases: Mapping[str, Basis], shared: tuple[Context, ...]) -> Rule:
    _known(entry, RULE_KEYS, entry.get("id", "rule"))
    common, by_word = _substitutes(entry.get("substitutes", []))
    tests = entry.get("tests", {})
    _known(tests, {"hit", "miss", "disguised"}, f"{entry['id']} tests")
    rule = Rule(
        id=entry["id"],
        name=entry["name"],
        category=Category(entry["category"]),
        severity=Severity(entry["severity"]),
        basis=bases[entry["basis"]],
        why=entry["why"],
        tests=Tests(**{kind: _texts(sentences) for kind, sentences in tests.items()}),
        words=_words(entry),
        patterns=tuple(re.compile(pattern) for pattern in _texts(entry.get("patterns", []))),
        innocent=_texts(entry.get("innocent", [])),
        substitutes=common,
        substitutes_by_word=by_word,
        contexts=(*(_context(context) for context in entry.get("contexts", [])), *shared),
        about=_topic(entry["about"]),
        **{key: frozenset(_texts(entry.get(key, []))) for key in ("platforms", "except_platforms")},
        **{key: frozenset(_texts(entry.get(key, []))) for key in ("industries", "except_industries")},
        valid_from=_day(entry.get("valid_from")),
        valid_to=_day(entry.get("valid_to")),
        disclosure=entry.get("disclosure", ""),
        facts=_texts(entry.get("facts", [])),
        prices=_texts(entry.get("prices", [])),
        contacts=_texts(entry.get("contacts", [])),
        claims=_texts(entry.get("claims", [])),
        codes=tuple(re.compile(pattern, re.IGNORECASE) for pattern in _texts(entry.get("codes", []))),
    )
    check(rule)
    return rule


def check(rule: Rule) -> None:
    """Raises BadPack where a rule contradicts itself or names what nobody knows."""
    for wrong, sentence in (*_wrong_of_form(rule), *_wrong_of_ground(rule), *_wrong_of_place(rule)):
        if wrong:
            raise BadPack(f"{rule.id}: {sentence}")


def _wrong_of_form(rule: Rule) -> list[tuple[bool, str]]:
    wording = bool(rule.words or rule.patterns or rule.prices or rule.contacts or rule.claims)
    kinds = [wording, bool(rule.codes), bool(rule.facts)].count(True)
    known = FACTS if rule.disclosure else MEDIA_FACTS
    undisclosed = bool(rule.disclosure) and (rule.disclosure not in CATALOGUE or not rule.facts)
    folded = [word.folded for word in rule.words]
    near = [word.text for word in rule.words if word.phonetic and len(word.folded) < 3 and not word.near]
    endless = [pattern.pattern[:40] for pattern in _patterns_of(rule) if not is_bounded(pattern.pattern)]
    return [
        (kinds != 1, "needs either words, patterns, contacts, prices and claims, or codes, or facts"),
        (undisclosed or bool(set(rule.facts) - set(known)), "unknown disclosure or facts"),
        (
            not rule.facts and not (rule.tests.hit and rule.tests.miss),
            "needs sentences that hit and that do not",
        ),
        (bool(set(rule.prices) - CLAIMED), "unknown kind of price"),
        (bool(set(rule.contacts) - CONTACTS), "unknown kind of contact"),
        (bool(set(rule.claims) - set(Claim)), "unknown claim"),
        (bool(endless), f"a repetition without an end takes too long: {endless}"),
        (any(len(word) < 2 for word in folded), "a word needs two letters or digits"),
        (len(set(folded)) < len(folded), "a word stands twice"),
        (bool(near), f"short words by sound need `near`: {near}"),
        (not all(folded_word(phrase) for phrase in rule.innocent), "an innocent phrase is empty"),
        (not rule.why.endswith("。"), "`why` is one full sentence"),
    ]


def _patterns_of(rule: Rule) -> Iterator[re.Pattern[str]]:
    yield from (*rule.patterns, *rule.codes, *(context.pattern for context in rule.contexts))
    if rule.about.pattern:
        yield rule.about.pattern


def _wrong_of_ground(rule: Rule) -> list[tuple[bool, str]]:
    confidence = rule.basis.confidence
    unsure = rule.severity == Severity.BLOCK and confidence not in MAY_BLOCK
    return [
        (confidence not in CONFIDENCES, f"unknown confidence {confidence}"),
        (unsure, f"ground {confidence} may not block"),
    ]


def _wrong_of_place(rule: Rule) -> list[tuple[bool, str]]:
    industries = rule.industries | rule.except_industries | rule.about.industries
    strange = industries - {key for key, _name in INDUSTRIES}
    nowhere = (rule.platforms | rule.except_platforms) - set(registry.manifests())
    days = (rule.valid_from, rule.valid_to)
    return [
        (bool(strange), f"unknown industries {sorted(strange)}"),
        (bool(nowhere), f"unknown platforms {sorted(nowhere)}"),
        (all(days) and str(days[0]) > str(days[1]), "ends before it begins"),
    ]


def _words(entry: Mapping[str, Any]) -> tuple[RuleWord, ...]:
    usual = entry.get("variants", {})
    _known(usual, VARIANT_KEYS, f"{entry['id']} variants")
    return tuple(_word({**usual, **_as_mapping(told)}, entry["id"]) for told in entry.get("words", []))


def _as_mapping(told: Any) -> Mapping[str, Any]:
    return told if isinstance(told, Mapping) else {"word": told}


def _word(told: Mapping[str, Any], rule: str) -> RuleWord:
    _known(told, WORD_KEYS, f"{rule} words")
    if not isinstance(told["word"], str):
        raise BadPack(f"{rule}: word {told['word']!r} is no text, set it in quotes")
    return RuleWord(
        text=told["word"],
        phonetic=told.get("phonetic"),
        near=_texts(told.get("near", [])),
        split=bool(told.get("split", True)),
        initials=bool(told.get("initials", False)),
    )


def _context(entry: Mapping[str, Any]) -> Context:
    severity = entry["severity"]
    return Context(
        pattern=re.compile(entry["pattern"]),
        severity=None if severity == "none" else Severity(severity),
        why=entry["why"],
    )


def _topic(entry: Mapping[str, Any]) -> Topic:
    _known(entry, {"industries", "pattern"}, "about")
    pattern = entry.get("pattern")
    return Topic(frozenset(entry.get("industries", [])), re.compile(pattern) if pattern else None)


def _substitutes(told: Any) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
    if isinstance(told, list):
        return _texts(told), {}
    by_word = {folded_word(word): _texts(given) for word, given in told.items() if word != "others"}
    return _texts(told.get("others", [])), by_word


def _basis(entry: Mapping[str, Any]) -> Basis:
    return Basis(**{key: str(value) for key, value in entry.items()})


def _day(told: Any) -> date | None:
    if told is None or isinstance(told, date):
        return told
    raise BadPack(f"{told!r} is no day (write 2026-01-31)")


def _texts(told: Sequence[Any]) -> tuple[str, ...]:
    strange = [entry for entry in told if not isinstance(entry, str)] if isinstance(told, list) else [told]
    if strange:
        raise BadPack(f"{strange[0]!r} is no text, set it in quotes in a list")
    return tuple(told)


def _known(told: Mapping[str, Any], keys: set[str], where: str) -> None:
    if unknown := set(told) - keys:
        raise BadPack(f"{where}: unknown keys {sorted(unknown)}")


def _once(keys: Sequence[str], where: str) -> None:
    if twice := {key for key in keys if keys.count(key) > 1}:
        raise BadPack(f"{where}: two rules have the same id {sorted(twice)}")
