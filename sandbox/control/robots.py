"""Robots of group chats at the tester's word."""

import sqlite3
from typing import Any

from sandbox.clock import iso
from sandbox.desk import Desk
from sandbox.robots import chats

Given = dict[str, Any]


def list_robots(desk: Desk, given: Given) -> Any:
    """Every robot with its address and secret."""
    return [view(row) for row in chats.all_of(desk.world)]


def add(desk: Desk, given: Given) -> Any:
    """A chat with a robot of `kind`, called `name`."""
    wishes = {name: str(given.get(name, "")) for name in ("kind", "name", "key", "secret", "keyword")}
    number = chats.add(desk.world, signed=bool(given.get("signed", True)), **wishes)
    return next(view(row) for row in chats.all_of(desk.world) if row["id"] == number)


def messages(desk: Desk, given: Given) -> Any:
    """What the robot `id` was sent, newest first."""
    rows = chats.messages_of(desk.world, int(given["id"]), limit=int(given.get("limit", 50)))
    return [{"at": iso(row["at"]), "kind": row["kind"], "text": row["text"]} for row in rows]


def view(row: sqlite3.Row) -> dict[str, Any]:
    return {
        "id": row["id"],
        "kind": row["kind"],
        "name": row["name"],
        "address": chats.address_of(row),
        "secret": row["secret"],
        "keyword": row["keyword"],
    }
