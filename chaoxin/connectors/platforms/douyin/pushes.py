"""Pushes of the platform: signed by the secret over the raw body, and what events they hold."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.values import (
    Account,
    Event,
    EventKind,
    Outcome,
    Sender,
    Submission,
    Webhook,
    WebhookAnswer,
)
from chaoxin.connectors.wording import said

from .sharing import REFERENCE

SIGNATURE, MESSAGE_ID = "x-douyin-signature", "msg-id"
VERIFICATION = "verify_webhook"
FILLED = 2
SHOWN = {"image": "[图片]", "emoji": "[表情]", "video": "[视频]", "user_local_image": "[图片]"}
CARD = "retain_consult_card"
MILLISECONDS = 10**11  # above it a moment is in milliseconds


@dataclass(frozen=True)
class Push:
    """A push as it was understood. `key` is the same for its repeats, `content` the parsed inside."""

    event: str
    sender: str
    receiver: str
    content: Mapping[str, Any]
    key: str
    now: datetime


def is_signed(webhook: Webhook, secret: str) -> bool:
    """Whether the raw body bears the signature of the secret; compared in constant time."""
    given = header(webhook, SIGNATURE)
    if not secret or not given:
        return False
    made = hashlib.sha1(secret.encode() + webhook.body, usedforsecurity=False).hexdigest()
    return hmac.compare_digest(made.encode(), given.strip().lower().encode())


def answer_verification(account: Account, webhook: Webhook) -> WebhookAnswer | None:
    """The challenge back; None for any other push and where the signature is wrong. The platform's page does not say
    that the check is signed; `unsigned_verification` among the settings takes one without any signature."""
    body = _parsed(webhook.body)
    if body.get("event") != VERIFICATION:
        return None
    unsigned = bool(account.settings.get("unsigned_verification")) and not header(webhook, SIGNATURE)
    if not unsigned and not is_signed(webhook, account.credentials.get("client_secret", "")):
        return None
    challenge = _inside(body.get("content")).get("challenge")
    if not isinstance(challenge, int | str):
        return None
    return WebhookAnswer(json.dumps({"challenge": challenge}), content_type="application/json")


def events_of(account: Account, webhook: Webhook, *, now: datetime) -> list[Event]:
    """The events of a signed push; [] where it says nothing of use."""
    body = _parsed(webhook.body)
    name = str(body.get("event") or "")
    if name not in READERS:
        return []
    key = header(webhook, MESSAGE_ID) or hashlib.sha256(webhook.body).hexdigest()[:40]
    push = Push(
        event=name,
        sender=str(body.get("from_user_id") or ""),
        receiver=str(body.get("to_user_id") or ""),
        content=_inside(body.get("content")),
        key=key,
        now=now,
    )
    found = READERS[name](push)
    return [found] if found else []


def header(webhook: Webhook, name: str) -> str:
    """A header in whatever case."""
    return next((value for key, value in webhook.headers.items() if key.lower() == name), "")


def _message(push: Push) -> Event | None:
    """A private message in, or out as an echo; a card that was filled in is a lead."""
    ours = push.event == "im_send_msg"
    other, own = (push.receiver, push.sender) if ours else (push.sender, push.receiver)
    message_id = str(push.content.get("server_message_id") or "")
    if not other or not message_id:
        return None
    kind = str(push.content.get("message_type") or "text")
    private = _contact_data(push.content) if kind == CARD else {}
    facts = {
        "message_type": kind,
        "server_message_id": message_id,
        "conversation_short_id": str(push.content.get("conversation_short_id") or ""),
    }
    for name in ("resource_url", "item_id", "card_id", "scene_type"):
        if push.content.get(name):
            facts[name] = str(push.content[name])
    return Event(
        kind=EventKind.LEAD if private and not ours else EventKind.MESSAGE,
        platform_id=message_id,
        at=_moment(push.content.get("create_time"), push.now),
        sender=_sender(push, own if ours else other),
        text=_shown(kind, push.content, private),
        thread_id=other,
        ours=ours,
        facts=facts,
        account_id=own,
        private=private,
    )


def _contact_data(content: Mapping[str, Any]) -> dict[str, str]:
    """What a person wrote into a card; empty while the card is only shown."""
    return {
        str(row.get("label") or ""): str(row.get("value") or "")
        for row in _listed(content.get("card_data"))
        if isinstance(row, dict) and row.get("value")
    }


def _shown(kind: str, content: Mapping[str, Any], private: Mapping[str, str]) -> str:
    if kind == CARD:
        if private:
            return f"对方填写了留资卡片：{'、'.join(private)}。"
        return "[留资卡片]"
    return str(content.get("text") or SHOWN.get(kind) or "[暂不支持的消息，请到抖音 App 里查看]")


def _comment(push: Push) -> Event | None:
    content = push.content
    comment_id, item_id = str(content.get("comment_id") or ""), str(content.get("reply_to_item_id") or "")
    author = str(content.get("comment_user_id") or push.sender)
    if not comment_id or not item_id:
        return None
    parent = str(content.get("reply_to_comment_id") or "")
    facts = {"item_id": item_id}
    if parent:
        facts["top_comment_id"] = parent
    return Event(
        kind=EventKind.COMMENT,
        platform_id=comment_id,
        at=_moment(content.get("create_time"), push.now),
        sender=Sender(author, str(content.get("nick_name") or ""), str(content.get("avatar") or "")),
        text=str(content.get("content") or ""),
        post_id=item_id,
        thread_id=parent or comment_id,
        reply_to_id=parent,
        ours=bool(author) and author == push.receiver,
        facts=facts,
        account_id=push.receiver,
    )


def _follow(push: Push) -> Event | None:
    if not push.sender:
        return None
    at = _moment(push.content.get("action_time"), push.now)
    return Event(EventKind.FOLLOW, push.key, at, sender=Sender(push.sender), account_id=push.receiver)


def _entered(push: Push) -> Event | None:
    """Somebody opened the conversation: for a short while the account may speak first."""
    at = _moment(push.content.get("create_time"), push.now)
    facts = {
        name: str(push.content[name])
        for name in ("conversation_short_id", "server_message_id", "scene_type")
        if push.content.get(name)
    }
    return Event(
        EventKind.OTHER,
        push.key,
        at,
        sender=_sender(push, push.sender),
        thread_id=push.sender,
        facts={"event": push.event, **facts},
        account_id=push.receiver,
    )


def _revoked(push: Push) -> Event | None:
    return Event(
        EventKind.GRANT_REVOKED,
        push.key,
        push.now,
        text=said("账号主人在抖音里取消了授权。"),
        facts={"scopes": _listed(push.content.get("scopes"))},
        account_id=push.sender,
    )


def _authorized(push: Push) -> Event | None:
    scopes = _listed(push.content.get("scopes"))
    facts = {"event": push.event, "scopes": scopes}
    return Event(EventKind.OTHER, push.key, push.now, facts=facts, account_id=push.sender)


def _shared(push: Push) -> Event | None:
    """Somebody published in the app what was shared into it; the share's id names the intent."""
    item_id, share_id = (str(push.content.get(name) or "") for name in ("item_id", "share_id"))
    if not item_id:
        return None
    submission = Submission(
        Outcome.PENDING,
        reference=f"{REFERENCE}{share_id}",
        post_id=item_id,
        facts={"item_id": item_id, "video_id": str(push.content.get("video_id") or ""), "share_id": share_id},
    )
    return Event(
        EventKind.PUBLISH_RESULT,
        push.key,
        push.now,
        post_id=item_id,
        submission=submission,
        account_id=push.sender,
    )


