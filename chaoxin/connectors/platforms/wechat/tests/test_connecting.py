"""Tokens and identity."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from chaoxin.connectors.errors import AskPlatform, Reconnect, RenewGrant
from chaoxin.connectors.platforms.wechat.manifest import MANIFEST
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Call, Reply
from chaoxin.connectors.values import Token

from .cast import ACCESS_TOKEN, ACCOUNT, APP_ID, CGI, platform, refused
from .conformance import SAMPLES


def test_the_credentials_alone_give_a_token() -> None:
    stub, connector = platform()
    assert connector.connect.begin(credentials={}, return_url="", state="") is None
    token = connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")
    assert token.secrets == {"access_token": ACCESS_TOKEN}
    assert token.expires_at == SAMPLE_TIME + timedelta(seconds=7200)
    asked = json.loads(stub.sent_to(f"{CGI}/stable_token")[0].content)
    assert asked["appid"] == APP_ID
    assert asked["force_refresh"] is False


def test_secrets_never_travel_in_the_address() -> None:
    stub, connector = platform()
    connector.connect.renew(ACCOUNT)
    assert ACCOUNT.credentials["app_secret"] not in str(stub.requests[0].url)


def test_the_remaining_life_of_a_token_is_believed() -> None:
    _, connector = platform(stable_token=Reply({"access_token": "another-token-value", "expires_in": 345}))
    assert connector.connect.renew(ACCOUNT).expires_at == SAMPLE_TIME + timedelta(seconds=345)


def test_a_refused_secret_needs_a_person() -> None:
    _, connector = platform(stable_token=refused(40001))
    with pytest.raises(Reconnect):
        connector.connect.renew(ACCOUNT)


def test_an_address_that_is_not_listed_is_named() -> None:
    _, connector = platform(stable_token=refused(40164, "invalid ip 203.0.113.9, not in whitelist"))
    with pytest.raises(AskPlatform, match=r"203\.0\.113\.9"):
        connector.connect.finish(credentials=ACCOUNT.credentials, answer={}, keep={}, return_url="")


def test_the_identity_is_the_appid_of_the_token_now_valid() -> None:
    _, connector = platform()
    assert connector.connect.identify(ACCOUNT).external_id == APP_ID
    with pytest.raises(RenewGrant):
        connector.connect.identify(replace(ACCOUNT, token=Token({"access_token": "an-older-token"})))
    with pytest.raises(RenewGrant):
        connector.connect.identify(replace(ACCOUNT, token=None))


def test_every_call_counts_on_its_meter_before_it_is_sent() -> None:
    stub, connector = platform()
    assert connector.publish
    connector.publish.look_up(ACCOUNT, "publish:100000001")
    assert stub.metered == ["publish_get", "publish_article"]


@pytest.mark.parametrize("call", SAMPLES.calls, ids=lambda call: call.name)
def test_every_meter_has_a_quota(call: Call) -> None:
    stub, connector = platform()
    call.run(connector)
    assert set(stub.metered) <= {quota.meter for quota in MANIFEST.quotas}


def test_a_gateway_page_is_not_taken_for_an_answer() -> None:
    stub, connector = platform()
    stub.break_at(f"{CGI}/stable_token", lambda request: httpx.Response(200, text="<html>登录</html>"))
    with pytest.raises(Exception, match="微信没有正常应答"):
        connector.connect.renew(ACCOUNT)
