"""Comments under one's own items: read, answered, pinned."""

import base64
import sqlite3
from typing import Any

from sandbox import commenting
from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import draw_octets
from sandbox.platforms.douyin import rates
from sandbox.platforms.douyin.accounts import person_open_id
from sandbox.platforms.douyin.bodies import json_of, number
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.platforms.douyin.pushes import tell
from sandbox.posts import LIVE
from sandbox.world import World

LARGEST_PAGE, LARGEST_PAGE_OF_REPLIES = 50, 20
ORDERS = {"": "DESC", "time": "DESC", "time_asc": "ASC"}


def comment_list(call: Call) -> dict[str, Any]:
    """GET /item/comment/list/: comments on the item itself."""
    post = own_item(call, call.fields().get("item_id", ""))
    return listed(call, "parent_id IS NULL AND post_id = ?", (post["id"],), most=LARGEST_PAGE)


def reply_list(call: Call) -> dict[str, Any]:
    """GET /item/comment/reply/list/: what stands under one comment, answers to answers included."""
    post = own_item(call, call.fields().get("item_id", ""))
    top = comment_of(call, post, call.fields().get("comment_id", ""))
    return listed(
        call,
        "parent_id IN (WITH RECURSIVE below(id) AS (SELECT ? UNION SELECT comment.id FROM comment "
        "JOIN below ON comment.parent_id = below.id) SELECT id FROM below)",
        (top["id"],),
        most=LARGEST_PAGE_OF_REPLIES,
    )


def listed(call: Call, conditions: str, values: tuple[Any, ...], *, most: int) -> dict[str, Any]:
    cursor = number(call, "cursor", default=0)
    count = number(call, "count", default=10, low=1, high=most)
    order = ORDERS.get(call.fields().get("sort_type", ""))
    if order is None:
        raise refusal(28001007, "sort_type is not valid")
    rows = call.world.store.all(
        f"SELECT * FROM comment WHERE {conditions} AND deleted_at IS NULL ORDER BY at {order}, id {order} "
        "LIMIT ? OFFSET ?",
        *values,
        count + 1,
        cursor,
    )
    return success(
        call,
        {
            "list": [shown(call.world, call.the_account, row) for row in rows[:count]],
            "cursor": cursor + min(count, len(rows)),
            "has_more": len(rows) > count,
        },
    )


def shown(world: World, account: Account, row: sqlite3.Row) -> dict[str, Any]:
    replies = world.store.value(
        "SELECT count(*) FROM comment WHERE parent_id = ? AND deleted_at IS NULL", row["id"]
    )
    own = row["person_key"] is None
    return {
        "comment_id": row["external_id"],
        "comment_user_id": account.external_id if own else person_open_id(account, row["person_key"]),
        "content": row["text"],
        "create_time": int(row["at"]),
        "digg_count": 0,
        "reply_comment_total": replies,
        "top": bool(row["elected"]),
        "nick_name": account.name if own else row["author"],
        "avatar": "",
    }


def own_item(call: Call, item_id: str) -> sqlite3.Row:
    row = call.world.posts.find("douyin", item_id)
    if row is None or row["account"] != call.the_account.key or row["state"] != LIVE:
        raise refusal(2111007)
    return row


def comment_of(call: Call, post: sqlite3.Row, comment_id: str) -> sqlite3.Row:
    row = call.world.store.one(
        "SELECT * FROM comment WHERE external_id = ? AND account = ? AND deleted_at IS NULL",
        comment_id,
        call.the_account.key,
    )
    if row is None:
        raise refusal(2111003)
    if row["post_id"] != post["id"]:
        raise refusal(2111004)
    return row


def reply(call: Call) -> dict[str, Any]:
    """POST /item/comment/reply/: an answer, or without comment_id a comment on the item."""
    given = json_of(call)
    post = own_item(call, str(given.get("item_id", "")))
    comment_id = str(given.get("comment_id") or "")
    parent = comment_of(call, post, comment_id) if comment_id else None
    text = str(given.get("content") or "").strip()
    if not text or len(text) > call.world.setting(call.the_account, "comment_limit"):
        raise refusal(28001007, "content is empty or too long")
    if any(word in text for word in call.world.setting(call.the_account, "sensitive_words")):
        raise refusal(2111001)
    rates.count_comment(call)
    external_id = f"@{base64.b64encode(call.ids.octets(24)).decode()}"
    commenting.add_own(
        call.world,
        post,
        author=call.the_account.name,
        text=text,
        at=call.at,
        request_id=call.id,
        parent_id=None if parent is None else parent["id"],
        external_id=external_id,
    )
    call.world.posts.count_one(post["id"], "comments", at=call.at)
    return success(call, {"comment_id": external_id})


def top(call: Call) -> dict[str, Any]:
    """POST /item/comment/top/: one pinned comment an item."""
    given = json_of(call)
    post = own_item(call, str(given.get("item_id", "")))
    row = comment_of(call, post, str(given.get("comment_id", "")))
    call.world.store.run("UPDATE comment SET elected = 0 WHERE post_id = ?", post["id"])
    call.world.store.run(
        "UPDATE comment SET elected = ? WHERE id = ?", int(bool(given.get("top"))), row["id"]
    )
    return success(call)


def comment_id(world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
    return f"@{base64.b64encode(draw_octets(f'{world.seed}|douyin comment|{number}', 24)).decode()}"


def commented(world: World, post: sqlite3.Row, row: sqlite3.Row) -> None:
    """The company hears of a comment by a fan, where this event is open to it."""
    account = world.accounts.get(post["account"])
    if not world.setting(account, "comment_push") or row["person_key"] is None:
        return
    parent = world.store.one("SELECT external_id FROM comment WHERE id = ?", row["parent_id"] or 0)
    author = person_open_id(account, row["person_key"])
    content = {
        "comment_id": row["external_id"],
        "comment_user_id": author,
        "content": row["text"],
        "create_time": int(row["at"]),
        "digg_count": 0,
        "reply_comment_total": 0,
        "reply_to_comment_id": parent["external_id"] if parent is not None else "",
        "reply_to_item_id": post["external_id"],
        "at_user_id": "",
        "avatar": "",
        "nick_name": row["author"],
    }
    tell(world, account, "item_comment_reply", content, from_user=author, to_user=account.external_id)
