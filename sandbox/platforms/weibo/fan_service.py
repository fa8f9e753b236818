"""粉丝服务: private messages pushed to the company, and its answers within 48 hours."""

import hashlib
import json
import os
import time
from typing import Any
from urllib.parse import unquote_plus

from sandbox.accounts import Account
from sandbox.callbacks import enqueue
from sandbox.calls import Call
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.following import fan_by_external_id, follows
from sandbox.platforms import Fan, Push
from sandbox.platforms.weibo.accounts import app_of
from sandbox.platforms.weibo.errors import refusal
from sandbox.platforms.weibo.objects import date_text
from sandbox.platforms.weibo.statuses import length
from sandbox.world import World

TEXT_LIMIT = 300
MOST_ARTICLES = 8
EVENT_TEXTS = {"follow": "关注事件消息", "unfollow": "取消关注事件消息"}


def received(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float, quietly: bool = False
) -> None:
    if not world.setting(account, "fan_service"):
        return
    open_window(world, account, fan, at=at)
    if quietly:
        return
    body = head(account, fan, at=at) | {
        "type": message["kind"],
        "text": message["text"],
        "data": message["detail"],
    }
    enqueue(world, account, message["kind"], body)


def followed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    if world.setting(account, "fan_service"):
        open_window(world, account, fan, at=at)
        event(world, account, fan, "follow", at=at)


def unfollowed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    if world.setting(account, "fan_service"):
        world.store.run(
            "DELETE FROM weibo_window WHERE account = ? AND person_uid = ?", account.key, fan.external_id
        )
        event(world, account, fan, "unfollow", at=at)


def event(world: World, account: Account, fan: Fan, subtype: str, *, at: float) -> None:
    body = head(account, fan, at=at) | {
        "type": "event",
        "text": EVENT_TEXTS[subtype],
        "data": {"subtype": subtype, "key": "", "ticket": ""},
    }
    enqueue(world, account, subtype, body)


def head(account: Account, fan: Fan, *, at: float) -> dict[str, Any]:
    return {
        "receiver_id": int(account.external_id),
        "sender_id": int(fan.external_id),
        "created_at": date_text(at),
    }


def open_window(world: World, account: Account, fan: Fan, *, at: float) -> None:
    world.store.run(
        "INSERT INTO weibo_window (account, person_uid, until) VALUES (?, ?, ?) "
        "ON CONFLICT DO UPDATE SET until = max(until, excluded.until)",
        account.key,
        fan.external_id,
        at + world.setting(account, "message_window_seconds"),
    )


def push(world: World, account: Account, payload: dict[str, Any]) -> Push:
    params, _ = proof(world, account)
    content = json.dumps(payload, ensure_ascii=False).encode()
    return Push(
        "POST", account.callback_url, params, {"content-type": "application/json; charset=utf-8"}, content
    )


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    params, nonce = proof(world, account)
    echo = hashlib.md5(nonce.encode(), usedforsecurity=False).hexdigest()
    return Push("GET", url, {**params, "echostr": echo}, {}), echo


def proof(world: World, account: Account) -> tuple[dict[str, str], str]:
    """Signature by the app's secret, timestamp and nonce; there is no token of its own."""
    secret, timestamp, nonce = app_of(world, account).app_secret, str(int(time.time())), os.urandom(5).hex()
    joined = "".join(sorted((secret, timestamp, nonce)))
    signature = hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()
    return {"signature": signature, "timestamp": timestamp, "nonce": nonce}, nonce


def read_answer(world: World, account: Account, payload: dict[str, Any], answer: str) -> None:
    """A passive reply reaches the person; an empty or unreadable answer says nothing."""
    try:
        reply = json.loads(answer)
        if not isinstance(reply, dict) or not reply.get("result"):
            return
        kind = str(reply.get("type", "text"))
        data = parsed(str(reply.get("data", "")))
        words = shown(kind, data)
    except (ValueError, KeyError, TypeError):
        return
    found = fan_by_external_id(world, account, str(payload["sender_id"]))
    if found is not None:
        key, now = found[0].person_key, world.clock.now()
        keep(
            world,
            account,
            key,
            direction=FROM_ACCOUNT,
            kind=kind,
            text=words,
            at=now,
            detail={"passive": True},
        )


def reply(call: Call) -> dict[str, Any]:
    """POST /2/messages/reply.json on m.api"""
    account, fields = call.the_account, call.fields()
    if not call.world.setting(account, "fan_service"):
        raise refusal(10014)
    fan = receiver(call, fields.get("receiver_id", ""))
    kind = fields.get("type", "")
    try:
        data = parsed(fields.get("data", ""))
        words = shown(kind, data)
    except (ValueError, KeyError, TypeError) as error:
        raise refusal(10017, "Parameter (data)'s value invalid!") from error
    if kind == "text" and length(words) > TEXT_LIMIT:
        raise refusal(20013)
    keep(
        call.world,
        account,
        fan.person_key,
        direction=FROM_ACCOUNT,
        kind=kind,
        text=words,
        at=call.at,
        detail=data,
        request_id=call.id,
    )
    ids = {"sender_id": int(account.external_id), "receiver_id": int(fan.external_id)}
    return {"result": True, **ids, "type": kind, "data": json.dumps(data, ensure_ascii=False)}


def receiver(call: Call, uid: str) -> Fan:
    """Whom the account may write to. 20003 unknown, 20301 left or never wrote, 20311 longer than 48 hours ago."""
    if not uid:
        raise refusal(10016, "Miss required parameter (receiver_id), see doc for more info!")
    found = fan_by_external_id(call.world, call.the_account, uid)
    if found is None:
        raise refusal(20003)
    until = call.world.store.value(
        "SELECT until FROM weibo_window WHERE account = ? AND person_uid = ?", call.the_account.key, uid
    )
    if until is None:
        raise refusal(20301)
    if until <= call.at:
        raise refusal(20311 if follows(call.world, call.the_account, found[0].person_key) else 20301)
    return found[0]


def parsed(text: str) -> dict[str, Any]:
    """JSON, or JSON that was URL-encoded once more as the platform's page asks. Raises ValueError."""
    try:
        value = json.loads(text)
    except ValueError:
        value = json.loads(unquote_plus(text))
    if not isinstance(value, dict):
        raise ValueError(text)
    return value


def shown(kind: str, data: dict[str, Any]) -> str:
    """What the person reads. Raises ValueError or KeyError for what the platform would refuse."""
    if kind == "text":
        if not str(data["text"]).strip():
            raise ValueError("empty text")
        return str(data["text"])
    if kind == "articles":
        articles = data["articles"]
        if not 1 <= len(articles) <= MOST_ARTICLES:
            raise ValueError("articles")
        return "\n".join(f"{one['display_name']} {one['url']}" for one in articles)
    if kind == "position":
        return f"[位置 {float(data['longitude'])},{float(data['latitude'])}]"
    raise ValueError(kind)
