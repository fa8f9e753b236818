"""What may stand in a group message: its text and its attachments, checked as the platform checks them."""

import json
from typing import Any

from sandbox.calls import Call
from sandbox.platforms.wecom import uploads
from sandbox.platforms.wecom.errors import refusal
from sandbox.platforms.wecom.requests import Body, text_of

TEXT_BYTES = 4000
MOST_ATTACHMENTS = 9
LINK_TITLE, LINK_TEXT, LINK_URL, MINI_TITLE = 128, 512, 2048, 64


def content_of(call: Call, body: Body) -> tuple[str, list[dict[str, Any]]]:
    """Text and attachments. Refuses with 40063 (nothing at all), 40058, 41064, 41065 or 40007."""
    part = body.get("text") or {}
    if not isinstance(part, dict):
        raise refusal(40058, "text")
    text = text_of(part, "content")
    if len(text.encode()) > TEXT_BYTES:
        raise refusal(40058, "text.content")
    attachments = body.get("attachments") or []
    if not isinstance(attachments, list) or not all(isinstance(entry, dict) for entry in attachments):
        raise refusal(40058, "attachments")
    if len(attachments) > MOST_ATTACHMENTS:
        raise refusal(41064)
    if not text.strip() and not attachments:
        raise refusal(40063, "text and attachments")
    for entry in attachments:
        check(call, entry)
    return text, attachments


def check(call: Call, entry: dict[str, Any]) -> None:
    kind = entry.get("msgtype")
    part = entry.get(kind) if isinstance(kind, str) else None
    if kind not in CHECKS or not isinstance(part, dict):
        raise refusal(41065)
    CHECKS[kind](call, part)


def check_image(call: Call, part: dict[str, Any]) -> None:
    if part.get("media_id"):
        check_media(call, part, "image")
    elif not uploads.has_address(call, part.get("pic_url")):
        raise refusal(40007)


def check_link(call: Call, part: dict[str, Any]) -> None:
    title, words, url = (text_of(part, name) for name in ("title", "desc", "url"))
    if not title or len(title.encode()) > LINK_TITLE or len(words.encode()) > LINK_TEXT:
        raise refusal(40058, "link")
    if not url.startswith(("http://", "https://")) or len(url.encode()) > LINK_URL:
        raise refusal(40058, "link.url")


def check_mini(call: Call, part: dict[str, Any]) -> None:
    title, appid, page = (text_of(part, name) for name in ("title", "appid", "page"))
    if not title or len(title.encode()) > MINI_TITLE or not appid or not page:
        raise refusal(40058, "miniprogram")
    if not uploads.serves(call, part.get("pic_media_id"), "image"):
        raise refusal(40007)


def check_media(call: Call, part: dict[str, Any], kind: str) -> None:
    if not uploads.serves(call, part.get("media_id"), kind):
        raise refusal(40007)


CHECKS = {
    "image": check_image,
    "link": check_link,
    "miniprogram": check_mini,
    "video": lambda call, part: check_media(call, part, "video"),
    "file": lambda call, part: check_media(call, part, "file"),
}


def words_of(text: str, attachments: list[dict[str, Any]]) -> str:
    """The message as one text, for the list of posts: what two equal messages have in common."""
    lines = [text]
    for entry in attachments:
        part = entry[entry["msgtype"]]
        told = part.get("url") or part.get("appid") or ""
        lines.append(f"[{entry['msgtype']}] {told}".strip())
    return "\n".join(line for line in lines if line)


def listed(attachments: str) -> list[dict[str, Any]]:
    """The attachments as they were given."""
    found: list[dict[str, Any]] = json.loads(attachments)
    return found
