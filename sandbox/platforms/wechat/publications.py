"""What was published: its state, its list, its articles, and taking it back."""

import json
import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, number_of, page_of, text_of
from sandbox.posts import LIVE, TAKEN_DOWN, WITHDRAWN
from sandbox.world import World

SUCCESS, IN_REVIEW, ORIGINAL_FAILED, FAILED, NOT_APPROVED, DELETED_BY_USER, BLOCKED = 0, 1, 2, 3, 4, 5, 6


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/get"""
    publication = call.world.store.one(
        "SELECT * FROM wechat_publication WHERE publish_id = ? AND account = ?",
        number_of(body_of(call), "publish_id"),
        call.the_account.key,
    )
    if publication is None:
        raise refusal(40007, "invalid publish_id")
    return {"fail_idx": [], **state_of(call.world, publication)}


def state_of(world: World, publication: sqlite3.Row) -> dict[str, Any]:
    """What the platform tells about a publication, by polling and in the event."""
    posts = posts_of(world, publication)
    status = publication["status"]
    if status == SUCCESS and posts:
        states = {post["state"] for post in posts}
        status = {frozenset({WITHDRAWN}): DELETED_BY_USER, frozenset({TAKEN_DOWN}): BLOCKED}.get(
            frozenset(states), SUCCESS
        )
    told: dict[str, Any] = {"publish_id": publication["publish_id"], "publish_status": status}
    if publication["status"] == SUCCESS:
        told["article_id"] = publication["article_id"]
        items = [{"idx": index, "article_url": post["url"]} for index, post in enumerate(posts, start=1)]
        told["article_detail"] = {"count": len(items), "item": items}
    elif status in (ORIGINAL_FAILED, NOT_APPROVED):
        told["fail_idx"] = list(range(1, len(posts) + 1))
    return told


def batch_get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/batchget: what was published, the latest first."""
    body = body_of(call)
    offset, size = page_of(body)
    conditions = "FROM wechat_publication WHERE account = ? AND status = ? AND vanishes = 0"
    values = (call.the_account.key, SUCCESS)
    rows = call.world.store.all(
        f"SELECT * {conditions} ORDER BY finished_at DESC, publish_id DESC LIMIT ? OFFSET ?",
        *values,
        size,
        offset,
    )
    without_content = number_of(body, "no_content", default=0) == 1
    items = []
    for row in rows:
        moment = int(row["finished_at"])
        news = news_items(call.world, row, without_content=without_content)
        content = {"news_item": news, "create_time": moment, "update_time": moment}
        items.append({"article_id": row["article_id"], "content": content, "update_time": moment})
    total = call.world.store.value(f"SELECT count(*) {conditions}", *values)
    return {"total_count": total, "item_count": len(items), "item": items}


def get_article(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/getarticle"""
    return {"news_item": news_items(call.world, publication_of(call, text_of(body_of(call), "article_id")))}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/freepublish/delete: one article (from 1) or, with 0, all of them."""
    body = body_of(call)
    publication = publication_of(call, text_of(body, "article_id"))
    index = number_of(body, "index", default=0)
    posts = posts_of(call.world, publication)
    if not 0 <= index <= len(posts):
        raise refusal(40114)
    for post in posts if index == 0 else [posts[index - 1]]:
        if post["state"] == LIVE:
            call.world.posts.end(post["id"], state=WITHDRAWN, at=call.at)
    return {"errcode": 0, "errmsg": "ok"}


def publication_of(call: Call, article_id: str) -> sqlite3.Row:
    """What can be read under this article id; 53600 when there is nothing."""
    row = call.world.store.one(
        "SELECT * FROM wechat_publication WHERE article_id = ? AND account = ? AND status = ? AND vanishes = 0",
        article_id.strip(),
        call.the_account.key,
        SUCCESS,
    )
    if row is None:
        raise refusal(53600)
    return row


def posts_of(world: World, publication: sqlite3.Row) -> list[sqlite3.Row]:
    return world.store.all(
        "SELECT * FROM post WHERE platform = 'wechat' AND external_id BETWEEN ? AND ? ORDER BY id",
        f"{publication['msg_data_id']}_",
        f"{publication['msg_data_id']}_9",
    )


def news_items(
    world: World, publication: sqlite3.Row, *, without_content: bool = False
) -> list[dict[str, Any]]:
    items = []
    articles = json.loads(publication["articles"])
    for article, post in zip(articles, posts_of(world, publication), strict=True):
        item = dict(article)
        item["url"] = post["url"]
        item["is_deleted"] = post["state"] != LIVE
        item["thumb_url"] = next(iter(json.loads(post["pictures"])), "")
        if without_content:
            item.pop("content")
        items.append(item)
    return items
