"""Calls about videos: publish, info, list, count, delete."""

import sqlite3
from typing import Any

from sandbox import media
from sandbox.calls import Call
from sandbox.platforms.kuaishou import errors, posts, uploads
from sandbox.platforms.kuaishou.errors import refusal
from sandbox.posts import LIVE, REVIEWING

COVER_KINDS = ("jpg", "png")
STEREO_TYPES = ("NOT_SPHERICAL_VIDEO", "SPHERICAL_VIDEO_180", "SPHERICAL_VIDEO_360")
DEFAULT_COUNT, MOST_COUNT = 20, 200


def publish(call: Call) -> dict[str, Any]:
    """POST /openapi/photo/publish: a completed upload, a cover and a caption become a post under review."""
    fields, account, world = call.fields(), call.the_account, call.world
    upload = uploaded(call, fields.get("upload_token", ""))
    caption = checked_caption(call, fields.get("caption", ""))
    if fields.get("stereo_type", STEREO_TYPES[0]) not in STEREO_TYPES:
        raise refusal(errors.CONTENT_PARAMETER, "stereo_type 不合法")
    cover = checked_cover(call)
    details = {"cover": cover, "visibility": posts.PUBLIC, "by": "interface", "octets": upload["size"]}
    new = posts.new_post(
        account,
        number=posts.photo_id(call.ids),
        kind="video",
        caption=caption,
        at=call.at,
        request_id=call.id,
        pictures=[],
        details=details,
    )
    post_id = posts.take(world, new, world.fates_of(call), path=call.path, is_video=bool(upload["is_video"]))
    world.store.run(
        "UPDATE kuaishou_upload SET photo_id = ? WHERE token = ?", new.external_id, upload["token"]
    )
    row = world.posts.get(post_id)
    told = posts.info(row) if row is not None else {}
    return {"result": errors.OK, "video_info": told | {"pending": True}}


def uploaded(call: Call, token: str) -> sqlite3.Row:
    """The finished upload of this account; 100120002 for none, 100120003 for one that was published already."""
    row = uploads.find(call.world, token)
    if row is None or row["account"] != call.the_account.key or not row["is_complete"]:
        raise refusal(errors.VIDEO_NOT_UPLOADED)
    if row["expires_at"] <= call.service_at:
        raise refusal(errors.VIDEO_NOT_UPLOADED)
    if row["photo_id"]:
        raise refusal(errors.PUBLISH_FAILED)
    return row


def checked_caption(call: Call, caption: str) -> str:
    if not caption.strip():
        raise refusal(errors.CONTENT_PARAMETER, "caption 必填")
    if len(caption) > call.world.setting(call.the_account, "caption_limit"):
        raise refusal(errors.CONTENT_PARAMETER, "caption 过长")
    return caption


def checked_cover(call: Call) -> str:
    upload = call.uploads().get("cover")
    if upload is None or media.kind_of(upload.data) not in COVER_KINDS:
        raise refusal(errors.CONTENT_PARAMETER, "cover 必填，须为 jpg 或 png")
    return media.keep(call.world.data_dir, upload.data)


def info(call: Call) -> dict[str, Any]:
    """GET /openapi/photo/info"""
    row = posts.readable(call.world, call.the_account, wanted(call), at=call.at)
    return {"result": errors.OK, "video_info": posts.info(row)}


def wanted(call: Call) -> str:
    number = call.fields().get("photo_id", "")
    if not number:
        raise refusal(errors.CONTENT_PARAMETER, "photo_id 必填")
    return number


def listing(call: Call) -> dict[str, Any]:
    """GET /openapi/photo/list: newest first, behind the post named by `cursor`."""
    account, world = call.the_account, call.world
    count = uploads.whole(call.fields().get("count") or str(DEFAULT_COUNT))
    if not count or count > MOST_COUNT:
        raise refusal(errors.CONTENT_PARAMETER, "count 须在 1 到 200 之间")
    states = [LIVE, REVIEWING] if world.setting(account, "list_shows_pending") else [LIVE]
    behind = cursor_of(call)
    rows = world.store.all(
        f"SELECT * FROM post WHERE account = ? AND kind = 'video' AND state IN ({', '.join('?' * len(states))}) "
        "AND (created_at, id) < (?, ?) ORDER BY created_at DESC, id DESC LIMIT ?",
        account.key,
        *states,
        *behind,
        count,
    )
    shown = [row for row in rows if not posts.is_unseen(world, account, row, at=call.at)]
    return {"result": errors.OK, "video_list": [posts.info(row) for row in shown]}


def cursor_of(call: Call) -> tuple[float, int]:
    """Time and number of the post behind which the page begins."""
    cursor = call.fields().get("cursor", "")
    if not cursor:
        return float("inf"), 0
    row = call.world.posts.find("kuaishou", cursor)
    if row is None or row["account"] != call.the_account.key:
        raise refusal(errors.CONTENT_PARAMETER, "cursor 不合法")
    return row["created_at"], row["id"]


def count(call: Call) -> dict[str, Any]:
    """GET /openapi/photo/count: live posts by who may see them."""
    found = {"public": 0, "friends": 0, "private": 0}
    for row in call.world.store.all(
        "SELECT details FROM post WHERE account = ? AND state = ?", call.the_account.key, LIVE
    ):
        found[posts.details_of(row).get("visibility", posts.PUBLIC)] += 1
    return {
        "result": errors.OK,
        "public_count": found["public"],
        "friend_count": found["friends"],
        "private_count": found["private"],
        "all_count": sum(found.values()),
    }


def delete(call: Call) -> dict[str, Any]:
    """POST /openapi/photo/delete"""
    row = posts.readable(call.world, call.the_account, wanted(call), at=call.at)
    posts.withdraw(call.world, row["id"], at=call.at)
    return {"result": errors.OK}
