"""Error codes ask for the right thing, in sentences for people."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, Reconnect, RenewGrant, Wait
from chaoxin.connectors.platforms.wecom.error_table import REMEDIES
from chaoxin.connectors.platforms.wecom.remedies import refusal, seen_address

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
# Every code of the platform's pages that the connector's calls can meet.
KNOWN = (
    "-1 6000 40001 40003 40007 40009 40013 40014 40050 40056 40058 40063 40068 40071 40096 40123 40126 41001 41002 "
    "41004 41035 41041 41046 41047 41048 41050 41051 41053 41054 41063 41064 41065 41093 41094 41096 42001 45001 "
    "45009 45033 48001 48002 48006 50001 50002 50003 60011 60020 60111 81013 81017 84061 84072 84074 90500 90501 301002"
)


@pytest.mark.parametrize("code", [int(code) for code in KNOWN.split()])
def test_every_known_code_has_a_remedy_and_a_next_step(code: int) -> None:
    error = refusal(code, "text", now=NOW)
    assert code in REMEDIES
    assert error.remedy
    assert len(re.findall(r"[\u4e00-\u9fff]", error.sentence)) >= 8
    assert error.sentence.endswith(("。", "）"))
    assert error.code == str(code)


def test_the_address_that_the_platform_saw_is_shown() -> None:
    message = (
        "not allow to access from your ip, hint: [1795147200_1_abc], from ip: 203.0.113.9, more info at …"
    )
    error = refusal(60020, message, now=NOW)
    assert isinstance(error, AskPlatform)
    assert "203.0.113.9" in error.sentence
    assert "企业可信 IP" in error.sentence
    assert seen_address("from ip: 2001:db8::17, more") == "2001:db8::17"
    assert "203" not in refusal(60020, "", now=NOW).sentence


def test_frequencies_start_anew_with_the_next_minute_and_reminders_half_a_day_later() -> None:
    often, reminded = refusal(45009, "", now=NOW), refusal(41094, "", now=NOW)
    assert isinstance(often, Wait)
    assert isinstance(reminded, Wait)
    assert often.until - NOW == timedelta(minutes=1)
    assert reminded.until - NOW == timedelta(hours=12)


def test_a_stale_token_is_renewed_and_a_wrong_secret_needs_a_person() -> None:
    assert all(isinstance(refusal(code, "", now=NOW), RenewGrant) for code in (40014, 42001, 41001))
    assert isinstance(refusal(40001, "", now=NOW), Reconnect)


def test_an_unknown_code_is_told_in_the_platforms_words() -> None:
    assert "something new" in refusal(99999, "something new", now=NOW).sentence
