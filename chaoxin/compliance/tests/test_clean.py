"""Clean texts go out: false alarms are what makes people stop reading findings."""

from __future__ import annotations

import pytest

from chaoxin.compliance import judging
from chaoxin.compliance.rulebooks import of_the_house
from chaoxin.compliance.values import JudgedContent

from . import clean

RULES = of_the_house().rules
SENTENCES = clean.sentences()
ALLOWED_PER_THOUSAND = {"block": 1, "confirm": 10}


def alarms(level: str, *, industry: str, platform: str) -> list[str]:
    found = []
    for sentence in SENTENCES:
        judged = JudgedContent(platform, "post", {"text": sentence}, industry=industry)
        findings = [finding for finding in judging.look(judged).findings if finding.severity == level]
        found += [f"{sentence}: {finding.rule} {finding.quoted}" for finding in findings[:1]]
    return found


def test_there_are_enough_clean_sentences_to_say_something() -> None:
    assert len(SENTENCES) >= 1000


@pytest.mark.parametrize("industry", ["", *sorted({key for rule in RULES for key in rule.about.industries})])
def test_at_most_one_clean_sentence_of_a_thousand_is_blocked_in_any_industry(industry: str) -> None:
    found = alarms("block", industry=industry, platform="wechat")
    assert len(found) <= ALLOWED_PER_THOUSAND["block"] * len(SENTENCES) / 1000, found


def test_few_clean_sentences_need_a_word_of_confirmation() -> None:
    found = alarms("confirm", industry="food", platform="weibo")
    assert len(found) <= ALLOWED_PER_THOUSAND["confirm"] * len(SENTENCES) / 1000, found
