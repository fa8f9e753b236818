"""What a rule suggests: texts that can stand in the place, and advice that must never get into a post."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer
from chaoxin.compliance.advice import parted
from chaoxin.compliance.values import Finding, Severity, finding_of

ADVICE = [
    "换成原始链接",
    "（写明对比价的时间和地点）",
    "删去数字，只写适用范围",
    "写明年化利率和费用",
    "改用别的说法",
    "只写自家的配料和检测结果",
    "请写明借款期限",
    "活动价（写明期限）",
    "把奖励改为与分享无关",
]
TEXTS = [
    "请理性借贷",
    "删去",
    "很好的",
    "优惠价",
    "写真集",
    "支持七天无理由退货（法定例外除外）",
    "理财有风险，投资须谨慎",
]


def finding(*substitutes: str) -> Finding:
    return Finding("text", 0, 2, "最好", "r", "名", Severity.WARN, "依据", "原因", substitutes=substitutes)


@pytest.mark.parametrize("told", ADVICE)
def test_what_tells_how_to_change_a_text_is_advice(told: str) -> None:
    assert parted((told,)) == ((), (told,))


@pytest.mark.parametrize("told", TEXTS)
def test_what_can_stand_in_a_text_is_none(told: str) -> None:
    assert parted((told,)) == ((told,), ())


def test_a_finding_parts_what_its_rule_suggests_and_stays_so_when_kept() -> None:
    found = finding("换成原始链接", "删去", "很好的")
    assert (found.substitutes, found.advice) == (("删去", "很好的"), ("换成原始链接",))
    assert finding_of(json.loads(json.dumps(found.as_json()))) == found


def test_a_finding_kept_with_advice_among_its_substitutes_is_parted_when_read() -> None:
    kept = {**finding("很好的").as_json(), "substitutes": ["换成原始链接", "很好的"]}
    del kept["advice"]
    assert finding_of(kept) == finding("很好的", "换成原始链接")


def test_the_api_tells_both_apart(cast: Cast) -> None:
    client = Client(headers=bearer(cast.owner))
    asked = {"fields": {"text": "原价199元现价99元，国家领导人推荐"}, "platform": "wechat"}
    answer = client.post("/api/v1/compliance/check", asked, content_type="application/json").json()
    told = {entry["quoted"]: entry for entry in answer["findings"]}
    assert any("（写明对比价的时间和地点）" in entry["advice"] for entry in told.values()), answer
    assert not any(text in ADVICE for entry in told.values() for text in entry["substitutes"])
