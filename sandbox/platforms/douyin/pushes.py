"""Events pushed to the company: signed by the secret over the raw body, with an id of their own."""

import hashlib
import json
from typing import Any

from sandbox.accounts import Account
from sandbox.callbacks import enqueue
from sandbox.clock import local_time
from sandbox.platforms import Push
from sandbox.platforms.douyin.accounts import app_of
from sandbox.world import World

SIGNATURE, MESSAGE_ID = "X-Douyin-Signature", "Msg-Id"
OUR_ID = "msg_id"  # kept beside the payload, travels as a header


def tell(
    world: World,
    account: Account,
    event: str,
    content: dict[str, Any],
    *,
    from_user: str = "",
    to_user: str = "",
) -> None:
    """Have an event pushed to the account's callback address. Some events carry their content as JSON inside a text."""
    number = world.next_number()
    as_text = event in world.setting(account, "content_as_text")
    payload = {
        "event": event,
        "client_key": account.credentials["client_key"],
        "from_user_id": from_user,
        "to_user_id": to_user,
        "content": json.dumps(content, ensure_ascii=False) if as_text else content,
        "log_id": f"{local_time(world.clock.now()):%Y%m%d%H%M%S}{number:010d}",
        OUR_ID: world.ids(f"douyin push|{number}").hexadecimal(32),
    }
    enqueue(world, account, event, payload)


def told_authorization(world: World, account: Account, event: str, *, scopes: list[str], at: float) -> None:
    """The app hears that a person gave it something, or took it back."""
    content = {"scopes": scopes} if event == "authorize" else {"scopes": scopes, "revoke_time": int(at)}
    tell(world, account, event, content, from_user=account.external_id)


def push(world: World, account: Account, payload: dict[str, Any]) -> Push:
    shown = {name: value for name, value in payload.items() if name != OUR_ID}
    content = json.dumps(shown, ensure_ascii=False, separators=(",", ":")).encode()
    headers = signed(world, account, content) | {MESSAGE_ID: str(payload.get(OUR_ID, ""))}
    return Push("POST", account.callback_url, {}, headers, content)


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    """The check of an address: it has to give the challenge back."""
    challenge = world.ids(f"douyin challenge|{world.next_number()}").number(10_000, 99_999)
    shown = {
        "event": "verify_webhook",
        "client_key": account.credentials["client_key"],
        "from_user_id": "",
        "to_user_id": "",
        "content": {"challenge": challenge},
    }
    content = json.dumps(shown, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json"}
    if world.setting(account, "signed_verification"):
        headers = signed(world, account, content)
    return Push("POST", url, {}, headers, content), json.dumps({"challenge": challenge})


def signed(world: World, account: Account, content: bytes) -> dict[str, str]:
    secret = app_of(world, account).client_secret
    signature = hashlib.sha1(secret.encode() + content, usedforsecurity=False).hexdigest()
    return {"Content-Type": "application/json", SIGNATURE: signature}
