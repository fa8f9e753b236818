"""Clean texts go out: false alarms are what makes people stop reading findings."""

from __future__ import annotations

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.compliance import judging
from chaoxin.compliance.values import JudgedContent

from . import clean

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


def test_at_most_one_clean_sentence_of_a_thousand_is_blocked_in_any_industry() -> None:
    platforms = ["wechat", "weibo", "xiaohongshu"]
    for place, (industry, _name) in enumerate(INDUSTRIES):
        found = alarms("block", industry=industry, platform=platforms[place % len(platforms)])
        assert len(found) <= ALLOWED_PER_THOUSAND["block"] * len(SENTENCES) / 1000, (industry, found)


def test_few_clean_sentences_need_a_word_of_confirmation() -> None:
    found = alarms("confirm", industry="food", platform="weibo")
    assert len(found) <= ALLOWED_PER_THOUSAND["confirm"] * len(SENTENCES) / 1000, found
