"""Refusals without a published table: the envelope decides, then the few codes, then the words."""

from __future__ import annotations

import json

import pytest

from chaoxin.connectors.errors import AskPlatform, ConnectorError, Reconnect, RenewGrant, Wait
from chaoxin.connectors.http import Answer
from chaoxin.connectors.platforms.xiaohongshu.refusals import refusal
from chaoxin.connectors.testing.samples import SAMPLE_TIME


def error_of(body: object, *, status: int = 200, granting: bool = False) -> ConnectorError | None:
    answer = Answer(status, {}, json.dumps(body).encode())
    return refusal(answer, granting=granting, now=SAMPLE_TIME, excerpt="")


def test_success_decides_and_not_the_code_alone() -> None:
    assert error_of({"success": True, "code": 0, "data": {}}) is None
    assert isinstance(error_of({"success": False, "code": 0, "msg": "?"}), AskPlatform)
    assert isinstance(error_of({"success": True, "code": 7}), AskPlatform)
    assert isinstance(error_of({"code": 0, "data": {}}), Wait)
    assert isinstance(error_of([]), Wait)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("access token 已过期", RenewGrant),
        ("Invalid access_token", RenewGrant),
        ("令牌无效", RenewGrant),
        ("请求过于频繁", Wait),
        ("QPS limit exceeded", Wait),
        ("no permission for this advertiser", AskPlatform),
        ("scope 不足", AskPlatform),
        ("系统繁忙", Wait),
        ("whatever", AskPlatform),
    ],
)
def test_words_say_what_a_refusal_without_a_known_code_asks_for(
    words: str, kind: type[ConnectorError]
) -> None:
    for name in ("msg", "message", "errorMsg"):
        error = error_of({"success": False, "code": 999, name: words})
        assert type(error) is kind
        assert error
        assert error.code == "999"


def test_the_second_code_of_the_envelope_goes_first() -> None:
    error = error_of({"success": False, "code": -1, "errorCode": 40003})
    assert error
    assert error.code == "40003"


def test_a_token_that_is_refused_while_renewing_needs_a_person() -> None:
    assert type(error_of({"success": False, "code": 40001}, granting=True)) is Reconnect
    assert type(error_of({}, status=401, granting=True)) is Reconnect
    assert type(error_of({}, status=401)) is RenewGrant


def test_an_unknown_code_is_named_to_the_person() -> None:
    error = error_of({"success": False, "code": 31337})
    assert error
    assert "31337" in error.sentence
