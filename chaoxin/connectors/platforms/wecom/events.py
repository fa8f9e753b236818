"""From the fields of a push to events.

Pushes of customers and groups carry no message id and all come from `sys`: an event is known by what changed, by whom
it concerns, and by its second.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import Event, EventKind, Sender

Fields = Mapping[str, Any]

LATEST_SECOND = 253_402_300_800  # the year 10000, beyond which there are no dates
BY_TRANSFER = "DELETE_BY_TRANSFER"
NOT_TOLD = frozenset({"ToUserName", "FromUserName", "CreateTime", "MsgType", "AgentID", "Encrypt"})


def events_of(fields: Fields) -> list[Event]:
    """The events of a push; [] where it is no event of customers, groups or tags or lacks what all of them have."""
    second = _number(fields.get("CreateTime"))
    describe = DESCRIBED.get(_text(fields, "Event"))
    if _text(fields, "MsgType") != "event" or describe is None or not 0 < second < LATEST_SECOND:
        return []
    event = describe(fields)
    return [event] if event else []


def _customer(fields: Fields) -> Event | None:
    change, customer, member = (_text(fields, name) for name in ("ChangeType", "ExternalUserID", "UserID"))
    if not change or not customer:
        return None
    return Event(
        kind=_customer_kind(fields, change),
        platform_id=":".join(["customer", change, customer, member, _text(fields, "CreateTime")]),
        at=_at(fields),
        sender=Sender(external_id=customer),
        thread_id=customer,
        facts={**_details(fields), "event": change, **_ended_by(change)},
    )


def _customer_kind(fields: Fields, change: str) -> EventKind:
    """A customer handed over to another member stays a customer; one who was only added from his side is none yet."""
    if change == "add_external_contact":
        return EventKind.FOLLOW
    if change == "del_external_contact" and _text(fields, "Source") == BY_TRANSFER:
        return EventKind.OTHER
    return EventKind.UNFOLLOW if change in ENDED_BY else EventKind.OTHER


def _ended_by(change: str) -> dict[str, str]:
    return {"ended_by": ENDED_BY[change]} if change in ENDED_BY else {}


def _group(fields: Fields) -> Event | None:
    change, chat = _text(fields, "ChangeType"), _text(fields, "ChatId")
    if not change or not chat:
        return None
    parts = ["group", change, chat, _text(fields, "UpdateDetail"), _text(fields, "CreateTime")]
    version = _text(fields, "CurMemVer")
    return Event(
        kind=EventKind.OTHER,
        platform_id=":".join([*parts, version] if version else parts),
        at=_at(fields),
        thread_id=chat,
        facts={**_details(fields), "event": f"group_{change}"},
    )


def _tag(fields: Fields) -> Event | None:
    change, tag = _text(fields, "ChangeType"), _text(fields, "Id")
    if not change:
        return None
    return Event(
        kind=EventKind.OTHER,
        platform_id=":".join(["tag", change, _text(fields, "TagType"), tag, _text(fields, "CreateTime")]),
        at=_at(fields),
        facts={**_details(fields), "event": f"tag_{change}"},
    )


ENDED_BY: Mapping[str, str] = {"del_follow_user": "customer", "del_external_contact": "member"}
DESCRIBED: Mapping[str, Callable[[Fields], Event | None]] = {
    "change_external_contact": _customer,
    "change_external_chat": _group,
    "change_external_tag": _tag,
}


def _details(fields: Fields) -> dict[str, Any]:
    """Everything else that the push tells, under the platform's own names."""
    return {name: value for name, value in fields.items() if name not in NOT_TOLD and value not in ("", None)}


def _at(fields: Fields) -> datetime:
    return datetime.fromtimestamp(_number(fields.get("CreateTime")), UTC)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _number(value: Any) -> int:
    try:
        return int(str(value))
    except ValueError:
        return 0
