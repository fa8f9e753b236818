"""From the fields of a push to events.

Repeats: a message is known by its MsgId; an event by sender and second, and by name and key, since several
events may carry the same second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import Event, EventKind, Sender

from . import results
from .limits import REPLIES_PER_MESSAGE, REPLY_HOURS
from .results import Fields, number_of, text_of

LATEST_SECOND = 253_402_300_800  # the year 10000, beyond which there are no dates
# An act of the user that opens a short time for replies: 3 messages within a minute.
SHORT_WINDOW = frozenset({"subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg"})
MESSAGE_WINDOW = {"reply_window_seconds": REPLY_HOURS.value * 3600, "reply_quota": REPLIES_PER_MESSAGE.value}
EVENT_WINDOW = {"reply_window_seconds": 60, "reply_quota": 3}


def events_of(fields: Fields) -> list[Event]:
    """The events of a push; [] where it lacks what every push has."""
    sender, kind, second = (
        text_of(fields, "FromUserName"),
        text_of(fields, "MsgType"),
        number_of(fields.get("CreateTime")),
    )
    if not sender or not kind or second is None or not 0 < second < LATEST_SECOND:
        return []
    if kind == "event":
        return [_event(fields)] if text_of(fields, "Event") else []
    return [_message(fields, kind)] if text_of(fields, "MsgId") else []


def _message(fields: Fields, kind: str) -> Event:
    describe = MESSAGE_TEXTS.get(kind)
    sender = text_of(fields, "FromUserName")
    return Event(
        kind=EventKind.MESSAGE,
        platform_id=text_of(fields, "MsgId"),
        at=_at(fields),
        sender=Sender(external_id=sender),
        text=describe(fields) if describe else f"[{kind}]",
        thread_id=sender,
        facts={**_details(fields), "message_type": kind, **MESSAGE_WINDOW},
    )


def _event(fields: Fields) -> Event:
    name = text_of(fields, "Event")
    if name in results.PUBLISH_FINISHED:
        return results.publish_result(fields, at=_at(fields))
    if name == results.MASS_FINISHED and text_of(fields, "MsgID"):
        return results.mass_result(fields, at=_at(fields))
    sender = text_of(fields, "FromUserName")
    window = EVENT_WINDOW if name in SHORT_WINDOW else {}
    kind = {"subscribe": EventKind.FOLLOW, "unsubscribe": EventKind.UNFOLLOW}.get(name, EventKind.OTHER)
    details = _details(fields)
    if name == "subscribe" and text_of(fields, "EventKey").startswith("qrscene_"):
        details["scene"] = text_of(fields, "EventKey").removeprefix("qrscene_")
    return Event(
        kind=kind,
        platform_id=":".join([sender, text_of(fields, "CreateTime"), name, _event_key(fields)]).rstrip(":"),
        at=_at(fields),
        sender=Sender(external_id=sender),
        thread_id=sender,
        facts={**details, "event": name, **window},
    )


def _event_key(fields: Fields) -> str:
    """What tells events of the same name and second apart."""
    for name in ("EventKey", "MsgID", "MsgId", "MenuId"):
        if text_of(fields, name):
            return text_of(fields, name)
    return ""


def _details(fields: Fields) -> dict[str, Any]:
    """Everything else that the push tells, under the platform's own names."""
    known = {"FromUserName", "CreateTime", "MsgType", "Event", "MsgId", "Content", "Encrypt"}
    return {name: value for name, value in fields.items() if name not in known and value not in ("", None)}


def _at(fields: Fields) -> datetime:
    return datetime.fromtimestamp(number_of(fields.get("CreateTime")) or 0, UTC)


def _place(fields: Fields) -> str:
    label = text_of(fields, "Label")
    return (
        f"[位置] {label}"
        if label
        else f"[位置] {text_of(fields, 'Location_X')}, {text_of(fields, 'Location_Y')}"
    )


def _link(fields: Fields) -> str:
    return f"[链接] {text_of(fields, 'Title')} {text_of(fields, 'Url')}".strip()


MESSAGE_TEXTS: Mapping[str, Callable[[Fields], str]] = {
    "text": lambda fields: text_of(fields, "Content"),
    "image": lambda fields: "[图片]",
    "voice": lambda fields: f"[语音] {text_of(fields, 'Recognition')}".strip(),
    "video": lambda fields: "[视频]",
    "shortvideo": lambda fields: "[小视频]",
    "location": _place,
    "link": _link,
}
