"""Tokens, their rotation, and quotas."""

import pytest

from sandbox.tests.box import API, Box, WechatCaller


def plain_token(box: Box, wechat: WechatCaller, **changes: str) -> dict[str, object]:
    query = {
        "grant_type": "client_credential",
        "appid": wechat.credentials["appid"],
        "secret": wechat.credentials["appsecret"],
        **changes,
    }
    return box.send("GET", f"{API}/cgi-bin/token", params=query).json()


def test_the_stable_token_stays_the_same_and_tells_what_remains(box: Box, wechat: WechatCaller) -> None:
    box.wait(6000)
    again = wechat.ask_token()
    assert again == {"access_token": wechat.token, "expires_in": 1200}


def test_in_its_last_five_minutes_a_new_stable_token_comes_and_both_work(
    box: Box, wechat: WechatCaller
) -> None:
    old = wechat.token
    box.wait(6950)
    wechat.token = wechat.fresh_token()
    assert wechat.token != old
    assert "total_count" in wechat.call("/cgi-bin/draft/count")
    assert "total_count" in wechat.call("/cgi-bin/draft/count", access_token=old)
    box.wait(260)
    assert wechat.call("/cgi-bin/draft/count", access_token=old)["errcode"] == 42001


def test_a_forced_refresh_ends_the_old_token_at_once_but_not_twice_within_thirty_seconds(
    box: Box, wechat: WechatCaller
) -> None:
    old = wechat.token
    new = wechat.fresh_token(force_refresh=True)
    assert new != old
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 40001
    box.wait(10)
    assert wechat.fresh_token(force_refresh=True) == new
    box.wait(25)
    assert wechat.fresh_token(force_refresh=True) != new


def test_more_than_twenty_forced_refreshes_a_day_are_refused(box: Box, wechat: WechatCaller) -> None:
    for _ in range(20):
        box.wait(31)
        assert "access_token" in wechat.ask_token(force_refresh=True)
    box.wait(31)
    assert wechat.ask_token(force_refresh=True)["errcode"] == 45009


def test_the_plain_token_is_replaced_by_every_call_and_lives_five_minutes_more(
    box: Box, wechat: WechatCaller
) -> None:
    first = plain_token(box, wechat)["access_token"]
    plain_token(box, wechat)
    assert "total_count" in wechat.call("/cgi-bin/draft/count", access_token=first)
    box.wait(301)
    assert wechat.call("/cgi-bin/draft/count", access_token=first)["errcode"] == 40001
    assert "total_count" in wechat.call("/cgi-bin/draft/count"), "the stable token is a family of its own"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"grant_type": "password"}, 40002),
        ({"appid": "wx0"}, 40013),
        ({"appid": ""}, 41002),
        ({"secret": "x"}, 40125),
        ({"secret": ""}, 41004),
    ],
)
def test_wrong_credentials_have_their_codes(
    box: Box, wechat: WechatCaller, changes: dict[str, str], code: int
) -> None:
    assert plain_token(box, wechat, **changes)["errcode"] == code
    assert wechat.ask_token(**changes)["errcode"] == code


def test_an_address_outside_the_whitelist_is_named_and_refused(box: Box, wechat: WechatCaller) -> None:
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"ip_whitelist": ["10.0.0.1"]}})
    refused = wechat.ask_token()
    assert refused["errcode"] == 40164
    assert "127.0.0.1" in refused["errmsg"]
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 40164


def test_calls_without_or_with_foreign_tokens_are_refused(wechat: WechatCaller) -> None:
    assert wechat.call("/cgi-bin/draft/count", access_token="")["errcode"] == 41001
    assert wechat.call("/cgi-bin/draft/count", access_token="short")["errcode"] == 40014
    assert wechat.call("/cgi-bin/draft/count", access_token="x" * 136)["errcode"] == 40001


