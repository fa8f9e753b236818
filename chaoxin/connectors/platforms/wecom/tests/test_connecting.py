"""Tokens, identity, and what an account of a certain standing can do."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from chaoxin.connectors.errors import AskPlatform, Reconnect, RenewGrant
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.wecom.manifest import MANIFEST
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Call, Reply
from chaoxin.connectors.values import Token

from .cast import ACCESS_TOKEN, ACCOUNT, CGI, CONTACT, CORP_ID, platform, refused
from .conformance import SAMPLES
from .recorded import payload


def test_the_credentials_alone_give_a_token_for_two_hours() -> None:
    stub, connector = platform()
    assert connector.connect.begin(credentials={}, return_url="", state="") is None
    token = connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")
    assert token.secrets == {"access_token": ACCESS_TOKEN}
    assert token.expires_at == SAMPLE_TIME + timedelta(seconds=7200)
    asked = stub.sent_to(f"{CGI}/gettoken")[0].url.params
    assert (asked["corpid"], asked["corpsecret"]) == (CORP_ID, ACCOUNT.credentials["secret"])


def test_the_remaining_life_of_a_token_is_believed() -> None:
    answer = Reply({"errcode": 0, "access_token": "another-token-value", "expires_in": 345})
    _, connector = platform(gettoken=answer)
    assert connector.connect.renew(ACCOUNT).expires_at == SAMPLE_TIME + timedelta(seconds=345)


def test_an_address_that_is_not_trusted_is_named() -> None:
    _, connector = platform(gettoken=refused(60020, "not allow to access from your ip, from ip: 203.0.113.9"))
    with pytest.raises(AskPlatform, match=r"203\.0\.113\.9"):
        connector.connect.renew(ACCOUNT)


def test_the_identity_is_the_corp_of_the_token_now_valid() -> None:
    _, connector = platform()
    found = connector.connect.identify(ACCOUNT)
    assert (found.external_id, found.name) == (CORP_ID, "潮汐茶客户运营")
    assert found.facts == {
        "agent": "潮汐茶客户运营",
        "agent_closed": False,
        "contact_allowed": True,
        "contact_members": 2,
    }
    with pytest.raises(RenewGrant):
        connector.connect.identify(replace(ACCOUNT, token=Token({"access_token": "an-older-token"})))
    with pytest.raises(RenewGrant):
        connector.connect.identify(replace(ACCOUNT, token=None))


def test_where_tokens_are_not_repeated_none_is_asked_for() -> None:
    stub, connector = platform()
    account = replace(ACCOUNT, settings={**ACCOUNT.settings, "same_token_again": False})
    assert connector.connect.identify(account).external_id == CORP_ID
    assert stub.sent_to(f"{CGI}/gettoken") == []
    assert stub.sent_to(f"{CGI}/agent/get")


def test_the_system_secret_has_no_application() -> None:
    stub, connector = platform()
    credentials = {**ACCOUNT.credentials, "agent_id": ""}
    account = replace(ACCOUNT, credentials=credentials, settings={})
    found = connector.connect.identify(account)
    assert (found.name, "agent" in found.facts) == ("", False)
    assert stub.sent_to(f"{CGI}/agent/get") == []


def test_an_agent_of_another_secret_needs_a_person() -> None:
    stub, connector = platform()
    stub.answers[f"{CGI}/agent/get"] = refused(301002)
    with pytest.raises(Reconnect):
        connector.connect.identify(ACCOUNT)


def test_a_forbidden_application_is_identified_and_offers_nothing_of_customers() -> None:
    _, connector = platform(get_follow_user_list=refused(48002))
    facts = connector.connect.identify(ACCOUNT).facts
    assert facts["contact_allowed"] is False
    offer = MANIFEST.offer(Standing("api", facts=facts))
    assert not offer.offers("publish")
    [row] = [row for row in offer.capabilities if row.key == "publish"]
    assert "可调用接口的应用" in row.note


@pytest.mark.parametrize(
    ("facts", "offered"),
    [
        ({}, True),
        ({"contact_allowed": True, "contact_members": 2, "agent_closed": False}, True),
        ({"contact_allowed": True, "contact_members": 0}, False),
        ({"contact_allowed": True, "contact_members": 2, "agent_closed": True}, False),
    ],
)
def test_what_is_offered_depends_on_what_the_application_may_see(
    facts: dict[str, object], offered: bool
) -> None:
    offer = MANIFEST.offer(Standing("api", facts=facts))
    assert offer.offers("publish") is offered
    assert offer.offers("account_metrics") is offered
    assert offer.offers("renewal"), "the token is renewed all the same"
    assert not offer.offers("messages")


def test_closing_an_application_is_seen() -> None:
    stub, connector = platform()
    stub.answers[f"{CGI}/agent/get"] = Reply({**payload("agent_get"), "close": 1})
    assert connector.connect.identify(ACCOUNT).facts["agent_closed"] is True


@pytest.mark.parametrize("call", SAMPLES.calls, ids=lambda call: call.name)
def test_every_meter_has_a_quota_and_every_call_is_metered(call: Call) -> None:
    stub, connector = platform()
    call.run(connector)
    assert set(stub.metered) <= {quota.meter for quota in MANIFEST.quotas}
    assert len(stub.metered) == len(stub.requests)


def test_a_gateway_page_is_not_taken_for_an_answer() -> None:
    stub, connector = platform()
    stub.break_at(f"{CONTACT}/get_follow_user_list", lambda request: httpx.Response(200, text="<html>"))
    with pytest.raises(Exception, match="企业微信没有正常应答"):
        connector.connect.identify(ACCOUNT)
