"""The gate asks about what a sentence claims, whatever words it uses."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.compliance import claim_models, false_alarms, judging, keeping
from chaoxin.compliance.matching import findings
from chaoxin.compliance.models import QueuedFinding
from chaoxin.compliance.reading import packs
from chaoxin.compliance.rulebooks import Rulebook, of_the_house
from chaoxin.compliance.values import Finding, JudgedContent, Severity
from chaoxin.zhtext import claims

from .conftest import content_of

CURED = "喝半个月，血糖仪上的数字自己就掉下来了"
PACK = next(pack for pack in packs() if pack.key == "claims")


def said(text: str, book: Rulebook | None = None) -> tuple[Finding, ...]:
    return findings(JudgedContent("weibo", "post", {"text": text}), book or of_the_house(), missing=False)


def test_a_sentence_asks_with_reason_ground_and_advice() -> None:
    (found,) = said(f"新品上架。{CURED}。")
    assert (found.quoted, found.severity, found.variant) == (f"{CURED}。", Severity.CONFIRM, "reworded")
    assert found.rule == "claims-cure"
    assert 0.6 <= found.confidence <= 1
    assert "第十七条" in found.basis
    assert found.substitutes == ("删去",)
    assert found.advice == ("（只写原料、口味和用法，不写身体的变化）",)


def test_every_claim_has_a_rule_and_only_one() -> None:
    asked = [claim for rule in PACK.rules for claim in rule.claims]
    assert sorted(asked) == sorted(claims.Claim)


def test_a_word_that_is_named_hides_the_sentence_around_it() -> None:
    found = said("这款茶能降血压，我妈喝完药都停了")
    assert any(one.variant == "literal" and one.severity == Severity.BLOCK for one in found)
    assert not any(one.variant == "reworded" and "降血压" in one.quoted for one in found)


def test_a_false_alarm_lets_the_sentence_pass(cast: Cast) -> None:
    content = content_of(CURED)
    subject = cast.editor.membership
    assert subject
    judging.judge(content, workspace=cast.workspace, subject=subject, by=cast.editor, title=CURED)
    row = QueuedFinding.objects.get(rule="claims-cure")
    false_alarms.mark([row], by=cast.lead, reason="这是小说里的一句话")
    assert judging.look(content, cast.workspace).level == "allow"
    assert judging.look(content, cast.other_workspace).level == "confirm"
    assert judging.look(content_of("贴一晚上，老寒腿第二天就能下楼跑步"), cast.workspace).level == "confirm"


@pytest.mark.parametrize(
    ("change", "level"),
    [({"severity": "warn"}, "allow"), ({"off": True}, "allow"), ({"severity": "block"}, "block")],
)
def test_a_company_makes_the_rule_what_it_wants(cast: Cast, change: dict[str, object], level: str) -> None:
    pack = keeping.create_pack(by=cast.lead, name="按整句判断的规则")
    keeping.put_rule(pack, {"overrides": "claims-cure", **change}, by=cast.lead)
    keeping.switch_on(pack, by=cast.lead)
    content = content_of("喝完这一箱，我爸的降压药就收进抽屉了")
    assert judging.look(content, cast.workspace).level == level
    assert judging.look(content, cast.other_workspace).level == "confirm"


def test_the_api_tells_what_a_model_has_found(cast: Cast, client: Client) -> None:
    answer = client.post(
        "/api/v1/compliance/check",
        {"platform": "weibo", "fields": {"text": CURED}},
        content_type="application/json",
        headers=bearer(cast.editor),
    ).json()
    assert answer["level"] == "confirm"
    (found,) = answer["findings"]
    assert (found["rule"], found["variant"]) == ("claims-cure", "reworded")


def test_a_model_that_cannot_be_read_leaves_the_judging_to_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    wrong = tmp_path / "own.bin"
    wrong.write_bytes(b"PK")
    monkeypatch.setenv(claims.VARIABLE, str(wrong))
    for cached in (claims.chosen, claim_models.judge):
        cached.cache_clear()
    try:
        with caplog.at_level(logging.WARNING):
            assert claim_models.judge() is claims.shipped()
        assert claims.VARIABLE in caplog.text
    finally:
        for cached in (claims.chosen, claim_models.judge):
            cached.cache_clear()
