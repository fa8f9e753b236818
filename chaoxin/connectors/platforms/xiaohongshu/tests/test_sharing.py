"""The signature by which a page may open the app with media attached."""

from __future__ import annotations

import hashlib
import json
from datetime import timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, Wait
from chaoxin.connectors.platforms.xiaohongshu.sharing import (
    ShareToken,
    fetch_token,
    is_possible,
    signature,
    verify_config,
)
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import CREDENTIALS, SHARE, refused
from .recorded import payload


def fetched(reply: Reply) -> tuple[StubPlatform, ShareToken]:
    stub = StubPlatform({SHARE: reply})
    return stub, fetch_token(stub.wire(now=SAMPLE_TIME), CREDENTIALS, nonce="n" * 40)


def test_the_signature_is_over_sorted_parameters_and_the_secret() -> None:
    expected = hashlib.sha256(b"appKey=k&nonce=n&timeStamp=1s").hexdigest()
    assert signature("k", "n", "1", "s") == expected


def test_a_token_is_asked_for_with_a_signature_by_the_secret() -> None:
    stub, token = fetched(Reply(payload("share_token")))
    assert token.value == "share-token-sample-0001"
    assert token.expires_at == SAMPLE_TIME + timedelta(days=1)
    asked = json.loads(stub.requests[0].content)
    assert len(asked["nonce"]) == 32
    assert asked["timestamp"] == str(int(SAMPLE_TIME.timestamp() * 1000))
    secret = CREDENTIALS["share_app_secret"]
    assert asked["signature"] == signature("red.sampleKey", asked["nonce"], asked["timestamp"], secret)
    assert secret not in stub.requests[0].content.decode()


def test_both_shapes_of_the_answer_are_taken() -> None:
    flat = {
        "success": True,
        "access_token": "flat-token",
        "expires_in": int(SAMPLE_TIME.timestamp() * 1000) + 60_000,
    }
    _, token = fetched(Reply(flat))
    assert (token.value, token.expires_at) == ("flat-token", SAMPLE_TIME + timedelta(minutes=1))


def test_no_token_lasts_longer_than_a_day() -> None:
    far = {"data": {"access_token": "far", "expires_in": 4_000_000_000_000}}
    _, token = fetched(Reply(far))
    assert token.expires_at == SAMPLE_TIME + timedelta(days=1)


def test_a_refusal_says_what_to_look_at() -> None:
    for reply in (refused(40010), Reply({"success": True, "data": {}})):
        with pytest.raises(AskPlatform, match="AppKey"):
            fetched(reply)
    with pytest.raises(Wait):
        fetched(Reply("<html>"))


def test_a_page_is_signed_by_the_token() -> None:
    token = ShareToken("t", SAMPLE_TIME)
    config = verify_config(CREDENTIALS, token, nonce="n1", at=SAMPLE_TIME)
    assert config["signature"] == signature("red.sampleKey", "n1", config["timestamp"], "t")
    assert set(config) == {"appKey", "nonce", "timestamp", "signature"}


def test_only_owners_of_an_appkey_can_share() -> None:
    assert is_possible(CREDENTIALS)
    assert not is_possible({**CREDENTIALS, "share_app_secret": ""})
    assert not is_possible({})
