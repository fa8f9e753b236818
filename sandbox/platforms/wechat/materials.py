"""Pictures and other files: temporary ones, permanent ones, and those inside articles."""

import json
import sqlite3
from typing import Any

from sandbox import media
from sandbox.calls import Answer, Call, Upload
from sandbox.clock import DAY
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import body_of, page_of, text_of

MB = 1024 * 1024
KB = 1024
TEMPORARY_LIFE = 3 * DAY
BODY_PICTURE_LIMIT = 1 * MB  # exclusive
TEMPORARY = {
    "image": (10 * MB, ("png", "jpg", "gif")),
    "voice": (2 * MB, ("amr", "mp3")),
    "video": (10 * MB, ("mp4",)),
    "thumb": (64 * KB, ("jpg",)),
}
PERMANENT = {
    "image": (10 * MB, ("bmp", "png", "jpg", "gif")),
    "voice": (2 * MB, ("mp3", "wma", "wav", "amr")),
    "video": (10 * MB, ("mp4",)),
    "thumb": (64 * KB, ("jpg",)),
}
SIZE_CODES = {"image": 40009, "voice": 40010, "video": 40011, "thumb": 40012}
LIBRARY_CAPS = {"image": 100_000, "voice": 1_000, "video": 1_000, "thumb": 1_000}


def upload(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/media/upload: a file for three days."""
    kind = call.query.get("type") or call.fields().get("type", "")
    file, form = checked_file(call, kind, TEMPORARY)
    row = keep(call, file, kind=kind, form=form, permanent=False)
    name = "thumb_media_id" if kind == "thumb" else "media_id"
    return {"type": kind, name: row["media_id"], "created_at": int(call.at)}


def add(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/material/add_material: a file for good."""
    kind = call.query.get("type") or call.fields().get("type", "")
    file, form = checked_file(call, kind, PERMANENT)
    present = call.world.store.value(
        "SELECT count(*) FROM wechat_material WHERE account = ? AND permanent = 1 AND kind = ?",
        call.the_account.key,
        kind,
    )
    if present >= LIBRARY_CAPS[kind]:
        raise refusal(45001, "library is full")
    row = keep(call, file, kind=kind, form=form, permanent=True, description=description(call, kind))
    return (
        {"media_id": row["media_id"], "url": row["url"]} if kind == "image" else {"media_id": row["media_id"]}
    )


def upload_body_picture(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/media/uploadimg: a JPG or PNG below 1 MB for use inside an article."""
    file = file_of(call)
    form = media.kind_of(file.data)
    if form not in ("jpg", "png"):
        raise refusal(40005)
    if len(file.data) >= BODY_PICTURE_LIMIT:
        raise refusal(40009)
    row = keep(call, file, kind="body", form=form, permanent=True)
    return {"url": row["url"], "errcode": 0, "errmsg": "ok"}


def get_temporary(call: Call) -> Answer | dict[str, Any]:
    """GET /cgi-bin/media/get"""
    row = call.world.store.one(
        "SELECT * FROM wechat_material WHERE media_id = ? AND account = ? AND permanent = 0 AND expires_at > ?",
        call.query.get("media_id", ""),
        call.the_account.key,
        call.at,
    )
    if row is None:
        raise refusal(40007)
    if row["kind"] == "video":
        return {"video_url": row["url"]}
    return Answer(
        200, media.load(call.world.data_dir, row["file"]) or b"", media.CONTENT_TYPES[row["format"]]
    )


def get(call: Call) -> Answer | dict[str, Any]:
    """POST /cgi-bin/material/get_material"""
    row = permanent(call, text_of(body_of(call), "media_id"))
    if row["kind"] == "video":
        return {**json.loads(row["description"]), "down_url": row["url"]}
    return Answer(
        200, media.load(call.world.data_dir, row["file"]) or b"", media.CONTENT_TYPES[row["format"]]
    )


def count(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/material/get_materialcount"""
    rows = call.world.store.all(
        "SELECT kind, count(*) AS number FROM wechat_material WHERE account = ? AND permanent = 1 GROUP BY kind",
        call.the_account.key,
    )
    numbers = {row["kind"]: row["number"] for row in rows}
    return {f"{kind}_count": numbers.get(kind, 0) for kind in ("voice", "video", "image", "news")}


def batch_get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/material/batchget_material"""
    body = body_of(call)
    kind = text_of(body, "type")
    if kind not in ("image", "video", "voice", "news"):
        raise refusal(40004)
    offset, size = page_of(body)
    conditions = "FROM wechat_material WHERE account = ? AND permanent = 1 AND kind = ?"
    values = (call.the_account.key, kind)
    rows = call.world.store.all(
        f"SELECT * {conditions} ORDER BY created_at DESC, rowid DESC LIMIT ? OFFSET ?", *values, size, offset
    )
    items = [
        {
            "media_id": row["media_id"],
            "name": row["name"],
            "update_time": int(row["created_at"]),
            "url": row["url"],
        }
        for row in rows
    ]
    total = call.world.store.value(f"SELECT count(*) {conditions}", *values)
    return {"total_count": total, "item_count": len(items), "item": items}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/material/del_material"""
    row = permanent(call, text_of(body_of(call), "media_id"))
    call.world.store.run("DELETE FROM wechat_material WHERE media_id = ?", row["media_id"])
    return {"errcode": 0, "errmsg": "ok"}


def permanent(call: Call, media_id: str) -> sqlite3.Row:
    row = call.world.store.one(
        "SELECT * FROM wechat_material WHERE media_id = ? AND account = ? AND permanent = 1 AND kind <> 'body'",
        media_id,
        call.the_account.key,
    )
    if row is None:
        raise refusal(40007)
    return row


def file_of(call: Call) -> Upload:
    file = call.uploads().get("media")
    if file is None:
        raise refusal(41005)
    if not file.data:
        raise refusal(44001)
    return file


def checked_file(call: Call, kind: str, rules: dict[str, tuple[int, tuple[str, ...]]]) -> tuple[Upload, str]:
    """The uploaded file and its format by content."""
    if kind not in rules:
        raise refusal(40004)
    limit, forms = rules[kind]
    file = file_of(call)
    if len(file.data) > limit:
        raise refusal(SIZE_CODES[kind])
    form = media.kind_of(file.data)
    if form not in forms:
        raise refusal(40137 if kind == "image" and form == "webp" else 40005)
    return file, form


def description(call: Call, kind: str) -> str:
    if kind != "video":
        return "{}"
    try:
        given = json.loads(call.fields().get("description", ""))
        return json.dumps({"title": given["title"], "description": given["introduction"]}, ensure_ascii=False)
    except (ValueError, KeyError, TypeError) as error:
        raise refusal(47001, "field description") from error


def keep(
    call: Call, file: Upload, *, kind: str, form: str, permanent: bool, description: str = "{}"
) -> dict[str, Any]:
    slug = call.ids.letters(86)
    address = f"http://mmbiz.qpic.cn/mmbiz_{form}/{slug}/0"
    row = {
        "media_id": call.ids.url_safe(64),
        "account": call.the_account.key,
        "kind": kind,
        "permanent": int(permanent),
        "format": form,
        "name": file.filename,
        "size": len(file.data),
        "file": media.keep(call.world.data_dir, file.data),
        "slug": slug,
        "url": address if kind == "body" else f"{address}?wx_fmt={form}",
        "description": description,
        "created_at": call.at,
        "expires_at": None if permanent else call.at + TEMPORARY_LIFE,
    }
    call.world.store.insert("wechat_material", row)
    return row
