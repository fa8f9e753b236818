"""Consent, the two clocks of the tokens, five renewals, the application's own token, and the end of a grant."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.tests.box import Box
from sandbox.tests.douyin_caller import OPEN, VIDEO, DouyinCaller, code_of

REDIRECT = "https://brand.example.com/douyin/back"
DAY = 86_400
SCOPES = "user_info,renew_refresh_token,video.create.bind"


def connect(douyin: DouyinCaller, method: str = "GET", **changes: str) -> httpx.Response:
    fields = {
        "client_key": douyin.credentials["client_key"],
        "response_type": "code",
        "scope": SCOPES,
        "redirect_uri": REDIRECT,
        "state": "s1",
        **changes,
    }
    kind = "params" if method == "GET" else "data"
    return douyin.box.send(method, f"{OPEN}/platform/oauth/connect/", **{kind: fields})


def query_of(answer: httpx.Response) -> dict[str, str]:
    assert answer.status_code == 302, answer.text
    return {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}


def code_for(douyin: DouyinCaller, **changes: str) -> str:
    return query_of(connect(douyin, "POST", decision="allow", account=douyin.key, **changes))["code"]


def redeem(douyin: DouyinCaller, code: str, **changes: str) -> Any:
    fields = {
        "client_key": douyin.credentials["client_key"],
        "client_secret": douyin.credentials["client_secret"],
        "grant_type": "authorization_code",
        "code": code,
    }
    return douyin.form("/oauth/access_token/", **fields | changes)


def refresh(douyin: DouyinCaller, token: str) -> Any:
    return douyin.form(
        "/oauth/refresh_token/",
        client_key=douyin.credentials["client_key"],
        grant_type="refresh_token",
        refresh_token=token,
    )["data"]


def renew(douyin: DouyinCaller, token: str) -> Any:
    return douyin.form(
        "/oauth/renew_refresh_token/", client_key=douyin.credentials["client_key"], refresh_token=token
    )["data"]


def test_a_person_consents_and_the_code_becomes_a_pair_of_tokens_once(douyin: DouyinCaller) -> None:
    assert "示例抖音" in connect(douyin).text
    answer = query_of(connect(douyin, "POST", decision="allow", account=douyin.key))
    assert answer["state"] == "s1"
    given = redeem(douyin, answer["code"])
    assert given["message"] == "success"
    data = given["data"]
    assert (data["expires_in"], data["refresh_expires_in"]) == (15 * DAY, 30 * DAY)
    assert data["access_token"].startswith("act.")
    assert data["refresh_token"].startswith("rft.")
    assert (data["open_id"], data["scope"]) == (douyin.open_id, SCOPES)
    assert redeem(douyin, answer["code"])["data"]["error_code"] == 10007


def test_a_person_declines(douyin: DouyinCaller) -> None:
    told = query_of(connect(douyin, "POST", decision="deny"))
    assert "code" not in told
    assert told["state"] == "s1"


def test_automation_can_let_the_page_consent_by_itself(douyin: DouyinCaller) -> None:
    douyin.change_app(auto_approve=True)
    assert redeem(douyin, query_of(connect(douyin))["code"])["data"]["open_id"] == douyin.open_id


def test_a_scope_that_the_app_does_not_have_fails_the_page(douyin: DouyinCaller) -> None:
    refused = connect(douyin, scope="user_info,video.delete").json()
    assert refused["data"]["error_code"] == 10004
    assert "video.delete" in refused["data"]["description"]


def test_optional_scopes_are_given_where_they_are_ticked(douyin: DouyinCaller) -> None:
    code = code_for(douyin, scope="user_info", optionalScope="item.comment,1,video.list.bind,0")
    assert redeem(douyin, code)["data"]["scope"] == "user_info,item.comment"


def test_the_redirect_must_be_the_configured_one_up_to_its_fragment(douyin: DouyinCaller) -> None:
    douyin.change_app(redirect_uri=REDIRECT)
    assert connect(douyin, redirect_uri=f"{REDIRECT}#top").status_code == 200
    assert connect(douyin, redirect_uri=f"{REDIRECT}/").json()["data"]["error_code"] == 10006


def test_a_code_ends_after_ten_minutes_and_with_the_next_one(douyin: DouyinCaller) -> None:
    first, second = code_for(douyin), code_for(douyin)
    assert redeem(douyin, first)["data"]["error_code"] == 10007
    douyin.box.wait(601)
    assert redeem(douyin, second)["data"]["error_code"] == 10007


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"client_key": "x"}, 10013), ({"client_secret": "x"}, 10013), ({"grant_type": "x"}, 10002)],
)
def test_wrong_exchanges_have_their_codes(douyin: DouyinCaller, changes: dict[str, str], code: int) -> None:
    refused = redeem(douyin, code_for(douyin), **changes)
    assert (refused["message"], refused["data"]["error_code"]) == ("error", code)


def test_refreshing_lengthens_a_living_token_and_replaces_a_dead_one(douyin: DouyinCaller) -> None:
    douyin.box.wait(10 * DAY)
    alive = refresh(douyin, douyin.grant["refresh_token"])
    assert alive["access_token"] == douyin.token
    assert (alive["expires_in"], alive["refresh_expires_in"]) == (15 * DAY, 20 * DAY)
    douyin.box.wait(15 * DAY + 1)
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 28001008
    dead = refresh(douyin, douyin.grant["refresh_token"])
    assert dead["access_token"] != douyin.token
    douyin.token = dead["access_token"]
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 0
    douyin.box.wait(5 * DAY)
    assert refresh(douyin, douyin.grant["refresh_token"])["error_code"] == 10010


def test_a_refresh_token_is_renewed_five_times_and_each_time_is_another(douyin: DouyinCaller) -> None:
    token = douyin.grant["refresh_token"]
    for _ in range(5):
        douyin.box.wait(29 * DAY)
        renewed = renew(douyin, token)
        assert renewed["expires_in"] == str(30 * DAY)
        assert refresh(douyin, token)["error_code"] == 10010, "the old one ends at once"
        token = renewed["refresh_token"]
    assert renew(douyin, token)["error_code"] == 10020
    assert refresh(douyin, token)["error_code"] == 0


def test_renewing_takes_the_scope_for_it(douyin: DouyinCaller) -> None:
    given = redeem(douyin, code_for(douyin, scope="user_info"))["data"]
    assert renew(douyin, given["refresh_token"])["error_code"] == 10004


def test_the_apps_own_token_lives_two_hours_and_five_minutes_beside_its_successor(
    douyin: DouyinCaller,
) -> None:
    def asks(token: str) -> int:
        headers = {"access-token": token}
        return code_of(douyin.box.send("GET", f"{OPEN}/open/getticket/", headers=headers).json())

    first = douyin.client_token()
    assert first.startswith("clt.")
    second = douyin.client_token()
    assert (asks(first), asks(second)) == (0, 0)
    douyin.box.wait(301)
    assert (asks(first), asks(second)) == (28001003, 0)
    douyin.box.wait(7200)
    assert asks(second) == 28001003


def test_who_stands_behind_a_token(douyin: DouyinCaller) -> None:
    user = douyin.form("/oauth/userinfo/", access_token=douyin.token, open_id=douyin.open_id)["data"]
    assert (user["open_id"], user["nickname"], user["e_account_role"]) == (
        douyin.open_id,
        "示例抖音",
        "EAccountS",
    )
    wrong = douyin.form("/oauth/userinfo/", access_token=douyin.token, open_id="_000other")["data"]
    assert wrong["error_code"] == 28001015


def test_capabilities_of_the_app_and_scopes_of_the_person_are_two_gates(douyin: DouyinCaller) -> None:
    douyin.token = redeem(douyin, code_for(douyin, scope="user_info"))["data"]["access_token"]
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 28001012
    assert code_of(douyin.get("/item/comment/list/")) == 2190003, "older calls have older numbers"
    douyin.change_app(capabilities=["user_info"])
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 28001018
    assert code_of(douyin.get(f"{VIDEO}/video_list/", open_id="_000x")) == 28001015


def test_a_person_who_takes_it_back_ends_both_tokens(box: Box, douyin: DouyinCaller) -> None:
    assert box.post(f"/control/accounts/{douyin.key}/revoke") == {"revoked": 1}
    assert code_of(douyin.get(f"{VIDEO}/video_list/")) == 28001003
    assert refresh(douyin, douyin.grant["refresh_token"])["error_code"] == 10010


def test_the_app_gives_its_grant_back(douyin: DouyinCaller) -> None:
    assert code_of(douyin.post("/oauth/revoke/", {"open_id": douyin.open_id})) == 0
    assert code_of(douyin.post("/oauth/revoke/", {"open_id": douyin.open_id})) == 10008


def test_two_accounts_may_share_an_app(box: Box, douyin: DouyinCaller) -> None:
    other = DouyinCaller(box, credentials={"client_key": douyin.credentials["client_key"]})
    assert other.credentials["client_secret"] == douyin.credentials["client_secret"]
    assert other.open_id != douyin.open_id
    assert code_of(other.get(f"{VIDEO}/video_list/", open_id=douyin.open_id)) == 28001015
