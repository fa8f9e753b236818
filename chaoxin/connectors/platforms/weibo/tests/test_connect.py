"""Consent in the browser, the token for it, and who stands behind it."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chaoxin.connectors.errors import AskPlatform, Reconnect, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.connect import WeiboConnect
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .cast import ACCOUNT, APP_SECRET, USER_ID
from .healthy import ACCESS_TOKEN, ANSWERS, GET_UID, REVOKE, USER, refused
from .runs import RETURN_URL

STATE = "state-of-the-consent"
KEEP = {"state": STATE}


def connecting(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, WeiboConnect]:
    """A stub and the connecting part over it."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    connect = build(stub.wire(now=SAMPLE_TIME)).connect
    assert isinstance(connect, WeiboConnect)
    return stub, connect


def finish(connect: WeiboConnect, answer: dict[str, str]) -> object:
    """The end of a consent whose answer came back."""
    return connect.finish(credentials=ACCOUNT.credentials, answer=answer, keep=KEEP, return_url=RETURN_URL)


def test_the_consent_page_knows_the_application_and_the_way_back() -> None:
    _, connect = connecting()
    consent = connect.begin(credentials=ACCOUNT.credentials, return_url=RETURN_URL, state=STATE)
    assert consent.url.startswith("https://api.weibo.com/oauth2/authorize?")
    asked = parse_qs(urlsplit(consent.url).query)
    assert asked["client_id"] == [ACCOUNT.credentials["app_key"]]
    assert asked["redirect_uri"] == [RETURN_URL]
    assert asked["state"] == [STATE]
    assert asked["response_type"] == ["code"]
    assert APP_SECRET not in consent.url
    assert consent.keep == KEEP


def test_the_consent_page_of_the_sandbox_is_in_the_sandbox() -> None:
    connect = build(Wire(sandbox_url="http://127.0.0.1:8100")).connect
    consent = connect.begin(credentials=ACCOUNT.credentials, return_url=RETURN_URL, state=STATE)
    assert consent
    assert consent.url.startswith("http://127.0.0.1:8100/api.weibo.com/oauth2/authorize?client_id=")


def test_a_code_becomes_a_token_that_ends() -> None:
    stub, connect = connecting()
    token = connect.finish(
        credentials=ACCOUNT.credentials,
        answer={"code": "c-1", "state": STATE},
        keep=KEEP,
        return_url=RETURN_URL,
    )
    assert token.secrets == {"access_token": "2.00sample-granted-token"}
    assert token.expires_at == SAMPLE_TIME + timedelta(seconds=157679999)
    (request,) = stub.sent_to(ACCESS_TOKEN)
    form = parse_qs(request.content.decode())
    assert form["grant_type"] == ["authorization_code"]
    assert form["code"] == ["c-1"]
    assert form["redirect_uri"] == [RETURN_URL]


def test_an_answer_to_another_question_is_not_taken() -> None:
    stub, connect = connecting()
    for answer in ({"code": "c-1", "state": "another"}, {"code": "c-1"}, {"code": "c-1", "state": "状态"}):
        with pytest.raises(Reconnect):
            finish(connect, answer)
    assert stub.requests == []


def test_without_a_kept_state_nothing_is_taken() -> None:
    _, connect = connecting()
    with pytest.raises(Reconnect):
        connect.finish(
            credentials=ACCOUNT.credentials,
            answer={"code": "c-1", "state": ""},
            keep={},
            return_url=RETURN_URL,
        )


def test_a_person_who_declines_is_told_what_to_do() -> None:
    _, connect = connecting()
    with pytest.raises(Reconnect) as caught:
        finish(connect, {"error": "access_denied", "error_code": "21330", "state": STATE})
    assert caught.value.code == "21330"
    assert "取消" in caught.value.sentence


def test_a_callback_address_that_differs_is_explained() -> None:
    _, connect = connecting()
    with pytest.raises(AskPlatform) as caught:
        finish(connect, {"error": "redirect_uri_mismatch", "state": STATE})
    assert "回调" in caught.value.sentence


def test_a_grant_without_a_token_connects_nothing() -> None:
    _, connect = connecting({ACCESS_TOKEN: Reply({"uid": USER_ID})})
    with pytest.raises(Reconnect):
        finish(connect, {"code": "c-1", "state": STATE})


def test_a_token_without_an_end_has_none() -> None:
    _, connect = connecting({ACCESS_TOKEN: Reply({"access_token": "2.00other"})})
    token = connect.finish(
        credentials=ACCOUNT.credentials,
        answer={"code": "c", "state": STATE},
        keep=KEEP,
        return_url=RETURN_URL,
    )
    assert token.expires_at is None


def test_identity_is_asked_now_and_named() -> None:
    stub, connect = connecting()
    identity = connect.identify(ACCOUNT)
    assert (identity.external_id, identity.name) == (USER_ID, "示例企业官微")
    assert identity.facts["verified"] is True
    assert len(stub.sent_to(GET_UID)) == len(stub.sent_to(USER)) == 1


def test_a_profile_of_somebody_else_is_not_taken_for_ours() -> None:
    _, connect = connecting({USER: Reply({"idstr": "1", "screen_name": "别人"})})
    with pytest.raises(Wait):
        connect.identify(ACCOUNT)


def test_renewing_always_needs_a_person() -> None:
    _, connect = connecting()
    assert connect.renews_by_itself() is False
    with pytest.raises(Reconnect):
        connect.renew(ACCOUNT)


def test_revoking_a_dead_token_is_harmless() -> None:
    for code in (21321, 21332, "21316"):
        stub, connect = connecting({REVOKE: refused(code)})
        connect.revoke(ACCOUNT)
        assert len(stub.sent_to(REVOKE)) == 1


def test_revoking_for_another_reason_is_not_hidden() -> None:
    _, connect = connecting({REVOKE: refused(21301)})
    with pytest.raises(Reconnect):
        connect.revoke(ACCOUNT)
