"""What the platform sends to the company's server: messages and events as XML, plain or encrypted."""

import os
import time
from typing import Any

from defusedxml import ElementTree

from sandbox.accounts import Account
from sandbox.callbacks import enqueue
from sandbox.conversing import FROM_ACCOUNT, keep
from sandbox.following import fan_by_external_id
from sandbox.platforms import Fan, Push
from sandbox.platforms.wechat import windows
from sandbox.platforms.wechat.crypto import decrypt, encrypt, signature
from sandbox.world import World

FIRST_MESSAGE_ID = 24_000_000_000_000_000


def received(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float, quietly: bool = False
) -> None:
    """Open the window for answers and push a fan's message, unless `quietly`."""
    windows.open_for_message(world, account, fan.external_id, at=at)
    if quietly:
        return
    kind = message["kind"]
    event = head(account, fan, at=at) | {"MsgType": kind}
    if kind == "text":
        event["Content"] = message["text"]
    else:
        event |= message["detail"]
    event["MsgId"] = FIRST_MESSAGE_ID + message["id"]
    enqueue(world, account, kind, event)


def followed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    windows.open_for_follow(world, account, fan.external_id, at=at)
    event = head(account, fan, at=at) | {"MsgType": "event", "Event": "subscribe", "EventKey": ""}
    enqueue(world, account, "subscribe", event)


def unfollowed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    windows.close(world, account, fan.external_id)
    event = head(account, fan, at=at) | {"MsgType": "event", "Event": "unsubscribe", "EventKey": ""}
    enqueue(world, account, "unsubscribe", event)


def head(account: Account, fan: Fan, *, at: float) -> dict[str, Any]:
    return {
        "ToUserName": account.credentials["original_id"],
        "FromUserName": fan.external_id,
        "CreateTime": int(at),
    }


def push(world: World, account: Account, event: dict[str, Any]) -> Push:
    """The request for one event, signed now with a nonce of its own."""
    timestamp, nonce = str(int(time.time())), str(int.from_bytes(os.urandom(4), "big"))
    token, mode = account.credentials["token"], world.setting(account, "callback_mode")
    params = {
        "signature": signature(token, timestamp, nonce),
        "timestamp": timestamp,
        "nonce": nonce,
        "openid": str(event["FromUserName"]),
    }
    content = f"<xml>{elements(event)}</xml>"
    if mode != "plain":
        secret = encrypt(
            content,
            aes_key=account.credentials["aes_key"],
            appid=account.credentials["appid"],
            random=os.urandom(16),
        )
        params["encrypt_type"] = "aes"
        params["msg_signature"] = signature(token, timestamp, nonce, secret)
        shown = event if mode == "compatible" else {"ToUserName": event["ToUserName"]}
        content = f"<xml>{elements(shown)}{elements({'Encrypt': secret})}</xml>"
    return Push("POST", account.callback_url, params, {"content-type": "text/xml"}, content.encode())


def elements(fields: dict[str, Any]) -> str:
    """Fields as XML: texts as CDATA, numbers bare, lists as repeated elements."""
    parts = []
    for name, value in fields.items():
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                inner = elements(one)
            elif isinstance(one, (int, float)):
                inner = str(one)
            else:
                inner = "<![CDATA[" + str(one).replace("]]>", "]]]]><![CDATA[>") + "]]>"
            parts.append(f"<{name}>{inner}</{name}>")
    return "".join(parts)


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    """The check of a new callback address, and the echo it must answer."""
    timestamp, nonce = str(int(time.time())), str(int.from_bytes(os.urandom(4), "big"))
    echo = str(int.from_bytes(os.urandom(8), "big"))
    proof = signature(account.credentials["token"], timestamp, nonce)
    params = {"signature": proof, "timestamp": timestamp, "nonce": nonce, "echostr": echo}
    return Push("GET", url, params, {}), echo


def read_answer(world: World, account: Account, event: dict[str, Any], answer: str) -> None:
    """A passive reply reaches the fan; an empty answer, `success` or an unreadable one says nothing."""
    text = answer.strip()
    if not text.startswith("<xml"):
        return
    try:
        reply = ElementTree.fromstring(text)
        secret = reply.findtext("Encrypt")
        if secret:
            inner = decrypt(
                secret, aes_key=account.credentials["aes_key"], appid=account.credentials["appid"]
            )
            reply = ElementTree.fromstring(inner)
    except (ElementTree.ParseError, ValueError):
        return
    found = fan_by_external_id(world, account, str(event.get("FromUserName", "")))
    if found is None:
        return
    kind = (reply.findtext("MsgType") or "").strip()
    words = reply.findtext("Content") or reply.findtext(".//Title") or f"[{kind}]"
    detail = {"passive": True, "msgtype": kind}
    keep(
        world,
        account,
        found[0].person_key,
        direction=FROM_ACCOUNT,
        kind=kind,
        text=words,
        at=world.clock.now(),
        detail=detail,
    )
