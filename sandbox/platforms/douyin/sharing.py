"""Sharing into the app: tickets, share ids, signed schemas and their short form, and what came of a share."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from sandbox.calls import Call
from sandbox.platforms.douyin import apps, grants
from sandbox.platforms.douyin.accounts import SETTINGS
from sandbox.platforms.douyin.bodies import json_of
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.world import World

SCHEMA = "snssdk1128://openplatform/share"
SHORT_HOST = "v.douyin.com"
MEDIA = ("image_path", "image_list_path", "video_path")


def get_ticket(call: Call) -> dict[str, Any]:
    """GET /open/getticket/"""
    ticket = call.ids.letters(40)
    seconds = SETTINGS["client_token_seconds"]
    call.world.store.insert(
        "douyin_ticket",
        {
            "ticket": ticket,
            "client_key": grants.the_client_of(call).client_key,
            "expires_at": call.service_at + seconds,
        },
    )
    return success(call, {"ticket": ticket, "expires_in": seconds})


def share_id(call: Call) -> dict[str, Any]:
    """/share-id/: a new id, or with share_id what came of it."""
    fields = call.fields() | {name: str(value) for name, value in json_of_post(call).items()}
    app = grants.the_client_of(call)
    asked = fields.get("share_id", "")
    if not asked:
        made = str(int(call.ids_at) << 32 | call.ids.number(0, (1 << 32) - 1))
        kept = {"share_id": made, "client_key": app.client_key, "hashtag": fields.get("default_hashtag", "")}
        call.world.store.insert("douyin_share", kept)
        return success(call, {"share_id": made})
    row = call.world.store.one(
        "SELECT * FROM douyin_share WHERE share_id = ? AND client_key = ?", asked, app.client_key
    )
    if row is None:
        raise refusal(28001007, "share_id is not valid")
    post = call.world.posts.find("douyin", row["item_id"]) if row["item_id"] else None
    return success(
        call,
        {
            "share_id": asked,
            "item_id": row["item_id"],
            "video_id": post["slug"] if post is not None else "",
            "share_url": post["url"] if post is not None else "",
        },
    )


def json_of_post(call: Call) -> dict[str, Any]:
    return json_of(call) if call.headers.get("content-type", "").startswith("application/json") else {}


def get_share(call: Call) -> dict[str, Any]:
    """POST /api/douyin/v1/schema/get_share/: the short, QR-friendly form of a schema."""
    given = json_of(call)
    app = grants.the_client_of(call)
    if "h5.share" not in app.capabilities:
        raise refusal(28001018)
    ticket = call.world.store.one(
        "SELECT * FROM douyin_ticket WHERE ticket = ?", str(given.get("client_ticket", ""))
    )
    if ticket is None or ticket["client_key"] != app.client_key or ticket["expires_at"] <= call.service_at:
        raise refusal(28001007, "client_ticket is not valid")
    if not any(given.get(name) for name in MEDIA):
        raise refusal(28001007, "image_path, image_list_path or video_path is missing")
    nonce, moment = call.ids.letters(12), str(int(call.service_at))
    fields = {
        "share_type": "h5",
        "client_key": app.client_key,
        "nonce_str": nonce,
        "timestamp": moment,
        "signature": signature(ticket["ticket"], nonce, moment),
        **{
            name: text_of(value)
            for name, value in given.items()
            if name not in ("client_ticket", "expire_at")
        },
    }
    target = f"{SCHEMA}?{urlencode(fields, quote_via=quote)}"
    return success(call, {"schema": short_link(call.world, target, code=call.ids.letters(8))})


def text_of(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def signature(ticket: str, nonce: str, timestamp: str) -> str:
    joined = f"nonce_str={nonce}&ticket={ticket}&timestamp={timestamp}"
    return hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()


def short_link(world: World, target: str, *, code: str) -> str:
    """An address of the short host that leads to `target`."""
    world.store.run("INSERT OR REPLACE INTO douyin_short_link (code, target) VALUES (?, ?)", code, target)
    return f"https://{SHORT_HOST}/{code}/"


def target_of(world: World, code: str) -> str:
    """Where a short address leads; "" for one that was never given out."""
    found = world.store.value("SELECT target FROM douyin_short_link WHERE code = ?", code)
    return str(found or "")


def opened(world: World, fields: Mapping[str, str]) -> tuple[apps.App | None, str]:
    """Which application a schema comes from and what is wrong with it, "" when its signature is good."""
    app = apps.find(world, fields.get("client_key", ""))
    if app is None:
        return None, "client_key 不存在"
    now = world.clock.service_now()
    tickets = world.store.all(
        "SELECT ticket FROM douyin_ticket WHERE client_key = ? AND expires_at > ?", app.client_key, now
    )
    nonce, moment = fields.get("nonce_str", ""), fields.get("timestamp", "")
    given = fields.get("signature", "")
    if not any(signature(row["ticket"], nonce, moment) == given for row in tickets):
        return app, "签名不正确或已过期"
    if "h5.share" not in app.capabilities:
        return app, "应用没有 h5.share 能力"
    return app, ""
