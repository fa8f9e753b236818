"""Consent, codes, tokens that are exchanged at each renewal, and their end."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.platforms.kuaishou.events import sign
from sandbox.platforms.kuaishou.tests.caller import API, Caller
from sandbox.tests.box import Box

REDIRECT = "https://brand.example.com/kuaishou/back"
HALF_YEAR, TWO_DAYS = 15_552_000, 172_800


def authorize(caller: Caller, method: str = "GET", path: str = "authorize", **changes: str) -> httpx.Response:
    fields = {
        "app_id": caller.credentials["app_id"],
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "scope": "user_info,user_video_publish",
        "state": "s1",
        **changes,
    }
    kind = "params" if method == "GET" else "data"
    return caller.box.send(method, f"{API}/oauth2/{path}", **{kind: fields})


def query_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(REDIRECT)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def code_for(caller: Caller) -> str:
    return query_of(authorize(caller, "POST", decision="allow", open_id=caller.credentials["open_id"]))[
        "code"
    ]


def redeem(caller: Caller, code: str, **changes: str) -> Any:
    fields = {
        "app_id": caller.credentials["app_id"],
        "app_secret": caller.credentials["app_secret"],
        "grant_type": "authorization_code",
        "code": code,
        **changes,
    }
    return caller.box.send("GET", f"{API}/oauth2/access_token", params=fields).json()


def renew(caller: Caller, refresh_token: str, **changes: str) -> Any:
    fields = {
        "app_id": caller.credentials["app_id"],
        "app_secret": caller.credentials["app_secret"],
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        **changes,
    }
    return caller.box.send("GET", f"{API}/oauth2/refresh_token", params=fields).json()


@pytest.mark.parametrize("path", ["authorize", "connect"])
def test_a_person_consents_and_the_code_becomes_tokens_once(caller: Caller, path: str) -> None:
    page = authorize(caller, path=path)
    assert "潮声茶铺" in page.text
    assert "发布视频" in page.text
    code = code_for(caller)
    given = redeem(caller, code)
    assert given["result"] == 1
    assert given["open_id"] == caller.credentials["open_id"]
    assert (given["expires_in"], given["refresh_token_expires_in"]) == (TWO_DAYS, HALF_YEAR)
    assert given["scopes"] == ["user_info", "user_video_publish"]
    caller.token = given["access_token"]
    assert caller.get("/openapi/user_info")["user_info"]["name"] == "潮声茶铺"
    assert redeem(caller, code)["result"] == 100200105


def test_both_spellings_of_the_grant_type_are_taken(caller: Caller) -> None:
    assert redeem(caller, code_for(caller), grant_type="code")["result"] == 1
    assert redeem(caller, code_for(caller), grant_type="password")["result"] == 100200104


def test_a_person_declines(caller: Caller) -> None:
    told = query_of(authorize(caller, "POST", decision="deny"))
    assert told == {"result": "100200109", "error": "authorization_cancelled", "state": "s1"}


def test_automation_can_let_the_page_consent_by_itself(caller: Caller) -> None:
    change = {"credentials": {"auto_approve": True}}
    caller.box.send("PATCH", f"/control/accounts/{caller.key}", json=change)
    assert redeem(caller, query_of(authorize(caller))["code"])["open_id"] == caller.credentials["open_id"]


def test_a_scope_that_the_app_lacks_is_refused_at_the_door_and_at_the_call(box: Box) -> None:
    caller = Caller(box, credentials={"scopes": ["user_info"]})
    assert authorize(caller).json()["result"] == 100200106
    assert caller.get("/openapi/user_info")["result"] == 1
    refused = caller.post("/openapi/photo/start_upload")
    assert (refused["result"], refused["error"]) == (100200106, "scope_invalid")


def test_consent_returns_to_the_registered_domain_only(caller: Caller) -> None:
    change = {"credentials": {"callback_domain": "brand.example.com"}}
    caller.box.send("PATCH", f"/control/accounts/{caller.key}", json=change)
    assert authorize(caller).status_code == 200
    elsewhere = authorize(caller, redirect_uri="https://brand.example.com.evil.example.org/")
    assert elsewhere.json()["result"] == 100200100


def test_wrong_questions_have_their_codes(caller: Caller) -> None:
    assert authorize(caller, app_id="ks1").json()["result"] == 100200101
    assert authorize(caller, response_type="token").json()["result"] == 100200103
    assert redeem(caller, "x")["result"] == 100200105
    assert redeem(caller, code_for(caller), app_secret="x")["result"] == 100200101
    code = code_for(caller)
    caller.box.wait(601)
    assert redeem(caller, code)["result"] == 100200105


def test_a_renewal_gives_new_tokens_and_the_former_serve_five_minutes(caller: Caller) -> None:
    first = caller.granted
    second = renew(caller, first["refresh_token"])
    assert second["result"] == 1
    assert second["refresh_token"] != first["refresh_token"]
    assert caller.get("/openapi/user_info")["result"] == 1
    caller.box.wait(301)
    assert caller.get("/openapi/user_info")["result"] == 100200108
    assert renew(caller, first["refresh_token"])["result"] == 100200113
    caller.token = second["access_token"]
    assert caller.get("/openapi/user_info")["result"] == 1


def test_a_renewal_whose_answer_was_lost_can_be_repeated_at_once(caller: Caller) -> None:
    first = caller.granted["refresh_token"]
    assert renew(caller, first)["result"] == 1
    assert renew(caller, first)["result"] == 1


def test_tokens_end_by_their_clocks(caller: Caller) -> None:
    caller.box.wait(TWO_DAYS + 1)
    assert caller.get("/openapi/user_info")["result"] == 100200108
    assert renew(caller, caller.granted["refresh_token"])["result"] == 1
    caller.box.wait(HALF_YEAR)
    assert renew(caller, caller.granted["refresh_token"])["result"] == 100200113


def test_the_half_year_may_be_set_to_count_from_the_consent(caller: Caller) -> None:
    caller.set_up(refresh_extends=False)
    caller.box.wait(1000)
    assert renew(caller, caller.granted["refresh_token"])["refresh_token_expires_in"] == HALF_YEAR - 1000


def test_a_user_who_cancels_is_told_of_and_answered_100200109(caller: Caller) -> None:
    requests = caller.box.company.requests
    caller.box.company.answers = []
    caller.box.company.echoes = True
    caller.box.world.accounts.get(caller.key).callback_verified = True
    caller.box.world.accounts.get(caller.key).callback_url = "https://brand.example.com/hook"
    assert caller.box.post(f"/control/accounts/{caller.key}/revoke") == {"revoked": 1}
    assert caller.get("/openapi/user_info")["result"] == 100200109
    assert renew(caller, caller.granted["refresh_token"])["result"] == 100200109
    caller.box.post("/control/callbacks/flush")
    body = requests[-1].content
    assert json.loads(body)["event"] == "UNAUTHORIZE"
    assert json.loads(body)["data"] == {"open_id": caller.credentials["open_id"]}
    assert requests[-1].headers["kwaisign"] == sign(body, caller.credentials["app_secret"])


def test_two_accounts_may_share_an_app(box: Box, caller: Caller) -> None:
    other = Caller(box, credentials={"app_id": caller.credentials["app_id"]})
    assert other.credentials["app_secret"] == caller.credentials["app_secret"]
    assert other.credentials["open_id"] != caller.credentials["open_id"]


def test_calls_without_a_good_token_are_refused(caller: Caller) -> None:
    caller.token = "x"
    assert caller.get("/openapi/user_info")["result"] == 100200102
    assert caller.box.send("GET", f"{API}/openapi/user_info").json()["result"] == 100200100
    assert caller.box.send("GET", f"{API}/openapi/nothing").status_code == 404


def test_the_thousandth_and_first_call_of_a_day_is_refused(caller: Caller) -> None:
    caller.set_up(rates={"user_day": 2})
    assert [caller.get("/openapi/user_info")["result"] for _ in range(3)] == [1, 1, 100100402]
    assert caller.get("/openapi/photo/count")["result"] == 1
    caller.box.wait(86_400)
    assert caller.get("/openapi/user_info")["result"] == 1
