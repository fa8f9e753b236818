"""Robots of group chats: what their services take, and with which words they refuse."""

import base64
import hashlib
import hmac
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest

from sandbox.tests.box import Box

KINDS = ("work_chat", "feishu", "dingtalk")
MINUTE = 60


def robot(box: Box, kind: str, **more: Any) -> Any:
    return box.post("/control/robots", **{"kind": kind, "name": "发布群", **more})


def signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def send(box: Box, row: Any, words: str = "到点了", *, at: float | None = None, **changes: Any) -> Any:
    """A message as its service wants it; `at` is the time that is signed."""
    parts, moment = urlsplit(row["address"]), box.seconds if at is None else at
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if pair)
    body: dict[str, Any] = {"msgtype": "text", "text": {"content": words}}
    if row["kind"] == "feishu":
        body = {"msg_type": "text", "content": {"text": words}}
        if row["secret"]:
            seconds = str(int(moment))
            body |= {"timestamp": seconds, "sign": signature(f"{seconds}\n{row['secret']}", "")}
    elif row["secret"]:
        milliseconds = str(int(moment * 1000))
        query |= {
            "timestamp": milliseconds,
            "sign": signature(row["secret"], f"{milliseconds}\n{row['secret']}"),
        }
    answer: httpx.Response = box.send(
        "POST", f"/{parts.netloc}{parts.path}", params=query, json={**body, **changes}
    )
    assert answer.status_code == 200, "these services refuse with HTTP 200"
    return answer.json()


def code(said: Any) -> int:
    return int(said.get("errcode", said.get("code")))


def arrived(box: Box, row: Any) -> list[str]:
    return [one["text"] for one in box.get(f"/control/robots/{row['id']}/messages")]


@pytest.mark.parametrize("kind", KINDS)
def test_a_message_arrives_and_is_seen_on_the_page(box: Box, kind: str) -> None:
    row = robot(box, kind)
    assert code(send(box, row, "到点了 <b>")) == 0
    assert arrived(box, row) == ["到点了 <b>"]
    page = box.send("GET", "/robots").text
    assert "到点了 &lt;b&gt;" in page
    assert row["address"].replace("&", "&amp;") in page


@pytest.mark.parametrize(("kind", "refusal"), [("work_chat", 93000), ("feishu", 19001), ("dingtalk", 300001)])
def test_an_unknown_key_is_refused(box: Box, kind: str, refusal: int) -> None:
    row = robot(box, kind)
    changed = {**row, "address": row["address"][:-4] + "0000"}
    assert code(send(box, changed)) == refusal
    assert arrived(box, row) == []


@pytest.mark.parametrize(("kind", "refusal"), [("feishu", 19021), ("dingtalk", 310000)])
def test_a_wrong_secret_and_an_old_time_are_refused(box: Box, kind: str, refusal: int) -> None:
    row = robot(box, kind)
    assert code(send(box, {**row, "secret": "SECwrong"})) == refusal
    assert code(send(box, {**row, "secret": ""})) == refusal
    assert code(send(box, row, at=box.seconds - 3700)) == refusal
    assert code(send(box, row, at=box.seconds - 3500)) == 0
    plain = robot(box, kind, signed=False)
    assert (plain["secret"], code(send(box, plain))) == ("", 0)


@pytest.mark.parametrize(
    ("kind", "most", "refusal"), [("work_chat", 20, 45009), ("dingtalk", 20, 130101), ("feishu", 100, 11232)]
)
def test_a_robot_takes_so_many_messages_a_minute(box: Box, kind: str, most: int, refusal: int) -> None:
    row = robot(box, kind)
    assert {code(send(box, row)) for _ in range(most)} == {0}
    assert code(send(box, row)) == refusal
    box.wait(MINUTE + 1)
    assert code(send(box, row)) == 0


@pytest.mark.parametrize(
    ("kind", "changes", "refusal"),
    [
        ("work_chat", {"msgtype": "poem"}, 40008),
        ("work_chat", {"text": {"content": ""}}, 44004),
        ("work_chat", {"text": {"content": "长" * 683}}, 45002),
        ("feishu", {"msg_type": "poem"}, 9499),
        ("feishu", {"content": {}}, 9499),
        ("dingtalk", {"msgtype": "poem"}, 400105),
        ("dingtalk", {"text": {"content": "长" * 6667}}, 460101),
    ],
)
def test_what_is_no_good_message_is_refused(box: Box, kind: str, changes: Any, refusal: int) -> None:
    row = robot(box, kind)
    assert code(send(box, row, **changes)) == refusal
    assert arrived(box, row) == []


def test_a_keyword_has_to_be_in_the_text(box: Box) -> None:
    row = robot(box, "dingtalk", keyword="发布")
    assert code(send(box, row, "到点了")) == 310000
    assert code(send(box, row, "到点发布")) == 0


def test_robots_are_made_and_taken_away_on_the_page(box: Box) -> None:
    assert "还没有机器人" in box.send("GET", "/robots").text
    made = box.send("POST", "/robots", data={"kind": "feishu", "name": "运营群", "signed": "on"})
    assert made.status_code == 303
    [row] = box.get("/control/robots")
    assert (row["name"], bool(row["secret"])) == ("运营群", True)
    assert box.send("POST", "/robots", data={"kind": "poem", "name": "x"}).status_code == 422
    assert box.send("POST", f"/robots/{row['id']}/remove").status_code == 303
    assert box.get("/control/robots") == []
    assert box.send("POST", f"/robots/{row['id']}/remove").status_code == 422
