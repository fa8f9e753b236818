"""Applications (网站应用): who may call in whose name, with which scopes, and where consent returns to."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.world import World

SCOPES = (
    "user_base",
    "user_info",
    "user_phone",
    "user_video_publish",
    "user_video_delete",
    "user_video_info",
)
FIELDS = ("scopes", "callback_domain", "approves", "app_secret")


@dataclass(frozen=True, slots=True)
class App:
    """`scopes` are those that the platform granted to the app; `callback_domain` the domain of its return addresses,
    empty for any; `approves` the open_id that consents by itself when the consent page is opened."""

    app_id: str
    app_secret: str
    name: str
    scopes: tuple[str, ...]
    callback_domain: str
    approves: str


def find(world: World, app_id: str) -> App | None:
    row = world.store.one("SELECT * FROM kuaishou_app WHERE app_id = ?", app_id)
    if row is None:
        return None
    fields = dict(row)
    fields["scopes"] = tuple(json.loads(fields["scopes"]))
    return App(**fields)


def create(world: World, *, app_id: str, app_secret: str, name: str, given: Mapping[str, Any]) -> None:
    """Register an app, or change the fields of the one with this id."""
    world.store.run(
        "INSERT OR IGNORE INTO kuaishou_app (app_id, app_secret, name, scopes, callback_domain) "
        "VALUES (?, ?, ?, ?, '')",
        app_id,
        app_secret,
        name,
        json.dumps(SCOPES),
    )
    change(world, app_id, given)


def change(world: World, app_id: str, changes: Mapping[str, Any]) -> None:
    """Change fields of an app. Raises ValueError for an unknown field or scope."""
    for name, value in changes.items():
        if name not in FIELDS:
            raise ValueError(f"an app has no field {name}; it has {', '.join(FIELDS)}")
        kept = str(value)
        if name == "scopes":
            scopes = (
                [str(one) for one in value] if isinstance(value, (list, tuple)) else str(value).split(",")
            )
            strange = sorted(set(scopes) - set(SCOPES) - {""})
            if strange:
                raise ValueError(f"there is no scope {', '.join(strange)}; known: {', '.join(SCOPES)}")
            kept = json.dumps(scopes)
        world.store.run(f"UPDATE kuaishou_app SET {name} = ? WHERE app_id = ?", kept, app_id)
