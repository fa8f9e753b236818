"""Leads as the platform pushes them: new ones, and changes of those that were pushed before."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.connectors.wording import said

from . import links

PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")
TYPES = {"0": "new", "1": "changed", "2": "attribution"}
PHONE_NUMBER, WECHAT_ID = said("手机号"), said("微信号")
CONTACTS = {"phone_num": PHONE_NUMBER, "wechat": WECHAT_ID}
KEPT = (
    "leads_tag", "info_status", "area", "source", "auto_recognize", "note_link", "ad_account", "campaign_id",
    "campaign_name", "unit_id", "unit_name", "creativity_id", "creativity_name", "link_id", "link_name",
    "msg_receive_id", "msg_receive_name", "staff_name", "staff_labels",
)  # fmt: skip
# What people are shown of it, in this order.
SHOWN = {
    "info_status": said("留资情况"),
    "leads_tag": said("标签"),
    "area": said("地区"),
    "source": said("来源"),
    "ad_account": said("广告账号"),
    "campaign_name": said("广告计划"),
    "unit_name": said("广告单元"),
    "creativity_name": said("创意"),
    "link_name": said("落地页"),
    "msg_receive_name": said("收到私信的账号"),
    "staff_name": said("跟进人"),
    "staff_labels": said("跟进人的标签"),
}
NOTHING: tuple[object, ...] = (None, "", -1, "-1", [], {})
PHONE = re.compile(r"(?<!\d)(1\d{2})\d{4}(\d{4})(?!\d)")
MILLISECONDS = 10**11
LONGEST_ID = 120


def events_of(body: bytes, *, now: datetime) -> list[Event]:
    """The lead of a push, [] where there is none. The contact data stand in `private` only: text and facts have them
    masked. `thread_id` is the lead's number: pushes with the same one tell of the same lead, the latest as it is."""
    try:
        push = json.loads(body)
    except ValueError:
        return []
    data = push.get("data") if isinstance(push, dict) else None
    if not isinstance(data, dict) or not str(data.get("id") or "").strip():
        return []
    number = str(data["id"]).strip()[:LONGEST_ID]
    private: dict[str, str] = {
        name: str(data[field]).strip() for field, name in CONTACTS.items() if data.get(field)
    }
    event = Event(
        kind=EventKind.LEAD,
        platform_id=f"{number}-{_digest(data)}",
        at=_time(push, data) or now,
        sender=_sender(data, number),
        text=_text(data, private),
        post_id=_note_id(data),
        thread_id=number,
        facts={"lead_id": number, "change": _change(data), **_facts(data, private)},
        private=private,
    )
    return [event]


def masked(text: str, private: Mapping[str, str]) -> str:
    """The text without contact data: those that the lead names, and whatever looks like a mobile number."""
    for name, value in private.items():
        if len(value) >= 4:
            shown = PHONE.sub(r"\1****\2", value) if name == PHONE_NUMBER else f"{value[:2]}***"
            text = text.replace(value, shown if shown != value else f"{value[:2]}***")
    return PHONE.sub(r"\1****\2", text)


def _digest(data: Mapping[str, Any]) -> str:
    """A push that says the same is the same push; a change of the lead is another one."""
    content = json.dumps(data, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def _change(data: Mapping[str, Any]) -> str:
    return TYPES.get(str(data.get("type", 0)), TYPES["1"])


def _sender(data: Mapping[str, Any], number: str) -> Sender:
    return Sender(external_id=str(data.get("red_id") or number), name=str(data.get("nick_name") or ""))


def _text(data: Mapping[str, Any], private: Mapping[str, str]) -> str:
    """A sentence for the person who takes care of the lead."""
    who = str(data.get("nick_name") or "有人")
    area = f"（{data['area']}）" if data.get("area") else ""
    told = [str(data[name]) for name in ("info_status", "leads_tag") if data.get(name)]
    left = "、".join(
        name for field, name in ((PHONE_NUMBER, "手机"), (WECHAT_ID, "微信")) if private.get(field)
    )
    parts = [f"{who}{area}{'，'.join(['', *told])}"]
    if left:
        parts.append(f"留了{left}")
    for label, field in (("备注", "remark"), ("开口", "open_talk")):
        if data.get(field):
            parts.append(f"{label}：{data[field]}")
    return masked("。".join(parts), private)


def _facts(data: Mapping[str, Any], private: Mapping[str, str]) -> dict[str, Any]:
    kept = {name: data[name] for name in KEPT if data.get(name) not in NOTHING}
    told = {name: _masked_within(value, private) for name, value in kept.items()}
    shown = [[label, _readable(told[name])] for name, label in SHOWN.items() if name in told]
    return {**told, "shown": shown, "link": told.get("note_link", "")}


def _masked_within(value: Any, private: Mapping[str, str]) -> Any:
    if isinstance(value, list):
        return [_masked_within(part, private) for part in value]
    return masked(value, private) if isinstance(value, str) else value


def _readable(value: Any) -> str:
    return "、".join(str(part) for part in value) if isinstance(value, list) else str(value)


def _note_id(data: Mapping[str, Any]) -> str:
    try:
        return links.recognize(str(data.get("note_link") or "")).post_id
    except FixContent:
        return ""


def _time(push: Mapping[str, Any], data: Mapping[str, Any]) -> datetime | None:
    """When it happened: the push's own time, in seconds or milliseconds or as text, else the lead's; None where neither
    can be read."""
    for given in (push.get("timestamp"), data.get("time")):
        text = str(given or "").strip()
        if text.isdecimal() and len(text) <= 14:
            seconds = int(text) / 1000 if int(text) >= MILLISECONDS else int(text)
            return datetime.fromtimestamp(seconds, UTC)
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            continue
        return (at if at.tzinfo else at.replace(tzinfo=PLATFORM_ZONE)).astimezone(UTC)
    return None
