"""Group chats with a robot each: made by a tester, and written to under the robot's address."""

import sqlite3
from typing import Any

from sandbox.robots.protocols import SERVICES, Service
from sandbox.world import World

MINUTE = 60.0
LONGEST_NAME = 60
KEPT_MESSAGES = 500


def add(
    world: World,
    *,
    kind: str,
    name: str,
    key: str = "",
    secret: str = "",
    signed: bool = True,
    keyword: str = "",
) -> int:
    """A chat with a new robot; answers its number. `key` and `secret` are drawn where they are not given; one that
    is not `signed` takes messages without a signature. Raises ValueError for an unknown kind or a key that is taken."""
    service = SERVICES.get(kind)
    if service is None:
        raise ValueError(f"kind must be one of {', '.join(SERVICES)}")
    if not name.strip():
        raise ValueError("name is missing")
    ids = world.ids(f"robot|{world.next_number()}")
    wanted = key or service.draw_key(ids)
    if find(world, kind, wanted) is not None:
        raise ValueError("there is a robot with this key already")
    signs = service.signs and signed
    row = {
        "kind": kind,
        "name": name.strip()[:LONGEST_NAME],
        "key": wanted,
        "secret": (secret or f"SEC{ids.hexadecimal(61)}") if signs else "",
        "keyword": keyword.strip(),
        "created_at": world.clock.service_now(),
    }
    with world.store.transaction():
        return world.store.insert("robot", row)


def find(world: World, kind: str, key: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM robot WHERE kind = ? AND key = ?", kind, key)


def all_of(world: World) -> list[sqlite3.Row]:
    return world.store.all("SELECT * FROM robot ORDER BY id")


def remove(world: World, number: int) -> None:
    """The robot leaves its chat; what it wrote goes with it. Raises KeyError where there is none."""
    if world.store.one("SELECT id FROM robot WHERE id = ?", number) is None:
        raise KeyError(number)
    with world.store.transaction():
        world.store.run("DELETE FROM robot_message WHERE robot = ?", number)
        world.store.run("DELETE FROM robot WHERE id = ?", number)


def messages_of(world: World, robot: int, *, limit: int = 50) -> list[sqlite3.Row]:
    """What arrived, newest first."""
    return world.store.all(
        "SELECT * FROM robot_message WHERE robot = ? ORDER BY id DESC LIMIT ?", robot, limit
    )


def address_of(row: sqlite3.Row) -> str:
    """What a person copies into the product: the service's own address."""
    return service_of(row).address(row["key"])


def service_of(row: sqlite3.Row) -> Service:
    return SERVICES[row["kind"]]


def is_hurried(world: World, row: sqlite3.Row) -> bool:
    """Whether the robot was written to as often within a minute as its service takes."""
    since = world.clock.service_now() - MINUTE
    found = world.store.value(
        "SELECT count(*) FROM robot_message WHERE robot = ? AND at > ?", row["id"], since
    )
    return int(found or 0) >= service_of(row).per_minute


def take(world: World, row: sqlite3.Row, *, text: str, kind: str) -> None:
    """Write a message into the chat."""
    message: dict[str, Any] = {
        "robot": row["id"],
        "at": world.clock.service_now(),
        "kind": kind,
        "text": text,
    }
    with world.store.transaction():
        number = world.store.insert("robot_message", message)
        world.store.run(
            "DELETE FROM robot_message WHERE robot = ? AND id <= ?", row["id"], number - KEPT_MESSAGES
        )
