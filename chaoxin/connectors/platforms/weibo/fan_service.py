"""Pushes of the fan service (粉丝服务): private messages and follow events of verified accounts.

Weibo signs with the AppSecret itself, repeats a push up to three times when no answer comes within five
seconds, and names sender and time as the key against repeats.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chaoxin.connectors.values import Account, Event, EventKind, Sender, Webhook

from .statuses import time_of

MESSAGE_TYPES = {"text": "", "image": "［图片］", "voice": "［语音］", "position": "［位置］"}
EVENT_KINDS = {
    "follow": EventKind.FOLLOW,
    "scan_follow": EventKind.FOLLOW,
    "unfollow": EventKind.UNFOLLOW,
    "subscribe": EventKind.OTHER,
    "unsubscribe": EventKind.OTHER,
    "scan": EventKind.OTHER,
    "click": EventKind.OTHER,
    "view": EventKind.OTHER,
}


def is_signed(webhook: Webhook, app_secret: str) -> bool:
    """Whether the query carries Weibo's signature: sha1 over the sorted AppSecret, timestamp and nonce."""
    timestamp, nonce = webhook.query.get("timestamp", ""), webhook.query.get("nonce", "")
    received = webhook.query.get("signature", "")
    if not (app_secret and timestamp and nonce and received):
        return False
    joined = "".join(sorted((app_secret, timestamp, nonce)))
    expected = hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()
    return hmac.compare_digest(expected.encode(), received.lower().encode())


def events_of(account: Account, body: bytes) -> list[Event]:
    """The events of a push in JSON or in the XML form; [] where it is for another account, of an unknown
    kind or unreadable."""
    push = _push(body)
    if not push or not push.get("sender_id"):
        return []
    receiver = str(push.get("receiver_id") or "")
    if account.external_id and receiver and receiver != account.external_id:
        return []
    event = _event(account, push)
    return [event] if event else []


def _push(body: bytes) -> dict[str, Any]:
    stripped = body.strip()
    if stripped.startswith(b"<"):
        return _from_xml(stripped)
    try:
        push = json.loads(stripped)
    except ValueError:
        return {}
    return push if isinstance(push, dict) else {}


def _from_xml(body: bytes) -> dict[str, Any]:
    """The XML form brought into the shape of the JSON form."""
    try:
        root = fromstring(body)
    except (ParseError, DefusedXmlException, ValueError):
        return {}
    fields = {child.tag: (child.text or "").strip() for child in root}
    data = {
        "subtype": fields.get("Event", "").lower(),
        "key": fields.get("EventKey", ""),
        "ticket": fields.get("Ticket", ""),
        "longitude": fields.get("Location_Y", ""),
        "latitude": fields.get("Location_X", ""),
        "tovfid": fields.get("MediaId", ""),
    }
    kind = fields.get("MsgType", "").lower()
    return {
        "type": "position" if kind == "location" else kind,
        "receiver_id": fields.get("ToUserName", ""),
        "sender_id": fields.get("FromUserName", ""),
        "created_at": fields.get("CreateTime", ""),
        "text": fields.get("Content", ""),
        "data": {key: value for key, value in data.items() if value},
    }


def _event(account: Account, push: Mapping[str, Any]) -> Event | None:
    data = _data(push)
    kind, subtype = str(push.get("type") or ""), str(data.get("subtype") or "")
    written_at = _time(push.get("created_at"))
    meaning = _meaning(kind, subtype)
    if meaning is None or written_at is None:
        return None
    sender_id, text = str(push["sender_id"]), str(push.get("text") or "")
    return Event(
        kind=meaning,
        platform_id=_identity(push, data, written_at),
        at=written_at,
        sender=Sender(external_id=sender_id),
        text=text or MESSAGE_TYPES.get(kind, ""),
        post_id=str(data.get("status_id") or ""),
        thread_id=sender_id,
        ours=bool(account.external_id) and sender_id == account.external_id,
        facts=_facts(kind, data),
    )


def _data(push: Mapping[str, Any]) -> dict[str, Any]:
    """The details of a push; some senders write them as JSON inside a text."""
    data = push.get("data")
    if isinstance(data, str):
        try:
            data = json.loads(data)
        except ValueError:
            return {}
    return data if isinstance(data, dict) else {}


def _meaning(kind: str, subtype: str) -> EventKind | None:
    if kind in MESSAGE_TYPES:
        return EventKind.MESSAGE
    if kind == "mention":
        return EventKind.MENTION
    return EVENT_KINDS.get(subtype) if kind == "event" else None


def _time(value: object) -> datetime | None:
    text = str(value or "")
    if text.isdecimal() and len(text) <= 11:
        return datetime.fromtimestamp(int(text), UTC)
    return time_of(text)


def _identity(push: Mapping[str, Any], data: Mapping[str, Any], written_at: datetime) -> str:
    """Sender and second, as Weibo advises, and a digest of the content: two different messages may fall
    into one second."""
    content = json.dumps([push.get("type"), push.get("text"), data], sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(content.encode()).hexdigest()[:12]
    return f"{push['sender_id']}-{int(written_at.timestamp())}-{digest}"


def _facts(kind: str, data: Mapping[str, Any]) -> dict[str, Any]:
    kept = ("subtype", "key", "ticket", "longitude", "latitude", "vfid", "tovfid")
    return {"type": kind, **{key: data[key] for key in kept if data.get(key) not in (None, "")}}
