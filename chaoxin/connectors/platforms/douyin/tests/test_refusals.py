"""Every known code has a remedy and a sentence, in whichever envelope it comes."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, RenewGrant, Wait
from chaoxin.connectors.http import Answer
from chaoxin.connectors.platforms.douyin.refusal_table import REFUSALS, Remedy
from chaoxin.connectors.platforms.douyin.refusals import code_of, next_day, refusal
from chaoxin.connectors.testing.samples import Reply
from chaoxin.connectors.testing.stub_platform import response_of

from .healthy import refused, refused_early, refused_newly

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
# The codes of the platform's tables: OAuth, the present ones, those of before.
KNOWN = [
    "10001",
    "10002",
    "10003",
    "10004",
    "10005",
    "10006",
    "10007",
    "10008",
    "10010",
    "10011",
    "10012",
    "10013",
    "10014",
    "10015",
    "10017",
    "10020",
    "28001003",
    "28001005",
    "28001006",
    "28001007",
    "28001008",
    "28001012",
    "28001014",
    "28001015",
    "28001016",
    "28001017",
    "28001018",
    "28001019",
    "28001020",
    "28001021",
    "28001042",
    "28001045",
    "28001046",
    "28001047",
    "28001052",
    "28001056",
    "28003017",
    "28003018",
    "28003070",
    "28004020",
    "29002002",
    "2100004",
    "2100005",
    "2100006",
    "2100007",
    "2100009",
    "2190001",
    "2190002",
    "2190003",
    "2190004",
    "2190005",
    "2190006",
    "2190007",
    "2190008",
    "2190015",
    "2111001",
    "2111002",
    "2111003",
    "2111004",
    "2111005",
    "2111006",
    "2111007",
    "2112001",
    "2113001",
    "2113002",
    "2114007",
]


def answer_of(reply: Reply) -> Answer:
    response = response_of(reply)
    return Answer(response.status_code, dict(response.headers), response.content)


@pytest.mark.parametrize("code", KNOWN)
def test_every_code_says_what_happened_and_what_to_do(code: str) -> None:
    remedy, sentence = REFUSALS[code]
    assert len(re.findall(r"[\u4e00-\u9fff]", sentence)) >= 12
    assert sentence.count("。") >= 2 or "。" in sentence[:-1] or "，" in sentence
    assert sentence.endswith("。")
    assert code not in sentence
    asks = ("请", "无需处理", "会先", "系统")
    assert remedy in set(Remedy)
    assert any(word in sentence for word in asks) or remedy is Remedy.CONTENT


def test_no_code_is_left_out() -> None:
    assert set(REFUSALS) == set(KNOWN)


@pytest.mark.parametrize("build", [refused, refused_early, refused_newly])
def test_a_code_is_found_in_every_envelope(build: object) -> None:
    reply = build(28001018)  # type: ignore[operator]
    assert code_of(answer_of(reply).data) == "28001018"
    assert code_of(answer_of(build(0)).data) == ""  # type: ignore[operator]


def test_a_passing_fault_leaves_a_change_open_and_a_read_to_be_repeated() -> None:
    answer = answer_of(refused(28001005))
    assert isinstance(refusal(answer, changing=False, now=NOW, excerpt=""), Wait)
    assert isinstance(refusal(answer, changing=True, now=NOW, excerpt=""), OutcomeUnknown)


def test_a_daily_quota_waits_until_midnight_in_china() -> None:
    error = refusal(answer_of(refused(28003017)), changing=True, now=NOW, excerpt="")
    assert isinstance(error, Wait)
    assert error.until == datetime(2026, 11, 20, 16, 0, tzinfo=UTC) == next_day(NOW)
    assert next_day(NOW + timedelta(hours=13)) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def test_what_the_gateway_says_without_a_code() -> None:
    def of(status: int, *, changing: bool) -> object:
        return refusal(Answer(status, {}, b"<html>"), changing=changing, now=NOW, excerpt="")

    assert isinstance(of(413, changing=False), FixContent)
    assert isinstance(of(401, changing=True), RenewGrant)
    assert isinstance(of(404, changing=False), AskPlatform)
    assert isinstance(of(404, changing=True), OutcomeUnknown)
    assert isinstance(of(200, changing=False), Wait)


def test_an_unlisted_code_names_itself_and_its_addressee() -> None:
    error = refusal(answer_of(refused(99999)), changing=True, now=NOW, excerpt="")
    assert isinstance(error, AskPlatform)
    assert "99999" in error.sentence
    assert "维护人员" in error.sentence
