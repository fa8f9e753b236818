from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from chaoxin.compliance.matching import findings
from chaoxin.compliance.reading import BadPack, packs, read_pack
from chaoxin.compliance.rulebooks import Rulebook
from chaoxin.compliance.rules import Rule, Topic
from chaoxin.compliance.values import WEIGHT, Finding, JudgedContent, Severity
from chaoxin.zhtext.lookalikes import taken_for
from chaoxin.zhtext.traditional import PAIRS

RULES = [rule for pack in packs() for rule in pack.rules]
WORDING = [rule for rule in RULES if rule.words or rule.patterns or rule.claims]
# Of several old forms one that every font has.
TO_TRADITIONAL = {pair[1]: pair[0] for pair in PAIRS.split() if pair[0] < "\u9fff"}
by_rule = pytest.mark.parametrize("rule", WORDING, ids=lambda rule: rule.id)


def found(rule: Rule, sentence: str) -> tuple[Finding, ...]:
    """What the rule alone says of a sentence where it applies."""
    platform = next(iter(rule.platforms), "any")
    industry = next(iter(rule.industries or rule.about.industries), "")
    return findings(JudgedContent(platform, "post", {"text": sentence}, industry=industry), BOOKS[rule.id])


BOOKS = {rule.id: Rulebook((rule,), {}) for rule in RULES}


def heaviest(rule: Rule, sentence: str) -> int:
    return max((WEIGHT[finding.severity] for finding in found(rule, sentence)), default=-1)


def lighter(rule: Rule, sentences: Iterable[str], weight: int) -> list[str]:
    return [sentence for sentence in sentences if heaviest(rule, sentence) < weight]


@by_rule
def test_sentences_that_must_hit_do_with_the_weight_of_the_rule(rule: Rule) -> None:
    assert lighter(rule, rule.tests.hit, WEIGHT[rule.severity]) == []


@by_rule
def test_sentences_that_must_not_hit_are_at_most_advised_on(rule: Rule) -> None:
    stopped = [
        sentence for sentence in rule.tests.miss if heaviest(rule, sentence) >= WEIGHT[Severity.CONFIRM]
    ]
    assert stopped == []


@by_rule
def test_disguised_sentences_are_found(rule: Rule) -> None:
    assert lighter(rule, rule.tests.disguised, WEIGHT[Severity.NOTE]) == []


@by_rule
def test_every_word_is_found_written_in_traditional_and_with_signs_between(rule: Rule) -> None:
    missed = []
    anywhere = Rulebook((replace(rule, about=Topic()),), {})
    platform = next(iter(rule.platforms), "any")
    industry = next(iter(rule.industries), "")
    for word in (word.text for word in rule.words):
        if word.isascii() or not all(sign.isalpha() for sign in word):
            continue
        missed += [
            sentence
            for sentence in _disguised(word)
            if not findings(JudgedContent(platform, "", {"text": sentence}, industry=industry), anywhere)
        ]
    assert missed == []


def _disguised(word: str) -> list[str]:
    """In traditional characters and with signs between. Where a character stands twice in a row, signs between
    make it one that was typed again, which is another disguise."""
    traditional = "".join(TO_TRADITIONAL.get(sign, sign) for sign in word)
    if any(taken_for(one) == taken_for(other) for one, other in pairwise(word)):
        return [traditional]
    return [traditional, "*".join(word), "\u200b".join(word)]


def test_rule_ids_are_unique_over_all_packs() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_there_are_rules_for_every_matter_but_those_that_a_company_fills() -> None:
    from chaoxin.compliance.categories import Category

    covered = {rule.category for rule in RULES}
    assert set(Category) - covered == {Category.SENSITIVE, Category.COMPANY}


def test_what_stops_has_a_ground_that_somebody_has_read() -> None:
    unsure = [rule.id for rule in RULES if rule.severity == "block" and rule.basis.confidence == "one_source"]
    assert unsure == []
    assert len([rule for rule in RULES if rule.severity == "block"]) > 30


GOOD = (
    "name: 试\nversion: 1\ncategory: company\nbases:\n  law: {instrument: 法, article: 第一条, effective: 2021-01-01, "
    "source: x, checked_on: 2026-01-01, confidence: statute}\nrules:\n  - id: one\n    name: 一\n"
    "    severity: block\n    basis: law\n    why: 一句话。\n    words: [第一流]\n"
    "    tests:\n      hit: [第一流]\n      miss: [别的]\n"
)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: block", "severity: fatal"),
        ("category: company", "category: other"),
        ("basis: law", "basis: nowhere"),
        ("why: 一句话。", "why: 一句话"),
        ("words: [第一流]", "words: ['！！']"),
        ("words: [第一流]", "words: [流]"),
        ("words: [第一流]", "words: [第一流, 第一流]"),
        ("words: [第一流]", "words: [365]"),
        ("words: [第一流]", "words: [{word: 第一, phonetic: true}]"),
        ("words: [第一流]", "words: [{word: 第一, sound: true}]"),
        ("words: [第一流]", "patterns: ['(']"),
        ("words: [第一流]", "surprise: 1"),
        ("words: [第一流]", "words: [第一流]\n    words: [第二流]"),
        ("words: [第一流]", "words: [第一流]\n    industries: [steel]"),
        ("words: [第一流]", "words: [第一流]\n    platforms: [nowhere]"),
        ("words: [第一流]", "words: [第一流]\n    valid_from: 2026-02-01\n    valid_to: 2026-01-01"),
        ("confidence: statute", "confidence: one_source"),
        ("hit: [第一流]", "hit: []"),
        ("version: 1", "version: 1\ncontexts: [nothing]"),
    ],
)
def test_a_pack_that_is_wrong_is_refused_with_its_name(tmp_path: Path, old: str, new: str) -> None:
    path = tmp_path / "pack.yaml"
    path.write_text(GOOD, encoding="utf-8")
    assert read_pack(path).rules[0].id == "one"
    assert old in GOOD
    path.write_text(GOOD.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPack, match=r"pack\.yaml"):
        read_pack(path)
