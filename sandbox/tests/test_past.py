"""What is known of an account's past, and what was answered in it."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest

from sandbox import audience
from sandbox.tests.box import START, Box, WechatCaller

HOUR = 3600.0
Past = tuple[Box, WechatCaller, dict[str, Any]]


def iso(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()


@pytest.fixture
def past(open_box: Callable[..., Box]) -> Past:
    """A busy account with one post of yesterday that was commented on."""
    box = open_box("busy", people=audience)
    wechat = WechatCaller(box, key="brand", followers=20_000)
    comments = [{"person": "小满", "text": "几点关门？", "at": iso(START - 20 * HOUR)}]
    posts = [
        {
            "title": "春茶",
            "text": "今年的第一锅茶",
            "published_at": iso(START - 24 * HOUR),
            "comments": comments,
        }
    ]
    told = box.post("/control/accounts/brand/history", since=iso(START - 72 * HOUR), posts=posts)
    return box, wechat, told["posts"][0]


def test_who_wrote_in_the_last_two_days_of_the_past_can_be_answered(past: Past) -> None:
    box, wechat, _post = past
    fans = {fan["person"]: fan["fan_id"] for fan in box.get("/control/accounts/brand/fans")}
    written = box.get("/control/messages", account="brand", direction="in")
    codes: dict[str, tuple[bool, int]] = {}
    for message in written:
        body = {"touser": fans[message["person"]], "msgtype": "text", "text": {"content": "在的"}}
        recent = datetime.fromisoformat(message["at"]).timestamp() > START - 48 * HOUR
        codes[message["person"]] = (
            recent or codes.get(message["person"], (False,))[0],
            wechat.call("/cgi-bin/message/custom/send", body)["errcode"],
        )
    assert written
    assert all((code == 0) == recent for recent, code in codes.values())
    assert not box.company.requests


def test_answers_of_the_past_stand_under_comments_and_in_messages(past: Past) -> None:
    box, _wechat, post = past
    [asked] = [
        one for one in box.get(f"/control/posts/{post['id']}")["discussion"] if one["author"] == "小满"
    ]
    person = box.get("/control/messages", account="brand", direction="in")[0]["person"]
    answers = [
        {"comment": asked["id"], "text": "晚上十点。", "at": iso(START - 19 * HOUR)},
        {"person": person, "text": "收到。", "at": iso(START - HOUR)},
    ]
    told = box.post("/control/accounts/brand/history/answers", answers=answers)["answers"]
    discussion = {one["id"]: one for one in box.get(f"/control/posts/{post['id']}")["discussion"]}
    assert (discussion[told[0]["id"]]["text"], discussion[told[0]["id"]]["parent_id"]) == (
        "晚上十点。",
        asked["id"],
    )
    [sent] = box.get("/control/messages", account="brand", direction="out")
    assert (sent["text"], sent["person"]) == ("收到。", person)


def test_an_answer_to_another_accounts_comment_is_refused(past: Past) -> None:
    box, _wechat, post = past
    box.post("/control/accounts", platform="wechat", key="other")
    asked = box.get(f"/control/posts/{post['id']}")["discussion"][0]
    answers = [{"comment": asked["id"], "text": "在的", "at": iso(START)}]
    refused = box.send("POST", "/control/accounts/other/history/answers", json={"answers": answers})
    assert refused.status_code == 404


def test_the_days_of_an_account_add_up_to_its_followers(past: Past) -> None:
    box, _wechat, _post = past
    days = box.get("/control/accounts/brand/days")
    assert days[-1]["followers"] == box.get("/control/accounts/brand")["followers"]
    assert 20_000 + sum(day["joined"] - day["departed"] for day in days) == days[-1]["followers"]
