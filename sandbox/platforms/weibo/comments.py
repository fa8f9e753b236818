"""Comments: reading those of a post and those one received, writing, answering, deleting."""

import sqlite3
from typing import Any

from sandbox import commenting
from sandbox.calls import Answer, Call, json_answer
from sandbox.platforms.weibo import objects, rates
from sandbox.platforms.weibo.errors import refusal
from sandbox.platforms.weibo.mids import number_at
from sandbox.platforms.weibo.paging import envelope, read_page
from sandbox.platforms.weibo.statuses import check_address, length
from sandbox.platforms.weibo.timelines import saw, visible_post
from sandbox.posts import LIVE

DEFAULT_COUNT = 50
MOST_SHOWN_AT_ONCE = 50
MOST_DESTROYED_AT_ONCE = 20
REPEAT_SECONDS = 600
ID = "comment.external_id"
NOT_DELETED = "comment.deleted_at IS NULL"
BY_OTHERS = "comment.account = ? AND comment.person_key IS NOT NULL"
OF_MY_LIVE_POSTS = (
    "comment.account = ? AND comment.post_id IN (SELECT id FROM post WHERE state = 'live' AND account = ?)"
)


def show(call: Call) -> dict[str, Any]:
    """GET /2/comments/show.json: comments of one post."""
    post = visible_post(call, call.fields().get("id", ""))
    return listed(call, f"comment.post_id = ? AND {NOT_DELETED}", (post["id"],))


def to_me(call: Call) -> dict[str, Any]:
    """GET /2/comments/to_me.json: what the user received."""
    saw(call, "cmt")
    key = call.the_account.key
    return listed(
        call, f"{OF_MY_LIVE_POSTS} AND comment.person_key IS NOT NULL AND {NOT_DELETED}", (key, key)
    )


def by_me(call: Call) -> dict[str, Any]:
    """GET /2/comments/by_me.json: what the user wrote."""
    return listed(
        call, f"comment.account = ? AND comment.person_key IS NULL AND {NOT_DELETED}", (call.the_account.key,)
    )


def timeline(call: Call) -> dict[str, Any]:
    """GET /2/comments/timeline.json: both."""
    key = call.the_account.key
    return listed(call, f"{OF_MY_LIVE_POSTS} AND {NOT_DELETED}", (key, key))


def mentions(call: Call) -> dict[str, Any]:
    """GET /2/comments/mentions.json: comments that name the user."""
    saw(call, "mention_cmt")
    account = call.the_account
    conditions = f"{BY_OTHERS} AND instr(comment.text, ?) > 0 AND {NOT_DELETED}"
    return listed(call, conditions, (account.key, f"@{account.name}"))


def listed(call: Call, conditions: str, values: tuple[Any, ...]) -> dict[str, Any]:
    rows, total, next_cursor = read_page(call, "comment", ID, conditions, values, default_count=DEFAULT_COUNT)
    items = [objects.comment(call.world, row) for row in rows]
    return envelope("comments", items, total=total, next_cursor=next_cursor)


def show_batch(call: Call) -> Answer:
    """GET /2/comments/show_batch.json"""
    cids = [one.strip() for one in call.fields().get("cids", "").split(",") if one.strip()]
    if not cids:
        raise refusal(20204)
    if len(cids) > MOST_SHOWN_AT_ONCE:
        raise refusal(20009)
    rows = [find(call, cid) for cid in cids]
    return json_answer([objects.comment(call.world, row) for row in rows if row is not None])


def create(call: Call) -> dict[str, Any]:
    """POST /2/comments/create.json"""
    check_address(call)
    text = checked_text(call)
    post = visible_post(call, call.fields().get("id", ""))
    return write(call, post, text, parent=None)


def reply(call: Call) -> dict[str, Any]:
    """POST /2/comments/reply.json: answers a comment one wrote or received."""
    check_address(call)
    text = checked_text(call)
    parent = comment_of(call)
    if parent["account"] != call.the_account.key:
        raise refusal(20203)
    post = visible_post(call, call.fields().get("id", ""))
    if post["id"] != parent["post_id"]:
        raise refusal(20201)
    if call.fields().get("without_mention") != "1":
        text = f"回复@{parent['author']}:{text}"
    return write(call, post, text, parent=parent)


def write(call: Call, post: sqlite3.Row, text: str, *, parent: sqlite3.Row | None) -> dict[str, Any]:
    refuse_repeat(call, post, text)
    rates.count_comment(call)
    number = commenting.add_own(
        call.world,
        post,
        author=call.the_account.name,
        text=text,
        at=call.at,
        parent_id=None if parent is None else parent["id"],
        external_id=free_id(call),
        request_id=call.id,
    )
    call.world.posts.count_one(post["id"], "comments", at=call.at)
    row = call.world.store.one("SELECT * FROM comment WHERE id = ?", number)
    return objects.comment(call.world, row) if row is not None else {}


def free_id(call: Call) -> str:
    while True:
        number = str(number_at(call.ids_at, call.ids.number(0, 1 << 22)))
        if find(call, number) is None:
            return number


def refuse_repeat(call: Call, post: sqlite3.Row, text: str) -> None:
    """20019 for the same words by the same user under the same post within ten minutes."""
    same = call.world.store.value(
        "SELECT 1 FROM comment WHERE post_id = ? AND account = ? AND person_key IS NULL AND text = ? AND at > ? "
        "AND deleted_at IS NULL",
        post["id"],
        call.the_account.key,
        text,
        call.at - REPEAT_SECONDS,
    )
    if same is not None:
        raise refusal(20019)


def checked_text(call: Call) -> str:
    text = call.fields().get("comment", "")
    if not text.strip():
        raise refusal(20008)
    if length(text) > call.world.setting(call.the_account, "comment_limit"):
        raise refusal(20012)
    return text


def destroy(call: Call) -> dict[str, Any]:
    """POST /2/comments/destroy.json: one's own comment, or any under one's own post."""
    row = comment_of(call)
    return removed(call, row)


def destroy_batch(call: Call) -> Answer:
    """POST /2/comments/destroy_batch.json"""
    cids = [one.strip() for one in call.fields().get("cids", "").split(",") if one.strip()]
    if not cids:
        raise refusal(20204)
    if len(cids) > MOST_DESTROYED_AT_ONCE:
        raise refusal(20009)
    rows = [find(call, cid) for cid in cids]
    return json_answer([removed(call, row) for row in rows if row is not None])


def removed(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    if row["account"] != call.the_account.key:
        raise refusal(20203)
    told = objects.comment(call.world, row)
    commenting.delete(call.world, row["id"], at=call.at)
    call.world.store.run("UPDATE post SET comments = max(0, comments - 1) WHERE id = ?", row["post_id"])
    return told


def comment_of(call: Call) -> sqlite3.Row:
    """The comment of parameter `cid`; 20204 without, 20201 when there is none."""
    cid = call.fields().get("cid", "")
    if not cid:
        raise refusal(20204)
    row = find(call, cid)
    if row is None:
        raise refusal(20201)
    post = call.world.posts.get(row["post_id"])
    if post is None or post["state"] != LIVE:
        raise refusal(20101)
    return row


def find(call: Call, cid: str) -> sqlite3.Row | None:
    return call.world.store.one(
        "SELECT comment.* FROM comment JOIN post ON post.id = comment.post_id "
        "WHERE comment.external_id = ? AND post.platform = 'weibo' AND comment.deleted_at IS NULL",
        cid,
    )
