"""Consent, and tokens with two clocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chaoxin.connectors.errors import Reconnect, RenewGrant, Wait
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.platforms.douyin.connect import DouyinConnect, grant_end_of, wanted_scopes
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account

from .cast import ACCOUNT, OPEN_ID
from .healthy import ACCESS_TOKEN, ANSWERS, REFRESH_TOKEN, RENEW, refused_early
from .recorded import payload

KEEP = {"state": "state-of-the-consent"}


def connecting(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, DouyinConnect]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    connect = build(stub.wire(now=SAMPLE_TIME)).connect
    assert isinstance(connect, DouyinConnect)
    return stub, connect


def holding(days: float, **secrets: str) -> Account:
    """The account with a refresh token that ends in so many days."""
    assert ACCOUNT.token
    ends = (SAMPLE_TIME + timedelta(days=days)).isoformat()
    token = replace(ACCOUNT.token, secrets={**ACCOUNT.token.secrets, "refresh_ends_at": ends, **secrets})
    return replace(ACCOUNT, token=token)


def finish(connect: DouyinConnect, **answer: str) -> Any:
    given = {"code": "consent-code-one", "state": "state-of-the-consent", **answer}
    return connect.finish(credentials=ACCOUNT.credentials, answer=given, keep=KEEP, return_url="")


@pytest.mark.parametrize(
    ("typed", "scopes"),
    [
        ("", ["user_info", "renew_refresh_token"]),
        ("video.create.bind，item.comment", ["user_info", "video.create.bind", "item.comment"]),
        ("item.comment, user_info  item.comment", ["user_info", "item.comment"]),
    ],
)
def test_only_scopes_that_the_person_names_are_asked_for(typed: str, scopes: list[str]) -> None:
    assert wanted_scopes(typed) == scopes


def test_the_consent_page_gets_a_state_that_comes_back() -> None:
    _, connect = connecting()
    trip = connect.begin(
        credentials={**ACCOUNT.credentials, "scopes": "item.comment"},
        return_url="https://chaoxin.example.com/back?a=1",
        state="s1",
    )
    query = {name: values[0] for name, values in parse_qs(urlsplit(trip.url).query).items()}
    assert trip.url.startswith("https://open.douyin.com/platform/oauth/connect/?")
    assert (query["state"], query["scope"]) == ("s1", "user_info,item.comment")
    assert query["redirect_uri"] == "https://chaoxin.example.com/back?a=1"
    assert "secret" not in trip.url
    assert trip.keep == {"state": "s1"}


@pytest.mark.parametrize("answer", [{"state": "another"}, {"state": ""}, {"code": ""}])
def test_a_foreign_or_declined_answer_connects_nothing(answer: dict[str, str]) -> None:
    stub, connect = connecting()
    with pytest.raises(Reconnect):
        finish(connect, **answer)
    assert stub.requests == []


def test_a_token_keeps_both_clocks_and_its_scopes() -> None:
    _, connect = connecting()
    token = finish(connect)
    assert token.expires_at == SAMPLE_TIME + timedelta(days=15)
    assert token.secrets["refresh_ends_at"] == (SAMPLE_TIME + timedelta(days=30)).isoformat()
    assert (token.secrets["holder"], token.secrets["renewals"]) == (f"open-id:{OPEN_ID}", "renewed-0-times")
    assert "video.create.bind" in token.scopes


def test_an_empty_refresh_token_leaves_the_good_one() -> None:
    assert payload("refresh_token")["data"]["refresh_token"] == ""
    stub, connect = connecting()
    account = holding(20)
    assert account.token
    token = connect.renew(account)
    assert token.secrets["refresh_token"] == account.token.secrets["refresh_token"]
    assert token.secrets["access_token"] == payload("refresh_token")["data"]["access_token"]
    assert token.expires_at == SAMPLE_TIME + timedelta(days=15)
    assert stub.sent_to(RENEW) == []


def test_a_refresh_token_that_would_end_first_is_renewed_first() -> None:
    stub, connect = connecting()
    token = connect.renew(holding(14, renewals="renewed-2-times"))
    assert [len(stub.sent_to(target)) for target in (RENEW, REFRESH_TOKEN)] == [1, 1]
    renewed = payload("renew_refresh_token")["data"]["refresh_token"]
    assert renewed.encode() in stub.sent_to(REFRESH_TOKEN)[0].content
    assert (token.secrets["refresh_token"], token.secrets["renewals"]) == (renewed, "renewed-3-times")


def test_a_renewed_refresh_token_is_not_lost_when_the_second_call_fails() -> None:
    _, connect = connecting({REFRESH_TOKEN: refused_early(10001)})
    account = holding(10)
    token = connect.renew(account)
    assert token.secrets["refresh_token"] == payload("renew_refresh_token")["data"]["refresh_token"]
    assert account.token
    assert token.secrets["access_token"] == account.token.secrets["access_token"]
    assert token.expires_at == account.token.expires_at


def test_without_the_scope_and_after_five_times_nothing_is_renewed() -> None:
    stub, connect = connecting()
    connect.renew(holding(10, renewals="renewed-5-times"))
    bare = holding(10)
    assert bare.token
    connect.renew(replace(bare, token=replace(bare.token, scopes=frozenset({"user_info"}))))
    assert stub.sent_to(RENEW) == []
    assert len(stub.sent_to(REFRESH_TOKEN)) == 2


def test_used_up_renewals_are_remembered_and_the_access_token_still_renewed() -> None:
    _, connect = connecting({RENEW: refused_early(10020)})
    token = connect.renew(holding(10))
    assert token.secrets["renewals"] == "renewed-5-times"
    assert token.secrets["access_token"] == payload("refresh_token")["data"]["access_token"]


def test_a_lost_answer_while_renewing_waits_and_asks_for_nothing_more() -> None:
    stub, connect = connecting({RENEW: Reply("<html>gateway</html>", status=502)})
    with pytest.raises(Wait):
        connect.renew(holding(10))
    assert stub.sent_to(REFRESH_TOKEN) == []


@pytest.mark.parametrize("code", [10010, 10008])
def test_a_refresh_token_that_is_over_needs_a_person(code: int) -> None:
    _, connect = connecting({REFRESH_TOKEN: refused_early(code)})
    with pytest.raises(Reconnect, match="到期"):
        connect.renew(holding(20))


def test_the_account_says_who_it_is() -> None:
    _, connect = connecting()
    identity = connect.identify(replace(holding(20, holder=f"open-id:{OPEN_ID}"), external_id=""))
    assert (identity.external_id, identity.name) == (OPEN_ID, "清溪茶铺")
    assert identity.facts["e_account_role"] == "EAccountS"


def test_the_end_of_a_grant_counts_the_renewals_that_are_left() -> None:
    token = holding(20).token
    assert token
    assert grant_end_of(token) == SAMPLE_TIME + timedelta(days=20 + 150)


def test_a_token_that_no_longer_serves_is_renewed_and_not_given_up() -> None:
    _, connect = connecting({"open.douyin.com/oauth/userinfo/": refused_early(10008)})
    with pytest.raises(RenewGrant):
        connect.identify(ACCOUNT)


def test_an_answer_without_a_token_connects_nothing() -> None:
    _, connect = connecting({ACCESS_TOKEN: Reply({"data": {"error_code": 0}, "message": "success"})})
    with pytest.raises(Reconnect):
        finish(connect)
