"""Pushes to the application's callback address: a test when it is saved, and consents given and withdrawn."""

import hashlib
import json
from typing import Any

from sandbox import callbacks
from sandbox.accounts import Account
from sandbox.platforms import Push
from sandbox.platforms.kuaishou.accounts import app_of
from sandbox.world import World

TEST, AUTHORIZE, UNAUTHORIZE = "TEST", "AUTHORIZE", "UNAUTHORIZE"


def authorized(world: World, account: Account, scopes: list[str]) -> None:
    """The user consented."""
    data = {"open_id": account.external_id, "scope": scopes, "is_new": not _has_consented(world, account)}
    callbacks.enqueue(world, account, AUTHORIZE, message(world, account, AUTHORIZE, data))


def withdrawn(world: World, account: Account) -> None:
    """The user withdrew his consent."""
    data = {"open_id": account.external_id}
    callbacks.enqueue(world, account, UNAUTHORIZE, message(world, account, UNAUTHORIZE, data))


def message(world: World, account: Account, event: str, data: dict[str, Any]) -> dict[str, Any]:
    number = world.next_number()
    return {
        "app_id": account.credentials["app_id"],
        "event": event,
        "timestamp": int(world.clock.now() * 1000),
        "message_id": world.ids(f"kuaishou message|{number}").hexadecimal(32),
        "data": data,
    }


def push(world: World, account: Account, payload: dict[str, Any]) -> Push:
    body = json.dumps(payload, ensure_ascii=False, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", "kwaisign": sign(body, app_of(world, account).app_secret)}
    return Push("POST", account.callback_url, {}, headers, body)


def verification(world: World, account: Account, url: str) -> tuple[Push, str]:
    """The test event that is sent when the address is saved, and the answer that it must get."""
    payload = message(world, account, TEST, {})
    body = json.dumps(payload, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json", "kwaisign": sign(body, app_of(world, account).app_secret)}
    return Push("POST", url, {}, headers, body), json.dumps(
        {"result": 1, "message_id": payload["message_id"]}
    )


def sign(body: bytes, secret: str) -> str:
    return hashlib.md5(body + secret.encode()).hexdigest()  # noqa: S324


def _has_consented(world: World, account: Account) -> bool:
    number = world.store.value(
        "SELECT count(*) FROM kuaishou_grant WHERE open_id = ? AND app_id = ?",
        account.external_id,
        account.credentials["app_id"],
    )
    return bool(number)
