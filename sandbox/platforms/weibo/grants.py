"""Grants: the tokens that people gave to apps, and what becomes of them."""

import sqlite3

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import Identifiers
from sandbox.platforms.weibo import apps
from sandbox.platforms.weibo.errors import refusal
from sandbox.world import World

REVOKED_BY_APP, REVOKED_BY_USER = "app", "user"


def token_of(call: Call) -> str:
    """The token of the call: a parameter, or the header `Authorization: OAuth2 …`."""
    header = call.headers.get("authorization", "")
    return call.fields().get("access_token") or (
        header[len("OAuth2 ") :] if header.startswith("OAuth2 ") else ""
    )


def find(world: World, token: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM weibo_grant WHERE token = ?", token) if token else None


def grant(
    world: World, app: apps.App, uid: str, *, scope: str, ids: Identifiers, at: float
) -> tuple[str, int]:
    """Make a token for the app in the name of the user; answers it and its life in seconds."""
    token = f"2.00{ids.letters(28)}"
    life = apps.GRANT_SECONDS[app.level]
    world.store.insert(
        "weibo_grant",
        {
            "token": token,
            "app_key": app.app_key,
            "uid": uid,
            "scope": scope,
            "created_at": at,
            "expires_at": at + life,
        },
    )
    return token, life


def admitted(call: Call) -> sqlite3.Row:
    """The grant of the call. Refuses with 10006, 21332, 21327, 21319 or 21321."""
    token = token_of(call)
    if not token:
        raise refusal(10006)
    row = find(call.world, token)
    if row is None or call.account is None:
        raise refusal(21332)
    if row["ended"]:
        raise refusal(21321 if row["ended"] == REVOKED_BY_APP else 21319)
    if row["expires_at"] <= call.service_at:
        raise refusal(21327)
    app = apps.find(call.world, row["app_key"])
    if app is not None and app.level == "test" and app.testers and row["uid"] not in app.testers:
        raise refusal(21321)
    return row


def app_of(call: Call) -> apps.App:
    """The app through which the call comes."""
    row = find(call.world, token_of(call))
    app = apps.find(call.world, row["app_key"]) if row is not None else None
    if app is None:
        raise refusal(21332)
    return app


def end(world: World, token: str, *, by: str) -> None:
    world.store.run("UPDATE weibo_grant SET ended = ? WHERE token = ?", by, token)


def revoke(world: World, account: Account) -> int:
    """The user cancels every authorization he gave; answers how many."""
    return world.store.run(
        "UPDATE weibo_grant SET ended = ? WHERE uid = ? AND ended = ''", REVOKED_BY_USER, account.external_id
    ).rowcount
