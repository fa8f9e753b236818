"""Private messages between fans and accounts."""

import json
import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.following import follow, meet
from sandbox.world import World

FROM_FAN, FROM_ACCOUNT = "in", "out"


def write_to_account(
    world: World,
    account: Account,
    *,
    person_key: str,
    name: str,
    text: str,
    at: float,
    kind: str = "text",
    detail: dict[str, Any] | None = None,
    quietly: bool = False,
) -> int:
    """Let a fan write (and follow first where the platform asks it); the platform pushes it to the company unless
    `quietly`. Answers the message's number."""
    platform = world.platform_of(account)
    if platform.messages_need_following:
        follow(world, account, person_key, name, at=at, quietly=quietly)
    fan = meet(world, account, person_key, name)
    number = keep(world, account, person_key, direction=FROM_FAN, kind=kind, text=text, detail=detail, at=at)
    message = {"id": number, "kind": kind, "text": text, "detail": detail or {}}
    platform.received(world, account, fan, message, at=at, quietly=quietly)
    return number


def keep(
    world: World,
    account: Account,
    person_key: str,
    *,
    direction: str,
    kind: str,
    text: str,
    at: float,
    detail: dict[str, Any] | None = None,
    request_id: int | None = None,
) -> int:
    return world.store.insert(
        "message",
        {
            "account": account.key,
            "person_key": person_key,
            "direction": direction,
            "kind": kind,
            "text": text,
            "detail": json.dumps(detail or {}, ensure_ascii=False),
            "at": at,
            "request_id": request_id,
        },
    )


def conversation(world: World, account: Account, person_key: str, *, limit: int = 200) -> list[sqlite3.Row]:
    """The newest messages with this person, oldest first."""
    rows = world.store.all(
        "SELECT * FROM message WHERE account = ? AND person_key = ? ORDER BY at DESC, id DESC LIMIT ?",
        account.key,
        person_key,
        limit,
    )
    return rows[::-1]


def recent_people(world: World, account: Account, *, limit: int = 50) -> list[sqlite3.Row]:
    """Who wrote or was written to, the latest first: person_key, name, last (message number), text."""
    return world.store.all(
        "SELECT message.person_key, coalesce(person.name, message.person_key) AS name, max(message.id) AS last, "
        "message.text, message.at FROM message LEFT JOIN person ON person.key = message.person_key "
        "WHERE account = ? GROUP BY message.person_key ORDER BY last DESC LIMIT ?",
        account.key,
        limit,
    )
