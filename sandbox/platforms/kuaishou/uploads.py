"""Uploads: a token and a gateway are handed out, the gateway takes a file in one piece or in fragments."""

import hashlib
import sqlite3
from typing import Any

from sandbox import media
from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import stable_number
from sandbox.platforms.kuaishou import errors
from sandbox.platforms.kuaishou.errors import refusal
from sandbox.world import World

GATEWAYS = ("upload.kuaishouzt.com", "upload2.kuaishouzt.com")
VIDEO_STARTS = (b"FLV", b"\x1aE\xdf\xa3", b"RIFF")


def start(call: Call) -> dict[str, Any]:
    """POST /openapi/photo/start_upload: a token, and the bare host to upload to."""
    account = call.the_account
    token = f"Cg51cGxvYWQudG9rZW4S{call.ids.url_safe(64)}"
    endpoint = str(call.world.setting(account, "upload_endpoint"))
    if not endpoint:
        endpoint = GATEWAYS[stable_number(token, 0, len(GATEWAYS) - 1)]
    lasts = float(call.world.setting(account, "upload_token_seconds"))
    fields = {
        "token": token,
        "account": account.key,
        "endpoint": endpoint,
        "expires_at": call.service_at + lasts,
    }
    call.world.store.insert("kuaishou_upload", fields)
    return {"result": errors.OK, "upload_token": token, "endpoint": endpoint}


def find(world: World, token: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM kuaishou_upload WHERE token = ?", token) if token else None


def account_of(world: World, token: str) -> Account | None:
    row = find(world, token)
    return world.accounts.by_key.get(row["account"]) if row is not None else None


def direct(call: Call) -> dict[str, Any]:
    """POST /api/upload and /api/upload/multipart: the whole file, small ones only."""
    row = open_upload(call)
    file = call.uploads().get("file") if is_multipart(call) else None
    data = file.data if file is not None else b"" if is_multipart(call) else call.body
    if not data or len(data) > call.world.setting(call.the_account, "direct_bytes"):
        raise refusal(errors.PARAMETER, "文件为空或超过 10MB")
    finish(call, row["token"], size=len(data), is_video=is_video(data))
    return {"result": errors.OK}


def fragment(call: Call) -> dict[str, Any]:
    """POST /api/upload/fragment: one piece; sending one again replaces it."""
    row = open_upload(call)
    number = whole(call.fields().get("fragment_id", ""))
    account, data = call.the_account, call.body
    if number is None or not data or len(data) > call.world.setting(account, "fragment_bytes"):
        raise refusal(errors.PARAMETER, "分片编号或大小不合法")
    if call.world.setting(account, "fragments_in_order") and number > len(numbers(call.world, row["token"])):
        raise refusal(errors.PARAMETER, "分片不连续")
    if number == 0:
        call.world.store.run(
            "UPDATE kuaishou_upload SET is_video = ? WHERE token = ?", int(is_video(data)), row["token"]
        )
    checksum = hashlib.md5(data).hexdigest()  # noqa: S324
    call.world.store.run(
        "INSERT OR REPLACE INTO kuaishou_fragment (token, number, size, checksum) VALUES (?, ?, ?, ?)",
        row["token"],
        number,
        len(data),
        checksum,
    )
    told: dict[str, Any] = {"result": errors.OK, "size": len(data)}
    return told | ({"checksum": checksum} if call.world.setting(account, "checksum") else {})


def resume(call: Call) -> dict[str, Any]:
    """GET /api/upload/resume: which fragments are there."""
    row = find(call.world, call.query.get("upload_token", ""))
    if row is None or row["expires_at"] <= call.service_at:
        return {"result": errors.OK, "existed": False, "fragment_index": -1, "fragment_list": []}
    present = numbers(call.world, row["token"])
    sizes = call.world.store.value("SELECT sum(size) FROM kuaishou_fragment WHERE token = ?", row["token"])
    return {
        "result": errors.OK,
        "existed": True,
        "fragment_index": last_in_row(present),
        "fragment_list": present,
        "fragment_index_bytes": sizes or 0,
        "token_id": row["token"][-12:],
        "endpoint": [{"protocol": "HTTP", "host": row["endpoint"], "port": 80}],
    }


def complete(call: Call) -> dict[str, Any]:
    """POST /api/upload/complete: the fragments 0 … count-1 become the file."""
    row = open_upload(call, even_complete=True)
    count = whole(call.query.get("fragment_count", ""))
    if not count or numbers(call.world, row["token"]) != list(range(count)):
        raise refusal(errors.PARAMETER, "分片数量不对")
    size = call.world.store.value("SELECT sum(size) FROM kuaishou_fragment WHERE token = ?", row["token"])
    finish(call, row["token"], size=size, is_video=bool(row["is_video"]))
    return {"result": errors.OK}


def open_upload(call: Call, *, even_complete: bool = False) -> sqlite3.Row:
    """The upload of the call's token; refuses an unknown, outlived or finished one."""
    row = find(call.world, call.query.get("upload_token", ""))
    if row is None or call.account is None or row["expires_at"] <= call.service_at:
        raise refusal(errors.PARAMETER, "upload_token 不合法或已过期")
    if row["is_complete"] and not even_complete:
        raise refusal(errors.PARAMETER, "该 upload_token 已完成上传")
    return row


def finish(call: Call, token: str, *, size: int, is_video: bool) -> None:
    call.world.store.run(
        "UPDATE kuaishou_upload SET is_complete = 1, size = ?, is_video = ? WHERE token = ?",
        size,
        int(is_video),
        token,
    )


def numbers(world: World, token: str) -> list[int]:
    rows = world.store.all("SELECT number FROM kuaishou_fragment WHERE token = ? ORDER BY number", token)
    return [row["number"] for row in rows]


def last_in_row(present: list[int]) -> int:
    """The last of the fragments that follow each other from the first; -1 for none."""
    return next((place - 1 for place, number in enumerate(present) if place != number), len(present) - 1)


def is_multipart(call: Call) -> bool:
    return call.headers.get("content-type", "").startswith("multipart/form-data")


def is_video(data: bytes) -> bool:
    """Whether a file begins like a video; only its beginning is looked at, the rest is not kept."""
    return media.kind_of(data[:16]) == "mp4" or data.startswith(VIDEO_STARTS)


def whole(text: str) -> int | None:
    return int(text) if text.isdecimal() else None
