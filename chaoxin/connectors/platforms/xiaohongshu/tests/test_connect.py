"""Consent of an advertiser, the tokens for it, their renewal, and who stands behind them."""

from __future__ import annotations

import json
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from chaoxin.connectors.contract import Connect
from chaoxin.connectors.errors import Reconnect, Wait
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.values import Token

from .cast import (
    ACCESS_TOKEN,
    ACCOUNT,
    ACCOUNT_REPORT,
    ADVERTISER,
    APP_SECRET,
    CREDENTIALS,
    REFRESH_TOKEN,
    platform,
)
from .recorded import payload

STATE = "state-of-the-consent"
BACK = "https://chaoxin.example.com/channels/back"


def granted(**changes: Any) -> Reply:
    """The token answer with other data."""
    body = deepcopy(payload("access_token"))
    body["data"].update(changes)
    return Reply(body)


def finish(connect: Connect, *, answer: dict[str, str] | None = None, **fields: str) -> Token:
    return connect.finish(
        credentials={**CREDENTIALS, **fields},
        answer=answer or {"auth_code": "c-1", "state": STATE},
        keep={"state": STATE},
        return_url=BACK,
    )


def test_the_consent_page_is_asked_for_reports_only() -> None:
    _, connector = platform()
    consent = connector.connect.begin(credentials=CREDENTIALS, return_url=BACK, state=STATE)
    assert consent
    assert consent.url.startswith("https://ad-market.xiaohongshu.com/auth?")
    asked = parse_qs(urlsplit(consent.url).query)
    assert asked == {
        "appId": ["3021"],
        "scope": ['["report_service"]'],
        "redirectUri": [BACK],
        "state": [STATE],
    }
    assert APP_SECRET not in consent.url


def test_a_code_becomes_two_tokens() -> None:
    stub, connector = platform()
    token = finish(connector.connect)
    assert set(token.secrets) == {"access_token", "refresh_token"}
    assert token.expires_at == SAMPLE_TIME + timedelta(seconds=86_399)
    assert token.scopes == {"report_service"}
    (request,) = stub.sent_to(ACCESS_TOKEN)
    assert json.loads(request.content) == {"app_id": 3021, "secret": APP_SECRET, "auth_code": "c-1"}


@pytest.mark.parametrize(
    "answer", [{"auth_code": "c-1", "state": "another"}, {"auth_code": "c-1"}, {"state": STATE}]
)
def test_an_answer_that_is_not_ours_or_declines_is_not_taken(answer: dict[str, str]) -> None:
    stub, connector = platform()
    with pytest.raises(Reconnect):
        finish(connector.connect, answer=answer)
    assert stub.requests == []


def test_a_grant_for_another_advertiser_names_those_it_is_for() -> None:
    _, connector = platform()
    with pytest.raises(Reconnect) as caught:
        finish(connector.connect, advertiser_id="1")
    assert "山野茶铺（4567890）" in caught.value.sentence


def test_one_of_several_advertisers_may_be_chosen() -> None:
    listed = [{"advertiser_id": 1, "advertiser_name": "别家"}, {"advertiser_id": int(ADVERTISER)}]
    _, connector = platform({ACCESS_TOKEN: granted(approval_advertisers=listed, advertiser_id=1)})
    assert finish(connector.connect).secrets["access_token"]


def test_a_grant_that_names_nobody_is_proven_by_the_report() -> None:
    _, connector = platform({ACCESS_TOKEN: granted(approval_advertisers=None, advertiser_id=None)})
    assert finish(connector.connect).secrets["access_token"]


@pytest.mark.parametrize(
    ("scope", "scopes"),
    [(["a", "b"], {"a", "b"}), ("a,b", {"a", "b"}), ('["a"]', {"a"}), (None, set()), (7, set())],
)
def test_scopes_are_read_in_every_notation(scope: object, scopes: set[str]) -> None:
    _, connector = platform({ACCESS_TOKEN: granted(scope=scope)})
    assert finish(connector.connect).scopes == scopes


def test_a_success_without_a_token_is_no_grant() -> None:
    _, connector = platform({ACCESS_TOKEN: granted(access_token="")})
    with pytest.raises(Wait):
        finish(connector.connect)


def test_renewing_gives_both_tokens_anew() -> None:
    stub, connector = platform(
        {REFRESH_TOKEN: granted(access_token="fresh-access", refresh_token="fresh-refresh")}
    )
    token = connector.connect.renew(ACCOUNT)
    assert token.secrets == {"access_token": "fresh-access", "refresh_token": "fresh-refresh"}
    (request,) = stub.sent_to(REFRESH_TOKEN)
    assert json.loads(request.content)["refresh_token"] == "refresh-token-held-0001"


def test_an_empty_refresh_token_is_not_handed_on() -> None:
    _, connector = platform({REFRESH_TOKEN: granted(refresh_token="")})
    assert "refresh_token" not in connector.connect.renew(ACCOUNT).secrets


def test_without_a_refresh_token_a_person_is_needed() -> None:
    stub, connector = platform()
    with pytest.raises(Reconnect):
        connector.connect.renew(replace(ACCOUNT, token=None))
    assert stub.requests == []


def test_the_advertiser_is_proven_by_his_report_of_yesterday() -> None:
    stub, connector = platform()
    identity = connector.connect.identify(ACCOUNT)
    assert identity.external_id == ADVERTISER
    (request,) = stub.sent_to(ACCOUNT_REPORT)
    asked = json.loads(request.content)
    assert (asked["advertiser_id"], asked["start_date"], asked["end_date"]) == (
        4567890,
        "2026-11-19",
        "2026-11-19",
    )
    assert request.headers["Access-Token"] == "access-token-held-0001"


def test_without_a_token_nothing_is_asked() -> None:
    stub, connector = platform()
    with pytest.raises(Reconnect):
        connector.connect.identify(replace(ACCOUNT, token=None))
    assert stub.requests == []


def test_giving_back_calls_nobody() -> None:
    stub, connector = platform()
    connector.connect.revoke(ACCOUNT)
    assert stub.requests == []
