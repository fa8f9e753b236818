"""Applications: who may call in whose name, how long a grant lasts, which links a post must carry."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.world import World

GRANT_SECONDS = {"test": 86_400, "normal": 30 * 86_400, "partner": 157_679_999}


@dataclass(frozen=True, slots=True)
class App:
    """`scopes` are gated permissions such as `statuses_update`; `testers` the uids a test app admits, empty for all;
    `approves` the uid that consents by itself when the consent page is opened."""

    app_key: str
    app_secret: str
    name: str
    level: str
    safe_domains: tuple[str, ...]
    redirect_uri: str
    scopes: tuple[str, ...]
    testers: tuple[str, ...]
    approves: str


def find(world: World, app_key: str) -> App | None:
    row = world.store.one("SELECT * FROM weibo_app WHERE app_key = ?", app_key)
    if row is None:
        return None
    fields = dict(row)
    for name in ("safe_domains", "scopes", "testers"):
        fields[name] = tuple(json.loads(fields[name]))
    return App(**fields)


def create(world: World, *, app_key: str, app_secret: str, name: str, given: Mapping[str, Any]) -> App:
    """Register an app, or leave the one with this key as it is."""
    world.store.run(
        "INSERT OR IGNORE INTO weibo_app "
        "(app_key, app_secret, name, level, safe_domains, redirect_uri, scopes, testers) "
        "VALUES (?, ?, ?, 'normal', '[]', '', '[]', '[]')",
        app_key,
        app_secret,
        name,
    )
    change(world, app_key, given)
    app = find(world, app_key)
    if app is None:
        raise LookupError(app_key)
    return app


def change(world: World, app_key: str, changes: Mapping[str, Any]) -> None:
    """Change fields of an app. Raises ValueError for an unknown level or field."""
    for name, value in changes.items():
        if name not in (
            "level",
            "safe_domains",
            "redirect_uri",
            "scopes",
            "testers",
            "approves",
            "app_secret",
        ):
            raise ValueError(f"an app has no field {name}")
        if name == "level" and value not in GRANT_SECONDS:
            raise ValueError(f"app level must be one of {', '.join(GRANT_SECONDS)}")
        kept = json.dumps([str(one) for one in value]) if isinstance(value, (list, tuple)) else str(value)
        world.store.run(f"UPDATE weibo_app SET {name} = ? WHERE app_key = ?", kept, app_key)
