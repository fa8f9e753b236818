"""Mass messages that were sent: their state, their deletion, and how fast they go out."""

import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.mass import FIRST_MSG_ID
from sandbox.platforms.wechat.mass_content import content_of
from sandbox.platforms.wechat.publications import posts_of
from sandbox.platforms.wechat.requests import body_of, number_of, text_of
from sandbox.posts import LIVE, WITHDRAWN

SPEEDS = (80, 60, 45, 30, 10)  # ten thousand a minute
DELETED = "DELETE"


def preview(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/preview: checked, shown to one person, otherwise without effect."""
    body = body_of(call)
    if not body.get("touser") and not body.get("towxname"):
        raise refusal(40003)
    content_of(call, body)
    return {"errcode": 0, "errmsg": "preview success", "msg_id": FIRST_MSG_ID + call.id}


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/get"""
    row = message_of(call, number_of(body_of(call), "msg_id", default=0))
    return {"msg_id": row["msg_id"], "msg_status": row["status"]}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/delete: removes the article pages, by message or by address."""
    body = body_of(call)
    if body.get("msg_id"):
        row = message_of(call, number_of(body, "msg_id"))
        posts = posts_of(call.world, row)
    else:
        post = call.world.store.one(
            "SELECT * FROM post WHERE url = ? AND account = ?", text_of(body, "url"), call.the_account.key
        )
        if post is None:
            raise refusal(40059)
        posts = [post]
    index = number_of(body, "article_idx", default=0)
    if not 0 <= index <= len(posts):
        raise refusal(40060)
    for post in posts if index == 0 else [posts[index - 1]]:
        if post["state"] == LIVE:
            call.world.posts.end(post["id"], state=WITHDRAWN, at=call.at)
    if index == 0 and body.get("msg_id"):
        call.world.store.run("UPDATE wechat_mass SET status = ? WHERE msg_id = ?", DELETED, row["msg_id"])
    return {"errcode": 0, "errmsg": "ok"}


def message_of(call: Call, msg_id: int) -> sqlite3.Row:
    row = call.world.store.one(
        "SELECT * FROM wechat_mass WHERE msg_id = ? AND account = ?", msg_id, call.the_account.key
    )
    if row is None:
        raise refusal(40059)
    return row


def get_speed(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/speed/get"""
    speed = call.world.store.recall(f"wechat mass speed {call.the_account.key}", 0)
    return {"errcode": 0, "errmsg": "ok", "speed": speed, "realspeed": SPEEDS[speed]}


def set_speed(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/speed/set"""
    body = body_of(call)
    if "speed" not in body:
        raise refusal(45084)
    speed = number_of(body, "speed")
    if not 0 <= speed < len(SPEEDS):
        raise refusal(45083)
    call.world.store.remember(f"wechat mass speed {call.the_account.key}", speed)
    return {"errcode": 0, "errmsg": "ok"}
