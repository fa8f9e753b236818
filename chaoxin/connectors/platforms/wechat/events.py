"""From the fields of a push to events.

Repeats: a message is known by its MsgId; an event by sender and second, and by name and key, since several
events may carry the same second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import Event, EventKind, Outcome, Sender, Submission

from .limits import REPLIES_PER_MESSAGE, REPLY_HOURS
from .outcomes import SUCCEEDED, day_of, judged

Fields = Mapping[str, Any]

PUBLISH_FINISHED = frozenset({"PUBLISHJOBFINISH", "FREEPUBLISHJOBFINISH"})
LATEST_SECOND = 253_402_300_800  # the year 10000, beyond which there are no dates
# An act of the user that opens a short time for replies: 3 messages within a minute.
SHORT_WINDOW = frozenset({"subscribe", "SCAN", "CLICK", "scancode_push", "scancode_waitmsg"})
MESSAGE_WINDOW = {"reply_window_seconds": REPLY_HOURS.value * 3600, "reply_quota": REPLIES_PER_MESSAGE.value}
EVENT_WINDOW = {"reply_window_seconds": 60, "reply_quota": 3}


def events_of(fields: Fields) -> list[Event]:
    """The events of a push; [] where it lacks what every push has."""
    sender, kind, second = (
        _text(fields, "FromUserName"),
        _text(fields, "MsgType"),
        _number(fields.get("CreateTime")),
    )
    if not sender or not kind or second is None or not 0 < second < LATEST_SECOND:
        return []
    if kind == "event":
        return [_event(fields)] if _text(fields, "Event") else []
    return [_message(fields, kind)] if _text(fields, "MsgId") else []


def _message(fields: Fields, kind: str) -> Event:
    describe = MESSAGE_TEXTS.get(kind)
    sender = _text(fields, "FromUserName")
    return Event(
        kind=EventKind.MESSAGE,
        platform_id=_text(fields, "MsgId"),
        at=_at(fields),
        sender=Sender(external_id=sender),
        text=describe(fields) if describe else f"[{kind}]",
        thread_id=sender,
        facts={**_details(fields), "message_type": kind, **MESSAGE_WINDOW},
    )


def _event(fields: Fields) -> Event:
    name = _text(fields, "Event")
    if name in PUBLISH_FINISHED:
        return _publish_result(fields)
    sender = _text(fields, "FromUserName")
    window = EVENT_WINDOW if name in SHORT_WINDOW else {}
    kind = {"subscribe": EventKind.FOLLOW, "unsubscribe": EventKind.UNFOLLOW}.get(name, EventKind.OTHER)
    details = _details(fields)
    if name == "subscribe" and _text(fields, "EventKey").startswith("qrscene_"):
        details["scene"] = _text(fields, "EventKey").removeprefix("qrscene_")
    return Event(
        kind=kind,
        platform_id=":".join([sender, _text(fields, "CreateTime"), name, _event_key(fields)]).rstrip(":"),
        at=_at(fields),
        sender=Sender(external_id=sender),
        thread_id=sender,
        facts={**details, "event": name, **window},
    )


def _publish_result(fields: Fields) -> Event:
    """The result of a publish job. A success is told as PENDING, to be looked up at once: it counts as
    published only when the article has been read."""
    info = fields.get("PublishEventInfo")
    info = info if isinstance(info, dict) else {}
    job, state = _text(info, "publish_id"), _number(info.get("publish_status"))
    facts = {"publish_id": job}
    if state == SUCCEEDED:
        facts["published_on"] = day_of(_at(fields))
    if article_id := _text(info, "article_id"):
        facts["article_id"] = article_id
    if url := _first_url(info.get("article_detail")):
        facts["url"] = url
    return Event(
        kind=EventKind.PUBLISH_RESULT,
        platform_id=f"publish:{job}:{state}",
        at=_at(fields),
        submission=_submission(job, state, facts, info),
        facts=facts,
    )


def _submission(job: str, state: int | None, facts: Fields, info: Fields) -> Submission:
    reference = f"publish:{job}"
    if state == SUCCEEDED or state is None:
        sentence = "微信说已发布，正在读取文章核实。"
        return Submission(
            Outcome.PENDING, reference=reference, look_again_after_seconds=0, sentence=sentence, facts=facts
        )
    return judged(state, reference=reference, facts=facts, failed=_many(info.get("fail_idx")))


def _first_url(detail: Any) -> str:
    items = _many(detail.get("item")) if isinstance(detail, dict) else []
    return _text(items[0], "article_url") if items and isinstance(items[0], dict) else ""


def _event_key(fields: Fields) -> str:
    """What tells events of the same name and second apart."""
    for name in ("EventKey", "MsgID", "MsgId", "MenuId"):
        if _text(fields, name):
            return _text(fields, name)
    return ""


def _details(fields: Fields) -> dict[str, Any]:
    """Everything else that the push tells, under the platform's own names."""
    known = {"FromUserName", "CreateTime", "MsgType", "Event", "MsgId", "Content", "Encrypt"}
    return {name: value for name, value in fields.items() if name not in known and value not in ("", None)}


def _at(fields: Fields) -> datetime:
    return datetime.fromtimestamp(_number(fields.get("CreateTime")) or 0, UTC)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return str(value).strip() if isinstance(value, (str, int)) else ""


def _number(value: Any) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _many(value: Any) -> list[Any]:
    if value in (None, ""):
        return []
    return value if isinstance(value, list) else [value]


def _place(fields: Fields) -> str:
    label = _text(fields, "Label")
    return (
        f"[位置] {label}" if label else f"[位置] {_text(fields, 'Location_X')}, {_text(fields, 'Location_Y')}"
    )


def _link(fields: Fields) -> str:
    return f"[链接] {_text(fields, 'Title')} {_text(fields, 'Url')}".strip()


MESSAGE_TEXTS: Mapping[str, Callable[[Fields], str]] = {
    "text": lambda fields: _text(fields, "Content"),
    "image": lambda fields: "[图片]",
    "voice": lambda fields: f"[语音] {_text(fields, 'Recognition')}".strip(),
    "video": lambda fields: "[视频]",
    "shortvideo": lambda fields: "[小视频]",
    "location": _place,
    "link": _link,
}
