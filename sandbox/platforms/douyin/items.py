"""Reading one's own items: the list, chosen ones, what is known about them."""

import json
import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.douyin.bodies import json_of, number, texts
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.platforms.douyin.publishing import ALL, FRIENDS, SELF
from sandbox.posts import LIVE, REJECTED, REVIEWING, is_restricted

LARGEST_PAGE = 20
MOST_IDS = 50
STATUS = {REVIEWING: 4, REJECTED: 2}
STATUS_OF_LIVE = {ALL: 5, FRIENDS: 6, SELF: 7}


def video_list(call: Call) -> dict[str, Any]:
    """GET /api/douyin/v1/video/video_list/: the newest first, `cursor` counts what was read."""
    cursor = number(call, "cursor", default=0)
    count = number(call, "count", default=10, low=1, high=LARGEST_PAGE)
    shown = (
        (LIVE, REVIEWING) if call.world.setting(call.the_account, "list_shows_reviewing") else (LIVE, LIVE)
    )
    rows = call.world.store.all(
        "SELECT * FROM post WHERE account = ? AND state IN (?, ?) ORDER BY created_at DESC, id DESC LIMIT ? OFFSET ?",
        call.the_account.key,
        *shown,
        count + 1,
        cursor,
    )
    return success(
        call,
        {
            "list": [item(call, row) for row in rows[:count]],
            "cursor": cursor + min(len(rows), count),
            "has_more": len(rows) > count,
        },
    )


def video_data(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/video_data/: public items only; the others are left out."""
    return success(call, {"list": [item(call, row) for row in chosen(call)]})


def basic_info(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/video/video_basic_info/"""
    names = ("item_id", "video_id", "title", "cover", "create_time", "media_type")
    listed = [item(call, row) for row in chosen(call)]
    return success(call, {"list": [{name: one[name] for name in names} for one in listed]})


def chosen(call: Call) -> list[sqlite3.Row]:
    given = json_of(call)
    item_ids, video_ids = texts(given, "item_ids"), texts(given, "video_ids")
    if not item_ids and not video_ids:
        raise refusal(28001007, "item_ids is missing")
    if len(item_ids) > MOST_IDS or len(video_ids) > MOST_IDS:
        raise refusal(28001007, "too many ids")
    posts = call.world.posts
    found = (
        [posts.find("douyin", one) for one in item_ids]
        if item_ids
        else [posts.by_slug("douyin", one) for one in video_ids]
    )
    return [row for row in found if row is not None and is_public(call, row)]


def is_public(call: Call, row: sqlite3.Row) -> bool:
    own = row["account"] == call.the_account.key
    return bool(own and row["state"] == LIVE and visible_to(row) == ALL)


def visible_to(row: sqlite3.Row) -> int:
    """Whom the author chose to show it to, or himself only where the platform has restricted it."""
    return SELF if is_restricted(row) else int(json.loads(row["details"]).get("private_status", ALL))


def item(call: Call, row: sqlite3.Row) -> dict[str, Any]:
    details = json.loads(row["details"])
    private = visible_to(row)
    told: dict[str, Any] = {
        "item_id": row["external_id"],
        "video_id": row["slug"],
        "title": "\n".join(part for part in (row["title"], row["text"]) if part),
        "cover": f"https://p3-sign.douyinpic.com/obj/{cover_of(details)}",
        "create_time": int(row["created_at"]),
        "is_top": False,
        "media_type": details["media_type"],
        "share_url": f"https://www.iesdouyin.com/share/{row['kind']}/{row['slug']}/?region=CN",
        "statistics": {
            "digg_count": row["likes"],
            "comment_count": row["comments"],
            "share_count": row["shares"],
            "download_count": 0,
            "forward_count": 0,
            "play_count": row["reads"] if private == ALL else 0,
        },
    }
    if call.world.setting(call.the_account, "legacy_status_fields"):
        told["video_status"] = STATUS.get(row["state"], STATUS_OF_LIVE[private])
        told["is_reviewed"] = row["state"] != REVIEWING
    return told


def cover_of(details: dict[str, Any]) -> str:
    return str(details.get("cover") or next(iter(details.get("images") or ["none"])))
