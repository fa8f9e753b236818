from __future__ import annotations

from pathlib import Path

import pytest

from chaoxin.compliance.matching import findings
from chaoxin.compliance.rules import BadPack, Rule, packs, read_pack
from chaoxin.compliance.values import WEIGHT, JudgedContent, Severity
from chaoxin.zhtext.traditional import PAIRS

RULES = [rule for pack in packs() for rule in pack.rules]
TO_TRADITIONAL = {pair[1]: pair[0] for pair in PAIRS.split()}
# What codes in pictures say is tried in test_pictures.py.
WORDING = [rule for rule in RULES if not rule.codes]
HITS = [
    pytest.param(rule, sentence, id=f"{rule.id}: {sentence}")
    for rule in WORDING
    for sentence in rule.tests.hit
]
MISSES = [
    pytest.param(rule, sentence, id=f"{rule.id}: {sentence}")
    for rule in WORDING
    for sentence in rule.tests.miss
]


def heaviest(rule: Rule, sentence: str) -> int:
    platform = next(iter(rule.platforms), "any")
    found = findings(JudgedContent(platform, "post", {"text": sentence}), [rule])
    return max((WEIGHT[finding.severity] for finding in found), default=-1)


@pytest.mark.parametrize(("rule", "sentence"), HITS)
def test_a_sentence_that_must_hit_does(rule: Rule, sentence: str) -> None:
    assert heaviest(rule, sentence) >= WEIGHT[rule.severity]


@pytest.mark.parametrize(("rule", "sentence"), MISSES)
def test_a_sentence_that_must_not_hit_is_at_most_advised_on(rule: Rule, sentence: str) -> None:
    assert heaviest(rule, sentence) < WEIGHT[Severity.CONFIRM]


@pytest.mark.parametrize("rule", [rule for rule in RULES if rule.words], ids=lambda rule: rule.id)
def test_every_word_is_found_written_in_traditional_and_with_signs_between(rule: Rule) -> None:
    for word in rule.words:
        if word.isascii() or not all(sign.isalpha() for sign in word):
            continue
        disguised = "".join(TO_TRADITIONAL.get(sign, sign) for sign in word)
        for sentence in (disguised, "*".join(word), "\u200b".join(word)):
            platform = next(iter(rule.platforms), "any")
            found = findings(JudgedContent(platform, "post", {"text": sentence}), [rule])
            assert found, (rule.id, sentence)


def test_rule_ids_are_unique_over_all_packs() -> None:
    assert len({rule.id for rule in RULES}) == len(RULES)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("severity: block", "severity: fatal"),
        ("basis: law", "basis: nowhere"),
        ("why: 一句话。", "why: 一句话"),
        ("words: [第一流]", "words: ['！！']"),
        ("words: [第一流]", "patterns: ['(']"),
        ("words: [第一流]", "surprise: 1"),
        ("confidence: statute", "confidence: one_source"),
        ("hit: [第一流]", "hit: []"),
    ],
)
def test_a_pack_that_is_wrong_is_refused_with_its_name(tmp_path: Path, old: str, new: str) -> None:
    good = (
        "name: 试\nversion: 1\nbases:\n  law: {instrument: 法, article: 第一条, effective: 2021-01-01, source: x, "
        "checked_on: 2026-01-01, confidence: statute}\nrules:\n  - id: one\n    name: 一\n    severity: block\n"
        "    basis: law\n    why: 一句话。\n    words: [第一流]\n    tests:\n      hit: [第一流]\n      miss: [别的]\n"
    )
    path = tmp_path / "pack.yaml"
    path.write_text(good, encoding="utf-8")
    assert read_pack(path).rules[0].id == "one"
    assert old in good
    path.write_text(good.replace(old, new), encoding="utf-8")
    with pytest.raises(BadPack, match=r"pack\.yaml"):
        read_pack(path)
