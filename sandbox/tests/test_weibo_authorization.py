"""Consent, codes, tokens, and their end."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.tests.box import WEIBO, Box, WeiboCaller

REDIRECT = "https://brand.example.com/weibo/back"


def authorize(box: Box, weibo: WeiboCaller, method: str = "GET", **changes: str) -> httpx.Response:
    fields = {
        "client_id": weibo.credentials["app_key"],
        "redirect_uri": REDIRECT,
        "response_type": "code",
        "state": "s1",
        **changes,
    }
    kind = "params" if method == "GET" else "data"
    return box.send(method, f"{WEIBO}/oauth2/authorize", **{kind: fields})


def query_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    assert answer.headers["location"].startswith(REDIRECT)
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def code_for(box: Box, weibo: WeiboCaller) -> str:
    allowed = authorize(box, weibo, "POST", decision="allow", uid=weibo.credentials["uid"])
    return query_of(allowed)["code"]


def redeem(box: Box, weibo: WeiboCaller, code: str, **changes: str) -> Any:
    fields = {
        "client_id": weibo.credentials["app_key"],
        "client_secret": weibo.credentials["app_secret"],
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": REDIRECT,
        **changes,
    }
    return box.send("POST", f"{WEIBO}/oauth2/access_token", params=fields).json()


def test_a_person_consents_and_the_code_becomes_a_token_once(box: Box, weibo: WeiboCaller) -> None:
    page = authorize(box, weibo)
    assert "示例微博" in page.text
    answer = authorize(box, weibo, "POST", decision="allow", uid=weibo.credentials["uid"])
    assert query_of(answer)["state"] == "s1"
    code = query_of(answer)["code"]
    given = redeem(box, weibo, code)
    assert given["uid"] == weibo.credentials["uid"]
    assert given["remind_in"] == str(given["expires_in"]) == "2592000"
    assert given["isRealName"] == "true"
    weibo.token = given["access_token"]
    assert weibo.get("/2/account/get_uid.json").json() == {"uid": int(weibo.credentials["uid"])}
    assert redeem(box, weibo, code)["error_code"] == 21325


def test_a_person_denies(box: Box, weibo: WeiboCaller) -> None:
    told = query_of(authorize(box, weibo, "POST", decision="deny"))
    assert told == {"error": "access_denied", "error_code": "21330", "state": "s1"}


def test_automation_can_let_the_page_consent_by_itself(box: Box, weibo: WeiboCaller) -> None:
    change = {"credentials": {"auto_approve": True}}
    box.send("PATCH", f"/control/accounts/{weibo.key}", json=change)
    code = query_of(authorize(box, weibo))["code"]
    assert redeem(box, weibo, code)["uid"] == weibo.credentials["uid"]


def test_the_redirect_must_be_the_registered_one(box: Box, weibo: WeiboCaller) -> None:
    box.send("PATCH", f"/control/accounts/{weibo.key}", json={"credentials": {"redirect_uri": REDIRECT}})
    assert authorize(box, weibo).status_code == 200
    assert authorize(box, weibo, redirect_uri=REDIRECT + "/").json()["error_code"] == 21322
    assert (
        redeem(box, weibo, code_for(box, weibo), redirect_uri="https://else.example.com")["error_code"]
        == 21322
    )


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": ""}, 21323),
        ({"client_id": "1"}, 21324),
        ({"client_secret": "x"}, 21324),
        ({"grant_type": "password"}, 21328),
        ({"code": "x"}, 21325),
    ],
)
def test_wrong_exchanges_have_their_codes(
    box: Box, weibo: WeiboCaller, changes: dict[str, str], code: int
) -> None:
    refused = redeem(box, weibo, **{"code": code_for(box, weibo), **changes})
    assert refused["error_code"] == code
    assert refused["error_uri"] == "/oauth2/access_token"


def test_wrong_questions_to_the_consent_page(box: Box, weibo: WeiboCaller) -> None:
    assert authorize(box, weibo, client_id="1").json()["error_code"] == 21324
    assert authorize(box, weibo, response_type="token").json()["error_code"] == 21329


def test_a_code_is_short_lived(box: Box, weibo: WeiboCaller) -> None:
    code = code_for(box, weibo)
    box.wait(301)
    assert redeem(box, weibo, code)["error_code"] == 21325


def test_a_grant_ends_after_its_level_says(box: Box) -> None:
    weibo = WeiboCaller(box, credentials={"level": "test"})
    info = weibo.post("/oauth2/get_token_info").json()
    assert (info["uid"], info["expire_in"]) == (int(weibo.credentials["uid"]), 86_400)
    box.wait(86_401)
    expired = weibo.get("/2/account/get_uid.json")
    assert (expired.status_code, expired.json()["error"], expired.json()["error_code"]) == (
        400,
        "expired_token",
        21327,
    )


def test_the_service_clock_moves_only_when_asked(box: Box) -> None:
    weibo = WeiboCaller(box, credentials={"level": "test"})
    box.advance(2 * 86_400)
    assert weibo.get("/2/account/get_uid.json").status_code == 200
    box.advance(2 * 86_400, services=True)
    assert weibo.get("/2/account/get_uid.json").json()["error_code"] == 21327


def test_revoking_through_the_api_answers_21321_afterwards(weibo: WeiboCaller) -> None:
    assert weibo.post("/oauth2/revokeoauth2").json() == {"result": "true"}
    assert weibo.get("/2/account/get_uid.json").json()["error_code"] == 21321


def test_a_user_who_cancels_answers_21319(box: Box, weibo: WeiboCaller) -> None:
    assert box.post(f"/control/accounts/{weibo.key}/revoke") == {"revoked": 1}
    assert weibo.get("/2/account/get_uid.json").json()["error_code"] == 21319


def test_a_test_app_admits_its_testers_only(box: Box) -> None:
    weibo = WeiboCaller(box, credentials={"level": "test", "testers": ["1"]})
    assert weibo.get("/2/account/get_uid.json").json()["error_code"] == 21321


def test_two_accounts_may_share_an_app(box: Box, weibo: WeiboCaller) -> None:
    other = WeiboCaller(box, credentials={"app_key": weibo.credentials["app_key"]})
    assert other.credentials["app_secret"] == weibo.credentials["app_secret"]
    assert other.get("/2/account/get_uid.json").json() == {"uid": int(other.credentials["uid"])}


def test_tokens_travel_as_parameter_or_header(box: Box, weibo: WeiboCaller) -> None:
    address = f"{WEIBO}/2/account/get_uid.json"
    header = {"Authorization": f"OAuth2 {weibo.token}"}
    assert box.send("GET", address, headers=header).status_code == 200
    assert box.send("GET", address).json()["error_code"] == 10006
    assert box.send("GET", address, params={"access_token": "2.00x"}).json()["error_code"] == 21332
