"""Pushes of leads: what they hold, how they are signed, and where they come from."""

import hashlib
import json
from typing import Any

import httpx
import pytest

from sandbox.tests.box import Box

CALLBACK = "https://brand.example.com/hooks/x"


@pytest.fixture
def brand(box: Box) -> dict[str, Any]:
    given = {"platform": "xiaohongshu", "key": "brand", "name": "示例茶铺"}
    account: dict[str, Any] = box.post("/control/accounts", **given)
    assert box.post("/control/accounts/brand/callback", url=CALLBACK)["verified"]
    return account


def tell(box: Box, **detail: Any) -> None:
    box.post("/control/accounts/brand/messages", kind="lead", text="想订两盒", person="小鱼", detail=detail)
    box.post("/control/callbacks/flush")


def pushed(box: Box) -> list[dict[str, Any]]:
    return [json.loads(request.content)["data"] for request in box.company.requests]


def test_a_lead_is_pushed_with_what_the_person_left(box: Box, brand: dict[str, Any]) -> None:
    tell(box, phone_num="10001234567", info_status="已留资")
    [lead] = pushed(box)
    assert (lead["type"], lead["nick_name"], lead["phone_num"]) == (0, "小鱼", "10001234567")
    assert (lead["remark"], lead["campaign_id"], lead["info_status"]) == ("想订两盒", -1, "已留资")
    assert lead["ad_account"] == brand["credentials"]["advertiser_id"]


def test_a_later_push_changes_the_lead(box: Box, brand: dict[str, Any]) -> None:
    tell(box, phone_num="10001234567")
    number = pushed(box)[0]["id"]
    tell(box, id=number, leads_tag="高潜成交")
    tell(box, id=number, type=2, campaign_name="种草加热")
    _, changed, attributed = pushed(box)
    assert (changed["id"], changed["type"], changed["phone_num"]) == (number, 1, "10001234567")
    assert (attributed["type"], attributed["leads_tag"], attributed["campaign_name"]) == (
        2,
        "高潜成交",
        "种草加热",
    )


def test_a_strange_type_is_refused(box: Box, brand: dict[str, Any]) -> None:
    given = {"kind": "lead", "text": "x", "detail": {"type": 7}}
    assert box.send("POST", "/control/accounts/brand/messages", json=given).status_code == 400


def test_pushes_are_signed_by_the_chosen_rule(box: Box, brand: dict[str, Any]) -> None:
    secret = brand["credentials"]["push_token"]
    queries = {}
    for rule in ("token", "md5", "sha1", "none"):
        box.send("PATCH", "/control/accounts/brand", json={"settings": {"push_signature": rule}})
        tell(box, phone_num="10001234567")
        queries[rule] = dict(box.company.requests[-1].url.params)
    assert queries["token"]["token"] == secret
    assert queries["none"] == {}
    query = queries["md5"]
    text = f"nonce={query['nonce']}&timestamp={query['timestamp']}{secret}"
    assert query["signature"] == hashlib.md5(text.encode()).hexdigest()
    query = queries["sha1"]
    text = "".join(sorted((secret, query["nonce"], query["timestamp"])))
    assert query["signature"] == hashlib.sha1(text.encode()).hexdigest()


def test_a_part_of_those_who_write_leaves_a_number(box: Box, brand: dict[str, Any]) -> None:
    box.post("/control/accounts/brand/messages", text="怎么买", person="客", count=100)
    box.post("/control/callbacks/flush")
    leads = pushed(box)
    assert 8 < len(leads) < 35
    assert all(lead["phone_num"].startswith("1000") for lead in leads)
    assert len({lead["id"] for lead in leads}) == len(leads)


def test_an_account_without_ads_hears_nothing(box: Box, brand: dict[str, Any]) -> None:
    box.send("PATCH", "/control/accounts/brand", json={"settings": {"ads": False}})
    tell(box, phone_num="10001234567")
    assert pushed(box) == []


def test_a_failed_push_is_repeated_and_faults_strike_it(box: Box, brand: dict[str, Any]) -> None:
    box.company.answers = [httpx.Response(500)]
    tell(box, phone_num="10001234567")
    assert [lead["id"] for lead in pushed(box)] == [pushed(box)[0]["id"]] * 2
    box.fault("duplicate_callback", path="lead", count=1)
    tell(box, phone_num="10007654321")
    assert [lead["phone_num"] for lead in pushed(box)[2:]] == ["10007654321"] * 2


def test_the_page_of_leads_tells_pushes_and_chooses_the_rule(box: Box, brand: dict[str, Any]) -> None:
    assert "还没有线索" in box.send("GET", "/accounts/brand/leads").text
    given = {"person": "小鱼", "phone_num": "10001234567", "leads_tag": "留客资", "type": "0"}
    assert box.send("POST", "/accounts/brand/leads", data=given).status_code == 303
    assert "10001234567" in box.send("GET", "/accounts/brand/leads").text
    path = "/accounts/brand/leads/signature"
    assert box.send("POST", path, data={"push_signature": "sha1"}).status_code == 303
    assert box.get("/control/accounts/brand")["settings"]["push_signature"] == "sha1"
    assert box.send("POST", path, data={"push_signature": "rot13"}).status_code == 404
    assert box.send("GET", "/accounts/nobody/leads").status_code == 404
    assert 'href="/accounts/brand/leads"' in box.send("GET", "/accounts/brand").text
