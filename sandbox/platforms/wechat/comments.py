"""Comments under articles: reading, selecting, answering. One answer for each comment."""

import sqlite3
from typing import Any

from sandbox import commenting
from sandbox.calls import Call
from sandbox.platforms.wechat.accounts import openid
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, number_of, text_of
from sandbox.posts import LIVE, TAKEN_DOWN, WITHDRAWN

MOST_PER_PAGE = 49  # the platform rejects 50 and more
MOST_ELECTED = 100
LONGEST_REPLY = 600
ALL, NORMAL, ELECTED = 0, 1, 2


def open_comments(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/open"""
    return switch(call, opened=True)


def close_comments(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/close"""
    return switch(call, opened=False)


def switch(call: Call, *, opened: bool) -> dict[str, Any]:
    post = post_of(call, body_of(call))
    call.world.store.run("UPDATE post SET comments_open = ? WHERE id = ?", int(opened), post["id"])
    return {"errcode": 0, "errmsg": "ok"}


def list_comments(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/list"""
    body = body_of(call)
    post = post_of(call, body)
    begin, count = number_of(body, "begin"), number_of(body, "count")
    kind = number_of(body, "type", default=ALL)
    if not 1 <= count <= MOST_PER_PAGE or begin < 0 or kind not in (ALL, NORMAL, ELECTED):
        raise refusal(88010)
    conditions = "FROM comment WHERE post_id = ? AND parent_id IS NULL AND deleted_at IS NULL"
    conditions += {ALL: "", NORMAL: " AND elected = 0", ELECTED: " AND elected = 1"}[kind]
    rows = call.world.store.all(
        f"SELECT * {conditions} ORDER BY at DESC, id DESC LIMIT ? OFFSET ?", post["id"], count, begin
    )
    total = call.world.store.value(f"SELECT count(*) {conditions}", post["id"])
    return {"errcode": 0, "errmsg": "ok", "total": total, "comment": [shown(call, row) for row in rows]}


def shown(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    told: dict[str, Any] = {"user_comment_id": int(row["external_id"])}
    if row["person_key"] is not None:
        told["openid"] = openid(call.the_account, row["person_key"])
    told |= {"create_time": int(row["at"]), "content": row["text"], "comment_type": row["elected"]}
    reply = reply_to(call, row)
    if reply is not None:
        entry = {"content": reply["text"], "create_time": int(reply["at"])}
        as_array = call.world.setting(call.the_account, "comment_reply_shape") == "array"
        told["reply"] = [entry] if as_array else entry
    return told


def elect(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/markelect"""
    comment = comment_of(call, body_of(call))
    elected = call.world.store.value(
        "SELECT count(*) FROM comment WHERE post_id = ? AND elected = 1", comment["post_id"]
    )
    if not comment["elected"] and elected >= MOST_ELECTED:
        raise refusal(88003)
    return mark(call, comment, elected=1)


def unelect(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/unmarkelect"""
    return mark(call, comment_of(call, body_of(call)), elected=0)


def mark(call: Call, comment: sqlite3.Row, *, elected: int) -> dict[str, Any]:
    call.world.store.run("UPDATE comment SET elected = ? WHERE id = ?", elected, comment["id"])
    return {"errcode": 0, "errmsg": "ok"}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/delete"""
    commenting.delete(call.world, comment_of(call, body_of(call))["id"], at=call.at)
    return {"errcode": 0, "errmsg": "ok"}


def add_reply(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/reply/add"""
    body = body_of(call)
    comment = comment_of(call, body)
    content = text_of(body, "content").strip()
    if not content or len(content) > LONGEST_REPLY:
        raise refusal(88007)
    if reply_to(call, comment) is not None:
        raise refusal(88005)
    post = call.world.posts.get(comment["post_id"])
    if post is None:
        raise refusal(88001)
    commenting.add_own(
        call.world,
        post,
        author=call.the_account.name,
        text=content,
        at=call.at,
        parent_id=comment["id"],
        request_id=call.id,
    )
    return {"errcode": 0, "errmsg": "ok"}


def delete_reply(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/comment/reply/delete"""
    reply = reply_to(call, comment_of(call, body_of(call)))
    if reply is None:
        raise refusal(88009)
    commenting.delete(call.world, reply["id"], at=call.at)
    return {"errcode": 0, "errmsg": "ok"}


def reply_to(call: Call, comment: sqlite3.Row) -> sqlite3.Row | None:
    return call.world.store.one(
        "SELECT * FROM comment WHERE parent_id = ? AND person_key IS NULL AND deleted_at IS NULL",
        comment["id"],
    )


def post_of(call: Call, body: dict[str, Any]) -> sqlite3.Row:
    """The article by msg_data_id and index (from 0). 88000 without the privilege, 88001 unknown, 88002 taken down."""
    if not call.world.setting(call.the_account, "comment_privilege"):
        raise refusal(88000)
    external_id = f"{number_of(body, 'msg_data_id')}_{number_of(body, 'index', default=0) + 1}"
    post = call.world.posts.find("wechat", external_id)
    if (
        post is None
        or post["account"] != call.the_account.key
        or post["state"] not in (LIVE, TAKEN_DOWN, WITHDRAWN)
    ):
        raise refusal(88001)
    if post["state"] == TAKEN_DOWN:
        raise refusal(88002)
    return post


def comment_of(call: Call, body: dict[str, Any]) -> sqlite3.Row:
    post = post_of(call, body)
    row = call.world.store.one(
        "SELECT * FROM comment WHERE post_id = ? AND external_id = ? AND parent_id IS NULL",
        post["id"],
        str(number_of(body, "user_comment_id")),
    )
    if row is None:
        raise refusal(88008)
    if row["deleted_at"] is not None:
        raise refusal(88004)
    return row
