"""Every code of the platform's table has a remedy and a sentence."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.connectors.errors import ConnectorError, OutcomeUnknown, Wait
from chaoxin.connectors.http import Answer
from chaoxin.connectors.platforms.kuaishou.refusal_table import REFUSALS, SHORT_CODES, Remedy
from chaoxin.connectors.platforms.kuaishou.refusals import refusal, tomorrow
from chaoxin.connectors.testing.samples import SAMPLE_TIME

from .recorded import payload, payload_text

CHINESE = re.compile(r"[\u4e00-\u9fff]{6,}")
CODES = payload_text("error_codes.txt").split()


def answered(body: str, *, changing: bool = False, status: int = 200) -> ConnectorError | None:
    answer = Answer(status=status, headers={}, body=body.encode())
    return refusal(answer, changing=changing, now=SAMPLE_TIME, excerpt="")


@pytest.mark.parametrize("code", CODES)
def test_every_known_code_becomes_an_error_that_says_what_to_do(code: str) -> None:
    for body in (f'{{"result": {code}, "error": "e"}}', f'{{"result": "{code}"}}'):
        error = answered(body)
        assert error is not None
        assert error.code == SHORT_CODES.get(code, code)
        assert CHINESE.search(error.sentence)
        assert "不在已知的列表里" not in error.sentence
        assert "code" not in error.sentence.lower()


def test_the_table_has_no_code_that_the_sources_do_not_name() -> None:
    assert set(REFUSALS) <= set(CODES)
    assert {remedy for remedy, _ in REFUSALS.values()} == set(Remedy)


@pytest.mark.parametrize("body", ['{"result": 1}', '{"result": "1"}'])
def test_a_success_may_be_a_number_or_a_text(body: str) -> None:
    assert answered(body) is None


def test_an_expired_token_is_renewed() -> None:
    answer = payload("refusal_expired")
    assert answer["result"] == 100200108
    error = answered(payload_text("refusal_expired.json"))
    assert error is not None
    assert error.remedy == "renew_grant"


def test_a_used_up_day_ends_at_midnight_in_shanghai() -> None:
    error = answered('{"result": 100100402}')
    assert isinstance(error, Wait)
    assert error.until == datetime(2026, 11, 20, 16, 0, tzinfo=UTC)
    assert tomorrow(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


def test_an_internal_error_is_open_to_a_change_and_passing_to_a_read() -> None:
    assert isinstance(answered('{"result": 100200500}', changing=True), OutcomeUnknown)
    passing = answered('{"result": 100200500}')
    assert isinstance(passing, Wait)
    assert passing.until - SAMPLE_TIME < timedelta(minutes=10)


@pytest.mark.parametrize("body", ["{}", "[]", "null", '{"result": null}', "<html>"])
def test_an_answer_without_a_result_is_no_success(body: str) -> None:
    assert isinstance(answered(body), Wait)
    assert isinstance(answered(body, changing=True), OutcomeUnknown)
