"""What a mass message says, to whom, and under which id."""

import hashlib
import json
import re
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wechat.drafts import draft_of
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import number_of, text_of

CLIENT_ID_BYTES = 32
TEXT_LIMIT = 300
EMPTY_ARTICLE = {
    "article_type": "newspic",
    "title": "",
    "author": "",
    "digest": "",
    "content_source_url": "",
    "need_open_comment": 0,
    "only_fans_can_comment": 0,
}


def audience_of(call: Call, body: dict[str, Any]) -> tuple[bool, int]:
    """Whether it goes to all, and to how many."""
    chosen = body.get("filter")
    if not isinstance(chosen, dict):
        raise refusal(47001, "field filter")
    if chosen.get("is_to_all") is True:
        return True, call.the_account.followers
    tag_id = number_of(chosen, "tag_id")
    store, account = call.world.store, call.the_account.key
    if store.value("SELECT 1 FROM wechat_tag WHERE account = ? AND id = ?", account, tag_id) is None:
        raise refusal(45159)
    return False, store.value(
        "SELECT count(*) FROM wechat_tagged WHERE account = ? AND tag_id = ?", account, tag_id
    )


def content_of(call: Call, body: dict[str, Any]) -> tuple[list[dict[str, Any]], str]:
    """The articles that will be seen, and the draft they come from (empty for other kinds)."""
    kind = text_of(body, "msgtype")
    part = body.get("images" if kind == "image" else kind)
    if kind not in ("mpnews", "text", "image", "voice", "mpvideo"):
        raise refusal(40008)
    if not isinstance(part, dict):
        raise refusal(47001, f"field {kind}")
    if kind == "mpnews":
        draft = draft_of(call, text_of(part, "media_id"))
        return json.loads(draft["articles"]), draft["media_id"]
    if kind == "text":
        text = text_of(part, "content")
        if not text or len(text) > TEXT_LIMIT or re.search(r"https?://|<a\b", text):
            raise refusal(45002 if len(text) > TEXT_LIMIT else 45166)
        return [EMPTY_ARTICLE | {"content": text}], ""
    return [media_article(call, kind, part)], ""


def media_article(call: Call, kind: str, part: dict[str, Any]) -> dict[str, Any]:
    wanted = part.get("media_ids") if kind == "image" else [part.get("media_id")]
    if not isinstance(wanted, list) or not wanted:
        raise refusal(40007)
    for media_id in wanted:
        owner = call.world.store.value(
            "SELECT account FROM wechat_material WHERE media_id = ?", str(media_id)
        )
        if owner != call.the_account.key:
            raise refusal(40007)
    words = str(
        part.get("recommend") or part.get("title") or {"voice": "[语音]", "mpvideo": "[视频]"}.get(kind, "")
    )
    article = EMPTY_ARTICLE | {
        "title": str(part.get("title") or ""),
        "content": words,
        "need_open_comment": int(part.get("need_open_comment") or 0),
    }
    pictures = [{"image_media_id": str(media_id)} for media_id in wanted] if kind == "image" else []
    return article | {"image_info": {"image_list": pictures}}


def client_id_of(body: dict[str, Any]) -> str:
    """The caller's own id, or the platform's digest of audience and content."""
    given = text_of(body, "clientmsgid")
    if len(given.encode()) > CLIENT_ID_BYTES:
        raise refusal(45067)
    if given:
        return given
    parts = {name: value for name, value in body.items() if name != "clientmsgid"}
    return "digest " + hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]