def test_methods_are_checked(box: Box, wechat: WechatCaller) -> None:
    assert wechat.call("/cgi-bin/draft/add")["errcode"] == 43002
    assert wechat.call("/cgi-bin/user/get", {})["errcode"] == 43001
    assert box.send("GET", f"{API}/cgi-bin/stable_token").json()["errcode"] == 43002


def test_daily_and_minute_quotas_run_out_and_can_be_seen_and_cleared(box: Box, wechat: WechatCaller) -> None:
    quota = {"/cgi-bin/draft/count": {"daily": 5, "minute": 3}}
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"quota": quota}})
    for _ in range(3):
        wechat.call("/cgi-bin/draft/count")
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 45011
    box.wait(60)
    wechat.call("/cgi-bin/draft/count")
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 45009
    told = wechat.call("/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/draft/count"})
    assert told["quota"] == {"daily_limit": 5, "used": 6, "remain": 0}
    assert told["rate_limit"]["call_count"] == 3
    assert wechat.call("/cgi-bin/clear_quota", {"appid": wechat.credentials["appid"]})["errcode"] == 0
    assert "total_count" in wechat.call("/cgi-bin/draft/count")


def test_quotas_are_cleared_ten_times_a_month_and_by_secret_without_a_token(
    box: Box, wechat: WechatCaller
) -> None:
    body = {"appid": wechat.credentials["appid"], "appsecret": wechat.credentials["appsecret"]}
    for _ in range(10):
        assert box.send("POST", f"{API}/cgi-bin/clear_quota/v2", json=body).json()["errcode"] == 0
    assert box.send("POST", f"{API}/cgi-bin/clear_quota/v2", json=body).json()["errcode"] == 48006
    wrong = {**body, "appsecret": "x"}
    assert box.send("POST", f"{API}/cgi-bin/clear_quota/v2", json=wrong).json()["errcode"] == 40125
    assert wechat.call("/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/nothing"})["errcode"] == 76021


def test_one_path_can_be_cleared_alone(wechat: WechatCaller) -> None:
    wechat.call("/cgi-bin/draft/count")
    assert wechat.call("/cgi-bin/openapi/quota/clear", {"cgi_path": "/cgi-bin/draft/count"})["errcode"] == 0
    told = wechat.call("/cgi-bin/openapi/quota/get", {"cgi_path": "/cgi-bin/draft/count"})
    assert told["quota"]["used"] == 0


def test_an_error_can_be_looked_up_by_its_rid(wechat: WechatCaller) -> None:
    refused = wechat.call("/cgi-bin/draft/get", {"media_id": "nothing"})
    rid = refused["errmsg"].rsplit("rid: ", 1)[1]
    found = wechat.call("/cgi-bin/openapi/rid/get", {"rid": rid})
    assert "nothing" in found["request"]["request_body"]
    assert wechat.call("/cgi-bin/openapi/rid/get", {"rid": "0-0-0"})["errcode"] == 76001


def test_a_revoked_account_gets_no_token_until_its_secret_is_unfrozen(box: Box, wechat: WechatCaller) -> None:
    box.post(f"/control/accounts/{wechat.key}/revoke")
    assert wechat.call("/cgi-bin/draft/count")["errcode"] == 40001
    assert wechat.ask_token()["errcode"] == 40243
    box.send("PATCH", f"/control/accounts/{wechat.key}", json={"settings": {"secret_frozen": False}})
    wechat.token = wechat.fresh_token()
    assert "total_count" in wechat.call("/cgi-bin/draft/count")


def test_the_platforms_addresses_are_told(wechat: WechatCaller) -> None:
    assert wechat.call("/cgi-bin/getcallbackip")["ip_list"]
    assert wechat.call("/cgi-bin/get_api_domain_ip")["ip_list"]
    assert (
        wechat.call("/cgi-bin/callback/check", {"action": "all", "check_operator": "DEFAULT"})["errcode"]
        == 40201
    )


def test_an_unknown_path_is_an_error_of_the_platform(wechat: WechatCaller) -> None:
    assert wechat.call("/cgi-bin/nothing/here")["errcode"] == 40066
