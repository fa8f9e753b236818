"""Error codes ask for the right thing, in sentences for people."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, RenewGrant, Wait
from chaoxin.connectors.platforms.wechat.error_table import REMEDIES
from chaoxin.connectors.platforms.wechat.remedies import refusal, seen_address

NOW = datetime(2026, 11, 20, 15, 30, tzinfo=UTC)  # 23:30 of the same day in Shanghai
# Every code of the platform's pages that the connector's calls can meet.
KNOWN = [
    -1,
    40001,
    40002,
    40003,
    40004,
    40005,
    40006,
    40007,
    40009,
    40010,
    40011,
    40012,
    40013,
    40014,
    40032,
    40033,
    40037,
    40059,
    40060,
    40114,
    40125,
    40137,
    40164,
    40201,
    40202,
    40203,
    40243,
    41001,
    41002,
    41004,
    41005,
    41039,
    42001,
    42007,
    43002,
    43004,
    43019,
    43100,
    43101,
    43107,
    44001,
    44003,
    45001,
    45002,
    45003,
    45004,
    45008,
    45009,
    45011,
    45015,
    45047,
    45056,
    45057,
    45058,
    45059,
    45065,
    45066,
    45067,
    45072,
    45080,
    45081,
    45083,
    45084,
    45110,
    45157,
    45158,
    45159,
    45166,
    47001,
    47003,
    48001,
    48002,
    48006,
    49003,
    50004,
    50007,
    53402,
    53404,
    53405,
    53406,
    53503,
    53504,
    53505,
    53600,
    61500,
    61501,
    61503,
    76001,
    76002,
    76003,
    76004,
    76021,
    76022,
    88000,
    88001,
    88002,
    88003,
    88004,
    88005,
    88007,
    88008,
    88009,
    88010,
    89503,
    89506,
    89507,
]


@pytest.mark.parametrize("code", KNOWN)
def test_every_known_code_has_a_remedy_and_a_next_step(code: int) -> None:
    error = refusal(code, "text", now=NOW)
    assert code in REMEDIES
    assert error.remedy
    assert len(re.findall(r"[\u4e00-\u9fff]", error.sentence)) >= 8
    assert error.sentence.endswith(("。", "）"))
    assert error.code == str(code)


def test_the_address_that_the_platform_saw_is_shown() -> None:
    error = refusal(40164, "invalid ip 203.0.113.9 ipv6 ::ffff:203.0.113.9, not in whitelist", now=NOW)
    assert isinstance(error, AskPlatform)
    assert "203.0.113.9" in error.sentence
    assert "IP 白名单" in error.sentence
    assert seen_address("invalid ip 2001:db8::17, not in whitelist") == "2001:db8::17"
    assert "203" not in refusal(40164, "not in whitelist", now=NOW).sentence


def test_a_daily_counter_starts_anew_at_the_platforms_midnight() -> None:
    error = refusal(45009, "", now=NOW)
    assert isinstance(error, Wait)
    assert timedelta(minutes=30) <= error.until - NOW <= timedelta(minutes=32)
    minute = refusal(45011, "", now=NOW)
    assert isinstance(minute, Wait)
    assert minute.until - NOW == timedelta(minutes=1)


def test_a_stale_token_is_renewed_and_an_unknown_code_is_told_in_the_platforms_words() -> None:
    assert all(isinstance(refusal(code, "", now=NOW), RenewGrant) for code in (40001, 40014, 42001))
    assert "something new" in refusal(99999, "something new", now=NOW).sentence
