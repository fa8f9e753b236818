"""Applications: their keys, the address that people come back to, and the capabilities that were granted to them."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.world import World

FIELDS = ("client_secret", "name", "redirect_uri", "capabilities", "approves")
# What a website application of an enterprise may have been granted; a tester takes away or adds by `capabilities`.
CAPABILITIES = (
    "user_info",
    "renew_refresh_token",
    "video.create.bind",
    "video.list.bind",
    "video.data.bind",
    "item.comment",
    "data.external.item",
    "data.external.user",
    "fans.data.bind",
    "im.direct_message",
    "aweme.webhook",
    "open.get.ticket",
    "h5.share",
    "jump.basic",
    "aweme.share",
)


@dataclass(frozen=True, slots=True)
class App:
    """`approves` is the key of the account that consents by itself when the consent page is opened."""

    client_key: str
    client_secret: str
    name: str
    redirect_uri: str
    capabilities: tuple[str, ...]
    approves: str


def find(world: World, client_key: str) -> App | None:
    row = world.store.one("SELECT * FROM douyin_app WHERE client_key = ?", client_key)
    if row is None:
        return None
    return App(**{**dict(row), "capabilities": tuple(json.loads(row["capabilities"]))})


def create(world: World, *, client_key: str, client_secret: str, name: str, given: Mapping[str, Any]) -> App:
    """Register an app, or leave the one with this key as it is but for what is given."""
    world.store.run(
        "INSERT OR IGNORE INTO douyin_app (client_key, client_secret, name, capabilities) VALUES (?, ?, ?, ?)",
        client_key,
        client_secret,
        name,
        json.dumps(CAPABILITIES),
    )
    change(world, client_key, given)
    app = find(world, client_key)
    if app is None:
        raise LookupError(client_key)
    return app


def change(world: World, client_key: str, changes: Mapping[str, Any]) -> None:
    """Change fields of an app. Raises ValueError for an unknown field."""
    for name, value in changes.items():
        if name not in FIELDS:
            raise ValueError(f"an app has no field {name}")
        kept = json.dumps([str(one) for one in value]) if isinstance(value, (list, tuple)) else str(value)
        world.store.run(f"UPDATE douyin_app SET {name} = ? WHERE client_key = ?", kept, client_key)
