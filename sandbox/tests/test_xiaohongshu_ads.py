"""The ads API of 小红书: consent, tokens, reports; and the signature of the share page."""

import hashlib
import json
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from sandbox.platforms.xiaohongshu import sharing
from sandbox.tests.box import Box, PhoneUser

CONSENT = "/ad-market.xiaohongshu.com/auth"
ADS = "/adapi.xiaohongshu.com/api/open"
SHARE = "/edith.xiaohongshu.com/api/sns/v1/ext/access/token"
REDIRECT = "https://brand.example.com/back"
DAY = 86_400


class Advertiser:
    """An account with ads, and calls with its token."""

    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        self.phone = PhoneUser(box, "xiaohongshu", "creator.xiaohongshu.com/publish/publish", **given)
        self.key = self.phone.key
        self.credentials = self.phone.account["credentials"]
        self.token = ""

    def consent(self, method: str = "GET", **changes: str) -> httpx.Response:
        fields = {
            "appId": self.credentials["app_id"],
            "scope": '["report_service"]',
            "redirectUri": REDIRECT,
            "state": "s1",
            **changes,
        }
        return self.box.send(method, CONSENT, **{"params" if method == "GET" else "data": fields})

    def code(self, **changes: str) -> str:
        answer = self.consent("POST", decision="allow", account=self.key, **changes)
        return parse_qs(urlsplit(answer.headers["location"]).query)["auth_code"][0]

    def oauth(self, what: str, **fields: Any) -> Any:
        body = {"app_id": int(self.credentials["app_id"]), "secret": self.credentials["app_secret"], **fields}
        return self.box.send("POST", f"{ADS}/oauth2/{what}", json=body).json()

    def connect(self) -> Any:
        told = self.oauth("access_token", auth_code=self.code())["data"]
        self.token = told["access_token"]
        return told

    def report(self, level: str = "account", **changes: Any) -> Any:
        body = {
            "advertiser_id": int(self.credentials["advertiser_id"]),
            "start_date": "2026-09-20",
            "end_date": "2026-09-30",
            "time_unit": "DAY",
            **changes,
        }
        path = level if "/" in level else f"offline/{level}"
        headers = {"Access-Token": self.token}
        return self.box.send("POST", f"{ADS}/jg/data/report/{path}", json=body, headers=headers).json()

    def read_note(self, *, reads: int, day: str = "2026-09-22", title: str = "新茶到店") -> Any:
        """A note that people read on a day."""
        post = self.phone.publish(title=title)
        counts = {(day, "reads"): reads, (day, "likes"): reads // 50}
        self.box.world.posts.count_up(post["id"], counts)
        return post


@pytest.fixture
def brand(box: Box) -> Advertiser:
    return Advertiser(box)


def test_a_person_consents_and_the_code_becomes_tokens_once(brand: Advertiser) -> None:
    page = brand.consent()
    assert "示例茶铺" in page.text
    code = brand.code()
    told = brand.oauth("access_token", auth_code=code)
    assert (told["code"], told["success"]) == (0, True)
    data = told["data"]
    assert (data["access_token_expires_in"], data["refresh_token_expires_in"]) == (86_399, 2_591_999)
    assert data["approval_advertisers"][0]["advertiser_id"] == int(brand.credentials["advertiser_id"])
    again = brand.oauth("access_token", auth_code=code)
    assert (again["code"], again["success"]) == (40001, False)


def test_a_person_declines(brand: Advertiser) -> None:
    location = brand.consent("POST", decision="deny").headers["location"]
    assert location == f"{REDIRECT}?state=s1"


def test_automation_can_let_the_page_consent_by_itself(box: Box, brand: Advertiser) -> None:
    change = {"credentials": {"auto_approve": True}}
    box.send("PATCH", f"/control/accounts/{brand.key}", json=change)
    assert "auth_code=" in brand.consent().headers["location"]


def test_a_code_lives_ten_minutes(box: Box, brand: Advertiser) -> None:
    code = brand.code()
    box.wait(601)
    assert brand.oauth("access_token", auth_code=code)["code"] == 40001


@pytest.mark.parametrize(
    "changes",
    [{"appId": "1"}, {"scope": "report_service"}, {"scope": '["everything"]'}, {"redirectUri": "x"}],
)
def test_a_wrong_question_is_refused(brand: Advertiser, changes: dict[str, str]) -> None:
    answer = brand.consent(**changes)
    assert (answer.status_code, answer.json()["code"], answer.json()["success"]) == (200, 40010, False)


def test_a_wrong_secret_gives_no_token(brand: Advertiser) -> None:
    assert brand.oauth("access_token", auth_code=brand.code(), secret="x")["code"] == 40010


def test_both_tokens_change_with_a_refresh_and_the_earlier_one_works_on_for_five_minutes(
    box: Box, brand: Advertiser
) -> None:
    first = brand.connect()
    second = brand.oauth("refresh_token", refresh_token=first["refresh_token"])["data"]
    assert second["access_token"] != first["access_token"]
    assert brand.oauth("refresh_token", refresh_token=first["refresh_token"])["code"] == 40001
    assert brand.report()["success"]
    box.wait(301)
    assert brand.report()["code"] == 40001
    brand.token = second["access_token"]
    assert brand.report()["success"]
    box.wait(DAY)
    assert brand.report()["code"] == 40001
    assert brand.oauth("refresh_token", refresh_token=second["refresh_token"])["success"]
    box.wait(31 * DAY)
    assert brand.oauth("refresh_token", refresh_token=second["refresh_token"])["code"] == 40001


def test_a_withdrawn_grant_is_dead(box: Box, brand: Advertiser) -> None:
    told = brand.connect()
    assert box.post(f"/control/accounts/{brand.key}/revoke")["revoked"] == 1
    assert brand.report()["code"] == 40001
    assert brand.oauth("refresh_token", refresh_token=told["refresh_token"])["code"] == 40001


def test_reports_need_their_scope(box: Box, brand: Advertiser) -> None:
    told = brand.oauth("access_token", auth_code=brand.code(scope='["account_manage"]'))["data"]
    brand.token = told["access_token"]
    assert brand.report()["code"] == 40003
    params = {"advertiser_id": brand.credentials["advertiser_id"]}
    headers = {"Access-Token": brand.token}
    balance = box.send("GET", f"{ADS}/jg/account/balance/info", params=params, headers=headers)
    assert balance.json()["success"]
    personal = Advertiser(box, profile="personal")
    assert set(personal.credentials) == {"account", "home_page"}


def test_figures_of_notes_add_up_to_those_of_the_account(box: Box, brand: Advertiser) -> None:
    brand.connect()
    for number in range(4):
        brand.read_note(reads=1000 + 300 * number, title=f"第{number}款")
    assert brand.report("note")["data"]["data_list"] == [], "offline reports end yesterday"
    box.wait(DAY)
    brand.connect()
    sums = {}
    for level in ("account", "campaign", "unit", "creativity", "note"):
        rows = brand.report(level)["data"]["data_list"]
        sums[level] = [sum(Decimal(row[name]) for row in rows) for name in ("fee", "click", "leads")]
    assert len({tuple(found) for found in sums.values()}) == 1
    fee, click, leads = sums["account"]
    assert 0 < leads < click
    assert Decimal("0.5") < fee / click < Decimal("1.2")
    rows = brand.report("note")["data"]["data_list"]
    assert len({row["note_id"] for row in rows}) == 4
    assert all(int(row["impression"]) > int(row["click"]) > 0 for row in rows)
    assert brand.report("note")["data"]["data_list"] == rows, "the same question has the same answer"


def test_an_account_has_a_row_for_every_day_since_it_was_opened(box: Box, brand: Advertiser) -> None:
    brand.read_note(reads=900)
    box.wait(3 * DAY)
    brand.connect()
    rows = brand.report()["data"]["data_list"]
    assert [row["time"] for row in rows] == ["2026-09-22", "2026-09-23", "2026-09-24"]
    assert [row["fee"] == "0.00" for row in rows] == [False, True, True]
    summary = brand.report(time_unit="SUMMARY")["data"]
    assert summary["total_count"] == 1
    assert summary["data_list"][0]["fee"] == rows[0]["fee"]


def test_todays_figures_stand_in_the_realtime_report(box: Box, brand: Advertiser) -> None:
    brand.connect()
    brand.read_note(reads=900)
    [row] = brand.report("realtime/account")["data"]["data_list"]
    assert int(row["click"]) > 0


def test_reports_come_in_pages(box: Box, brand: Advertiser) -> None:
    for number in range(3):
        brand.read_note(reads=500, title=f"第{number}款")
    box.wait(DAY)
    brand.connect()
    pages = [brand.report("note", page_num=number, page_size=2)["data"] for number in (1, 2, 3)]
    assert [len(page["data_list"]) for page in pages] == [2, 1, 0]
    assert {page["total_count"] for page in pages} == {3}


@pytest.mark.parametrize(
    "changes",
    [
        {"advertiser_id": 1},
        {"start_date": "20260920"},
        {"start_date": "2026-10-01"},
        {"page_size": 501},
        {"page_num": "x"},
        {"time_unit": "HOUR"},
    ],
)
def test_a_wrong_parameter_is_refused(brand: Advertiser, changes: dict[str, Any]) -> None:
    brand.connect()
    told = brand.report(**changes)
    assert (told["success"], told["code"]) == (False, 40010)


def test_a_body_that_is_no_json_object_is_refused(box: Box, brand: Advertiser) -> None:
    brand.connect()
    for content in (b"{", b"[]"):
        headers = {"Access-Token": brand.token}
        path = f"{ADS}/jg/data/report/offline/account"
        assert box.send("POST", path, content=content, headers=headers).json()["code"] == 40010
        assert box.send("POST", f"{ADS}/oauth2/access_token", content=content).json()["code"] == 40010


def test_a_minute_has_so_many_calls(box: Box, brand: Advertiser) -> None:
    brand.connect()
    box.post(f"/control/accounts/{brand.key}/quota", profile="tight")
    assert [brand.report()["code"] for _ in range(11)] == [0] * 10 + [42900]
    box.wait(60)
    assert brand.report()["code"] == 0


def test_faults_strike_the_calls_of_the_account(box: Box, brand: Advertiser) -> None:
    brand.connect()
    box.fault("business_error", account=brand.key, path="/api/open/jg/*", count=1, options={"code": 50000})
    told = brand.report()
    assert (told["code"], told["msg"], told["success"]) == (50000, "系统繁忙", False)
    assert brand.report()["success"]
    assert box.send("POST", f"{ADS}/jg/campaign/create").json()["code"] == 40400


def share_body(box: Box, brand: Advertiser, **changes: Any) -> dict[str, Any]:
    key, secret = brand.credentials["share_app_key"], brand.credentials["share_app_secret"]
    body = {"app_key": key, "nonce": "n1", "timestamp": str(int(box.seconds * 1000)), **changes}
    text = f"appKey={body['app_key']}&nonce={body['nonce']}&timeStamp={body['timestamp']}{secret}"
    return {"signature": hashlib.sha256(text.encode()).hexdigest(), **body}


def test_a_signed_question_gives_a_share_token_that_signs_a_page(box: Box, brand: Advertiser) -> None:
    told = box.send("POST", SHARE, json=share_body(box, brand)).json()
    assert told["success"]
    assert told["data"]["expires_in"] == int((box.seconds + DAY) * 1000)
    key = brand.credentials["share_app_key"]
    text = f"appKey={key}&nonce=n2&timeStamp=17{told['data']['access_token']}"
    config = {"appKey": key, "nonce": "n2", "timestamp": "17"}
    signature = hashlib.sha256(text.encode()).hexdigest()
    assert sharing.is_config_signed(box.world, {**config, "signature": signature})
    assert not sharing.is_config_signed(box.world, {**config, "nonce": "n3", "signature": signature})
    box.wait(DAY + 1)
    assert not sharing.is_config_signed(box.world, {**config, "signature": signature})


@pytest.mark.parametrize(
    "changes",
    [{"app_key": "other"}, {"signature": "0" * 64}, {"nonce": "n" * 33}, {"timestamp": "1700000000000"}],
)
def test_a_badly_signed_question_gives_none(box: Box, brand: Advertiser, changes: dict[str, Any]) -> None:
    told = box.send("POST", SHARE, json=share_body(box, brand, **changes)).json()
    assert (told["success"], told["code"]) == (False, 40010)


def test_an_earlier_end_of_the_share_token_may_be_wished(box: Box, brand: Advertiser) -> None:
    wished = int((box.seconds + 60) * 1000)
    told = box.send("POST", SHARE, json=share_body(box, brand, expires_in=wished)).json()
    assert told["data"]["expires_in"] == wished


def test_fixed_credentials_may_be_given(box: Box) -> None:
    given = {"app_id": "77", "push_token": "abc", "uid": "0" * 24}
    brand = Advertiser(box, credentials=given)
    assert json.loads(json.dumps(brand.credentials))["app_id"] == "77"
    assert brand.credentials["home_page"].endswith("/user/profile/" + "0" * 24)
    assert "示例茶铺" in box.send("GET", brand.credentials["home_page"].removeprefix("https:/")).text
    strange = {"credentials": {"uid": "1"}}
    assert box.send("PATCH", f"/control/accounts/{brand.key}", json=strange).status_code == 400
