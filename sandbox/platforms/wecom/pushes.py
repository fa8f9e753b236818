"""What the platform sends to the company's server: events of customers, groups and tags, always encrypted."""

import os
import time
from typing import Any

from sandbox.accounts import Account
from sandbox.callbacks import enqueue
from sandbox.platforms import Fan, Push
from sandbox.platforms.wecom import customers
from sandbox.platforms.wecom.crypto import encrypt, signature
from sandbox.world import World

CUSTOMER, CHAT, TAG = "change_external_contact", "change_external_chat", "change_external_tag"


def received(
    world: World, account: Account, fan: Fan, message: dict[str, Any], *, at: float, quietly: bool = False
) -> None:
    """A customer writes to his member: no application hears of it."""


def followed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    """A customer and a member have become friends: told with a welcome code."""
    row = customers.customer(world, account, fan.external_id)
    if row is None:
        return
    code = world.ids(f"welcome|{world.next_number()}").letters(43)
    made = {"code": code, "account": account.key, "external_id": fan.external_id, "made_at": at}
    world.store.insert("wecom_welcome", made)
    detail = {"State": row["state"]} if row["state"] else {}
    detail["WelcomeCode"] = code
    customer_changed(
        world, account, "add_external_contact", row["userid"], fan.external_id, at=at, detail=detail
    )


def unfollowed(world: World, account: Account, fan: Fan, *, at: float) -> None:
    """A customer has deleted his member."""
    row = customers.customer(world, account, fan.external_id)
    if row is not None:
        customer_changed(world, account, "del_follow_user", row["userid"], fan.external_id, at=at)


def customer_changed(
    world: World,
    account: Account,
    change: str,
    userid: str,
    external_id: str,
    *,
    at: float,
    detail: dict[str, Any] | None = None,
) -> None:
    named = {"ChangeType": change, "UserID": userid, "ExternalUserID": external_id}
    enqueue(world, account, change, head(account, CUSTOMER, at=at) | named | (detail or {}))


def chat_changed(
    world: World,
    account: Account,
    change: str,
    chat_id: str,
    *,
    at: float,
    detail: dict[str, Any] | None = None,
) -> None:
    named = {"ChatId": chat_id, "ChangeType": change}
    enqueue(world, account, f"chat_{change}", head(account, CHAT, at=at) | named | (detail or {}))


def tag_changed(world: World, account: Account, change: str, tag: str, *, at: float) -> None:
    named = {"Id": tag, "TagType": "tag", "ChangeType": change}
    enqueue(world, account, f"tag_{change}", head(account, TAG, at=at) | named)


def head(account: Account, event: str, *, at: float) -> dict[str, Any]:
    return {
        "ToUserName": account.credentials["corpid"],
        "FromUserName": "sys",
        "CreateTime": int(at),
        "MsgType": "event",
        "Event": event,
    }


def push(world: World, account: Account, event: dict[str, Any]) -> Push:
    """The request for one event, signed now with a nonce of its own."""
    secret, params = sealed(account, f"<xml>{elements(event)}</xml>")
    shown: dict[str, Any] = {"ToUserName": event["ToUserName"], "Encrypt": secret}
    if world.setting(account, "callback_agent"):
        shown["AgentID"] = account.credentials["agentid"]
    content = f"<xml>{elements(shown)}</xml>"
    return Push("POST", account.callback_url, params, {"content-type": "text/xml"}, content.encode())


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    """The check of a new callback address: an encrypted echo, to be answered in the clear."""
    echo = str(int.from_bytes(os.urandom(8), "big"))
    secret, params = sealed(account, echo)
    return Push("GET", url, params | {"echostr": secret}, {}), echo


def sealed(account: Account, message: str) -> tuple[str, dict[str, str]]:
    """The encrypted message and the parameters that prove it."""
    timestamp, nonce = str(int(time.time())), str(int.from_bytes(os.urandom(4), "big"))
    keys = account.credentials
    secret = encrypt(message, aes_key=keys["aes_key"], receiver=keys["corpid"], random=os.urandom(16))
    proof = signature(keys["token"], timestamp, nonce, secret)
    return secret, {"msg_signature": proof, "timestamp": timestamp, "nonce": nonce}


def read_answer(world: World, account: Account, event: dict[str, Any], answer: str) -> None:
    """Events of customers and groups take no passive reply."""


def elements(fields: dict[str, Any]) -> str:
    """Fields as XML: texts as CDATA, numbers bare, dicts as nested elements."""
    parts = []
    for name, value in fields.items():
        if isinstance(value, dict):
            inner = elements(value)
        elif isinstance(value, (int, float)):
            inner = str(value)
        else:
            inner = "<![CDATA[" + str(value).replace("]]>", "]]]]><![CDATA[>") + "]]>"
        parts.append(f"<{name}>{inner}</{name}>")
    return "".join(parts)