READERS: Mapping[str, Callable[[Push], Event | None]] = {
    "im_receive_msg": _message,
    "im_send_msg": _message,
    "im_enter_direct_msg": _entered,
    "item_comment_reply": _comment,
    "new_follow_action": _follow,
    "authorize": _authorized,
    "contract_authorize": _authorized,
    "unauthorize": _revoked,
    "contract_unauthorize": _revoked,
    "create_video": _shared,
}


def _sender(push: Push, open_id: str) -> Sender:
    for user in _listed(push.content.get("user_infos")):
        if isinstance(user, dict) and user.get("open_id") == open_id:
            return Sender(open_id, str(user.get("nick_name") or ""), str(user.get("avatar") or ""))
    return Sender(open_id)


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _moment(value: Any, otherwise: datetime) -> datetime:
    """A moment in seconds or milliseconds; `otherwise` where there is none."""
    try:
        number = float(value)
        return datetime.fromtimestamp(number / 1000 if number > MILLISECONDS else number, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return otherwise


def _inside(content: Any) -> Mapping[str, Any]:
    """The content, which is an object for older events and JSON inside a text for newer ones."""
    if isinstance(content, str):
        return _parsed(content.encode())
    return content if isinstance(content, dict) else {}


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        found = json.loads(body)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}
