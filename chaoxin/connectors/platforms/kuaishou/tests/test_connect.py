"""Consent, tokens, renewal with a refresh token that changes, and who stands behind a grant."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from chaoxin.connectors.errors import AskPlatform, Reconnect
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.values import Account, Token

from .cast import ACCOUNT, APP_ID, APP_SECRET, OPEN_ID
from .healthy import ACCESS_TOKEN, REFRESH_TOKEN, USER_INFO, platform
from .recorded import payload

RETURN_URL = "https://chaoxin.example.com/channels/back"
STATE = "state-of-the-consent"


def finish(answer: dict[str, str], *, state: str = STATE) -> Token:
    _, connector = platform()
    return connector.connect.finish(
        credentials=ACCOUNT.credentials, answer=answer, keep={"state": state}, return_url=RETURN_URL
    )


def test_the_consent_page_is_asked_for_all_scopes_with_our_state() -> None:
    _, connector = platform()
    consent = connector.connect.begin(credentials=ACCOUNT.credentials, return_url=RETURN_URL, state=STATE)
    assert consent
    parts = urlsplit(consent.url)
    assert (parts.netloc, parts.path) == ("open.kuaishou.com", "/oauth2/authorize")
    assert parse_qs(parts.query) == {
        "app_id": [APP_ID],
        "scope": ["user_info,user_video_publish,user_video_info,user_video_delete"],
        "response_type": ["code"],
        "redirect_uri": [RETURN_URL],
        "state": [STATE],
        "ua": ["pc"],
    }
    assert APP_SECRET not in consent.url


def test_fewer_scopes_can_be_asked_for() -> None:
    _, connector = platform()
    credentials = {**ACCOUNT.credentials, "scopes": "user_info，user_video_publish"}
    consent = connector.connect.begin(credentials=credentials, return_url=RETURN_URL, state=STATE)
    assert consent
    assert parse_qs(urlsplit(consent.url).query)["scope"] == ["user_info,user_video_publish"]


def test_the_code_becomes_a_token_with_both_clocks() -> None:
    stub, connector = platform()
    token = connector.connect.finish(
        credentials=ACCOUNT.credentials,
        answer={"code": "c1", "state": STATE},
        keep={"state": STATE},
        return_url=RETURN_URL,
    )
    (request,) = stub.sent_to(ACCESS_TOKEN)
    assert dict(request.url.params) == {
        "app_id": APP_ID,
        "app_secret": APP_SECRET,
        "code": "c1",
        "grant_type": "authorization_code",
    }
    assert token.expires_at == SAMPLE_TIME + timedelta(hours=48)
    assert token.secrets["refresh_expires_at"] == (SAMPLE_TIME + timedelta(days=180)).isoformat()
    assert token.renewable_until == SAMPLE_TIME + timedelta(days=180)
    assert token.secrets["granted_to"] == f"open_id:{OPEN_ID}"
    assert "user_video_publish" in token.scopes


def test_the_official_spelling_of_the_grant_type_can_be_set() -> None:
    stub, connector = platform()
    connector.connect.finish(
        credentials={**ACCOUNT.credentials, "oauth_grant_type": "code"},
        answer={"code": "c1", "state": STATE},
        keep={"state": STATE},
        return_url=RETURN_URL,
    )
    assert stub.sent_to(ACCESS_TOKEN)[0].url.params["grant_type"] == "code"


@pytest.mark.parametrize(
    "answer",
    [
        {"code": "c1", "state": "of somebody else"},
        {"code": "c1"},
        {"state": STATE},
        {"state": STATE, "result": "100200109", "error": "authorization_cancelled"},
        {"state": STATE, "error": "access_denied"},
    ],
)
def test_an_answer_that_is_not_ours_or_no_consent_is_not_taken(answer: dict[str, str]) -> None:
    with pytest.raises(Reconnect):
        finish(answer)
    with pytest.raises(Reconnect):
        finish({"code": "c1", "state": ""}, state="")


def test_a_scope_that_the_app_lacks_is_to_be_settled_with_the_platform() -> None:
    with pytest.raises(AskPlatform):
        finish({"state": STATE, "result": "100200106", "error": "scope_invalid"})


def test_a_renewal_stores_the_new_refresh_token() -> None:
    stub, connector = platform()
    token = connector.connect.renew(ACCOUNT)
    assert (
        stub.sent_to(REFRESH_TOKEN)[0].url.params["refresh_token"] == payload("access_token")["refresh_token"]
    )
    assert token.secrets["refresh_token"] == payload("refresh_token")["refresh_token"]
    assert token.secrets["access_token"] == payload("refresh_token")["access_token"]
    assert token.expires_at == SAMPLE_TIME + timedelta(hours=48)


@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_refresh_token_never_overwrites_a_good_one(empty: str | None) -> None:
    answer = {**payload("refresh_token"), "refresh_token": empty, "open_id": empty}
    del answer["refresh_token_expires_in"]
    _, connector = platform({REFRESH_TOKEN: Reply(answer)})
    held = {**(ACCOUNT.token or Token({})).secrets, "refresh_expires_at": "2027-05-01T00:00:00+00:00"}
    token = connector.connect.renew(replace(ACCOUNT, token=Token(held)))
    assert token.secrets["refresh_token"] == held["refresh_token"]
    assert token.secrets["granted_to"] == f"open_id:{OPEN_ID}"
    assert token.secrets["refresh_expires_at"] == held["refresh_expires_at"]


def test_without_a_refresh_token_nothing_is_sent() -> None:
    stub, connector = platform()
    for token in (None, Token({"access_token": "only-this-one"})):
        with pytest.raises(Reconnect):
            connector.connect.renew(replace(ACCOUNT, token=token))
    assert stub.requests == []


def test_a_success_without_a_token_is_none() -> None:
    _, connector = platform({REFRESH_TOKEN: Reply({"result": 1, "access_token": ""})})
    with pytest.raises(Reconnect):
        connector.connect.renew(ACCOUNT)


def test_the_identity_is_the_open_id_of_the_grant_with_the_profile_of_now() -> None:
    stub, connector = platform()
    identity = connector.connect.identify(ACCOUNT)
    assert (identity.external_id, identity.name) == (OPEN_ID, "潮声茶铺")
    assert identity.facts == {"fan": 12840, "follow": 96, "city": "福建 福州"}
    assert identity.avatar_url.startswith("http")
    assert stub.metered == ["user"]


def test_an_open_id_that_the_profile_names_wins() -> None:
    answer = payload("user_info")
    answer["user_info"]["open_id"] = "somebody-else"
    _, connector = platform({USER_INFO: Reply(answer)})
    assert connector.connect.identify(ACCOUNT).external_id == "somebody-else"


def test_a_grant_that_does_not_say_whose_it_is_is_not_used() -> None:
    _, connector = platform()
    with pytest.raises(Reconnect):
        connector.connect.identify(replace(ACCOUNT, token=Token({"access_token": "only-this-one"})))


def test_an_account_without_a_token_asks_nobody() -> None:
    stub, connector = platform()
    with pytest.raises(Reconnect):
        connector.connect.identify(Account(external_id=OPEN_ID, credentials=ACCOUNT.credentials))
    assert stub.requests == []
