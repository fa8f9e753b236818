"""Reading posts: one's own latest few, single ones, counts, numbers, and where one is mentioned."""

import re
import sqlite3
from typing import Any

from sandbox.calls import Answer, Call, json_answer
from sandbox.platforms.weibo import objects
from sandbox.platforms.weibo.errors import refusal
from sandbox.platforms.weibo.mids import from_base62, to_base62
from sandbox.platforms.weibo.paging import envelope, read_page
from sandbox.posts import LIVE

MOST_IDS = 100
MOST_NUMBERS = 20
DEFAULT_COUNT = 20
DEFAULT_MENTIONS = 50
WITH_PICTURES = "2"


def user_timeline(call: Call) -> dict[str, Any]:
    """GET /2/statuses/user_timeline.json: the user's own posts, the latest five at most."""
    account = call.the_account
    asked = call.fields()
    if asked.get("uid", account.external_id) != account.external_id:
        raise refusal(21335)
    if asked.get("screen_name", account.name) != account.name:
        raise refusal(21335)
    conditions = "account = ? AND state = ?"
    if asked.get("feature") == WITH_PICTURES:
        conditions += " AND pictures <> '[]'"
    elif asked.get("feature") in ("3", "4"):
        conditions += " AND 0"
    limit = call.world.setting(account, "timeline_limit")
    rows, total, next_cursor = read_page(
        call, "post", "post.external_id", conditions, (account.key, LIVE), default_count=DEFAULT_COUNT
    )
    newest = call.world.store.all(
        f"SELECT id FROM post WHERE {conditions} ORDER BY CAST(external_id AS INTEGER) DESC LIMIT ?",
        account.key,
        LIVE,
        limit,
    )
    visible = {row["id"] for row in newest}
    shown = [row for row in rows if row["id"] in visible]
    trim_user = asked.get("trim_user") == "1"
    items = [objects.status(call.world, row, trim_user=trim_user) for row in shown]
    return envelope("statuses", items, total=total, next_cursor=next_cursor if len(shown) == len(rows) else 0)


def show(call: Call) -> dict[str, Any]:
    """GET /2/statuses/show.json"""
    return objects.status(call.world, visible_post(call, call.fields().get("id", "")))


def visible_post(call: Call, mid: str) -> sqlite3.Row:
    """A public post; 10016 without id, 20101 when there is none (any more)."""
    if not mid:
        raise refusal(10016, "Miss required parameter (id), see doc for more info!")
    row = call.world.posts.find("weibo", mid)
    if row is None or row["state"] != LIVE:
        raise refusal(20101)
    return row


def count(call: Call) -> Answer:
    """GET /2/statuses/count.json: unknown posts are left out."""
    ids = [one for one in call.fields().get("ids", "").split(",") if one.strip()]
    if not ids:
        raise refusal(20001)
    if len(ids) > MOST_IDS:
        raise refusal(20009)
    told = []
    for mid in ids:
        row = call.world.posts.find("weibo", mid.strip())
        if row is not None and row["state"] == LIVE:
            told.append(
                {
                    "id": int(row["external_id"]),
                    "idstr": row["external_id"],
                    "comments": row["comments"],
                    "reposts": row["shares"],
                    "attitudes": row["likes"],
                }
            )
    return json_answer(told)


def query_id(call: Call) -> Answer:
    """GET /2/statuses/queryid.json: the long number of a short form (or of itself)."""
    is_short = call.fields().get("isBase62") == "1"
    return numbers(call, "mid", "id", lambda mid: from_base62(mid) if is_short else mid)


def query_mid(call: Call) -> Answer:
    """GET /2/statuses/querymid.json: the short form of a long number."""
    return numbers(call, "id", "mid", to_base62)


def numbers(call: Call, given: str, wanted: str, translate: Any) -> Answer:
    values = [one for one in call.fields().get(given, "").split(",") if one.strip()]
    if not values or len(values) > MOST_NUMBERS:
        raise refusal(10008 if not values else 20009)
    pattern = r"[0-9]+" if given == "id" else r"[0-9A-Za-z]+"
    if not all(re.fullmatch(pattern, one.strip()) for one in values):
        raise refusal(10017)
    pairs = [(one.strip(), translate(one.strip())) for one in values]
    if call.fields().get("is_batch") == "1":
        return json_answer([{one: other} for one, other in pairs])
    return json_answer({wanted: pairs[0][1]})


def go(call: Call) -> Answer:
    """GET /2/statuses/go: to the post's page."""
    row = visible_post(call, call.fields().get("id", ""))
    return Answer(302, b"", "text/html", {"location": row["url"]})


def mentions(call: Call) -> dict[str, Any]:
    """GET /2/statuses/mentions.json: posts of others that name the user."""
    rows, total, next_cursor = read_page(
        call,
        "weibo_mention",
        "weibo_mention.id",
        "account = ?",
        (call.the_account.key,),
        default_count=DEFAULT_MENTIONS,
    )
    saw(call, "mention_status")
    return envelope("statuses", [mention(call, row) for row in rows], total=total, next_cursor=next_cursor)


def mention(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    return {
        "created_at": objects.date_text(row["at"]),
        "id": int(row["id"]),
        "idstr": row["id"],
        "mid": row["id"],
        "text": row["text"],
        "source": objects.FROM_PHONE,
        "favorited": False,
        "truncated": False,
        "pic_urls": [],
        "user": objects.person_user(call.world, call.the_account, row["person_key"], name=row["name"]),
        "reposts_count": 0,
        "comments_count": 0,
        "attitudes_count": 0,
        "isLongText": False,
        "visible": {"type": 0, "list_id": 0},
    }


def saw(call: Call, what: str) -> None:
    """The user has read this list up to now; its unread count starts again."""
    call.world.store.run(
        "INSERT OR REPLACE INTO weibo_seen (account, what, at) VALUES (?, ?, ?)",
        call.the_account.key,
        what,
        call.at,
    )
