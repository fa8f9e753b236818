"""The draft box: what waits to be published."""

import json
import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.articles import MOST_ARTICLES, checked
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, number_of, page_of, text_of


def add(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/add"""
    given = body_of(call).get("articles")
    if not isinstance(given, list) or not given:
        raise refusal(44003)
    if len(given) > MOST_ARTICLES:
        raise refusal(45008)
    articles = [checked(call, article, alone=len(given) == 1) for article in given]
    media_id = call.ids.url_safe(64)
    fields = {"media_id": media_id, "account": call.the_account.key, "updated_at": call.at}
    call.world.store.insert("wechat_draft", fields | {"articles": json.dumps(articles, ensure_ascii=False)})
    return {"media_id": media_id}


def update(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/update: one article of the draft, given as an object."""
    body = body_of(call)
    draft = draft_of(call, text_of(body, "media_id"))
    articles = json.loads(draft["articles"])
    index = number_of(body, "index", default=0)
    if not 0 <= index < len(articles):
        raise refusal(40114)
    if not isinstance(body.get("articles"), dict):
        raise refusal(47001, "articles must be an object")
    articles[index] = checked(call, body["articles"], alone=len(articles) == 1)
    call.world.store.run(
        "UPDATE wechat_draft SET articles = ?, updated_at = ? WHERE media_id = ?",
        json.dumps(articles, ensure_ascii=False),
        call.at,
        draft["media_id"],
    )
    return {"errcode": 0, "errmsg": "ok"}


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/get"""
    draft = draft_of(call, text_of(body_of(call), "media_id"))
    return {
        "news_item": shown(call, draft),
        "create_time": int(draft["updated_at"]),
        "update_time": int(draft["updated_at"]),
    }


def batch_get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/batchget, the latest first."""
    body = body_of(call)
    offset, size = page_of(body)
    rows = call.world.store.all(
        "SELECT * FROM wechat_draft WHERE account = ? ORDER BY updated_at DESC, rowid DESC LIMIT ? OFFSET ?",
        call.the_account.key,
        size,
        offset,
    )
    without_content = number_of(body, "no_content", default=0) == 1
    items = [
        {
            "media_id": row["media_id"],
            "content": {
                "news_item": shown(call, row, without_content=without_content),
                "create_time": int(row["updated_at"]),
                "update_time": int(row["updated_at"]),
            },
            "update_time": int(row["updated_at"]),
        }
        for row in rows
    ]
    return {"total_count": total(call), "item_count": len(items), "item": items}


def count(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/draft/count"""
    return {"total_count": total(call)}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/delete"""
    draft = draft_of(call, text_of(body_of(call), "media_id"))
    call.world.store.run("DELETE FROM wechat_draft WHERE media_id = ?", draft["media_id"])
    return {"errcode": 0, "errmsg": "ok"}


def switch(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/draft/switch: the draft box is open for everybody."""
    return {"errcode": 0, "errmsg": "ok", "is_open": 1}


def draft_of(call: Call, media_id: str) -> sqlite3.Row:
    """The account's draft; 40007 when it is not in the box (any more)."""
    row = call.world.store.one(
        "SELECT * FROM wechat_draft WHERE media_id = ? AND account = ?", media_id, call.the_account.key
    )
    if row is None:
        raise refusal(40007)
    return row


def total(call: Call) -> int:
    return call.world.store.value("SELECT count(*) FROM wechat_draft WHERE account = ?", call.the_account.key)


def shown(call: Call, draft: sqlite3.Row, *, without_content: bool = False) -> list[dict[str, Any]]:
    biz = call.the_account.credentials["original_id"].removeprefix("gh_")
    items = []
    for index, article in enumerate(json.loads(draft["articles"]), start=1):
        item = dict(article)
        item["url"] = f"http://mp.weixin.qq.com/s?__biz={biz}&tempkey={draft['media_id']}&idx={index}"
        item["show_cover_pic"] = 0
        if "thumb_media_id" in item:
            item["thumb_url"] = picture_url(call, item["thumb_media_id"])
        if without_content:
            item.pop("content")
        items.append(item)
    return items


def picture_url(call: Call, media_id: str) -> str:
    return call.world.store.value("SELECT url FROM wechat_material WHERE media_id = ?", media_id) or ""
