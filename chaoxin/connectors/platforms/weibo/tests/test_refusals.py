"""Every error code of the platform has a remedy and a sentence with a next step."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, Wait
from chaoxin.connectors.http import Answer
from chaoxin.connectors.platforms.weibo.refusal_table import OAUTH_NAMES, REFUSALS
from chaoxin.connectors.platforms.weibo.refusals import code_of, refusal
from chaoxin.connectors.testing.samples import SAMPLE_TIME

from .recorded import payload_text

# All codes of the platform's table that this connector can meet.
CODES = payload_text("error_codes.txt").split()


def answer(code: int | str, *, status: int = 400, text: str = "refused") -> Answer:
    """An answer with an error code."""
    return Answer(status=status, headers={}, body=json.dumps({"error_code": code, "error": text}).encode())


def error_class(code: int | str, *, changing: bool = True, status: int = 400, text: str = "refused") -> type:
    """The class that a code becomes."""
    error = refusal(answer(code, status=status, text=text), changing=changing, now=SAMPLE_TIME, excerpt="")
    assert error
    return type(error)


@pytest.mark.parametrize("code", CODES)
def test_every_code_has_a_sentence_for_a_person(code: str) -> None:
    _, sentence = REFUSALS[code]
    assert re.search(r"[\u4e00-\u9fff]{3,}", sentence)
    assert sentence.endswith("。")


def test_the_table_holds_nothing_else() -> None:
    assert set(REFUSALS) == set(CODES)
    assert set(OAUTH_NAMES.values()) <= set(REFUSALS)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (10006, Reconnect),
        (10014, AskPlatform),
        (10022, Wait),
        (10009, Wait),
        (20016, Wait),
        (20018, FixContent),
        (20031, AskPlatform),
        (21315, Reconnect),
        (21330, Reconnect),
        (21335, AskPlatform),
        (10001, OutcomeUnknown),
        (20019, OutcomeUnknown),
        (55555, AskPlatform),
    ],
)
def test_codes_ask_for_their_remedy_as_number_and_as_text(code: int, expected: type) -> None:
    assert error_class(code) is expected
    assert error_class(str(code)) is expected


def test_a_fault_inside_the_platform_is_passing_for_a_read() -> None:
    assert error_class(10001, changing=False, status=503) is Wait
    assert error_class(55555, changing=False, status=500) is Wait
    assert error_class(55555, changing=True, status=500) is OutcomeUnknown


def test_an_empty_hour_is_waited_for_until_the_next_full_one() -> None:
    error = refusal(answer(10023), changing=False, now=SAMPLE_TIME + timedelta(minutes=20), excerpt="")
    assert isinstance(error, Wait)
    assert error.until == SAMPLE_TIME + timedelta(hours=1)


def test_a_missing_link_is_for_the_writer_and_a_missing_domain_for_the_platform() -> None:
    assert error_class(10017, text="text not find domain!") is FixContent
    assert error_class(10017, text="appkey not bind domain!") is AskPlatform
    assert error_class(10017, text="(status) value invalid") is AskPlatform


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ({"error_code": 21327, "error": "expired_token"}, "21327"),
        ({"error_code": "20019"}, "20019"),
        ({"error": "invalid_grant"}, "21325"),
        ({"error": "something new"}, "something new"),
        ({"error": ""}, ""),
        ({"id": 1}, ""),
        ([], ""),
        (None, ""),
    ],
)
def test_codes_are_found_in_every_spelling(data: object, code: str) -> None:
    assert code_of(data) == code


def test_an_empty_list_is_a_success() -> None:
    assert refusal(Answer(200, {}, b"[]"), changing=False, now=SAMPLE_TIME, excerpt="") is None
