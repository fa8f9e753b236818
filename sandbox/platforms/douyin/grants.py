"""Tokens: those of people with their two clocks, those of applications, and who may call what by them."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call, Endpoint
from sandbox.identifiers import Identifiers
from sandbox.platforms.douyin import apps
from sandbox.platforms.douyin.errors import refusal
from sandbox.world import World

BY_USER, BY_APP = "user", "app"
CLIENT = "clt"  # an endpoint whose permission begins so is called with the application's own token


def token_of(call: Call) -> str:
    """The token of the call: the header, else a parameter as older calls have it."""
    return call.headers.get("access-token") or call.fields().get("access_token", "")


def find(world: World, token: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM douyin_grant WHERE access_token = ?", token) if token else None


def find_by_refresh(world: World, token: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM douyin_grant WHERE refresh_token = ?", token) if token else None


def grant(
    world: World, app: apps.App, account: Account, *, scope: str, ids: Identifiers, at: float
) -> sqlite3.Row:
    """A new pair of tokens for the app in the name of the account; earlier ones of the same pair end."""
    world.store.run(
        "UPDATE douyin_grant SET ended = ? WHERE client_key = ? AND account = ? AND ended = ''",
        BY_APP,
        app.client_key,
        account.key,
    )
    access = f"act.{ids.hexadecimal(40)}"
    world.store.insert(
        "douyin_grant",
        {
            "access_token": access,
            "refresh_token": f"rft.{ids.hexadecimal(40)}",
            "client_key": app.client_key,
            "account": account.key,
            "scope": scope,
            "access_until": at + world.setting(account, "access_seconds"),
            "refresh_until": at + world.setting(account, "refresh_seconds"),
        },
    )
    found = find(world, access)
    if found is None:
        raise LookupError(access)
    return found


def told(world: World, row: sqlite3.Row, *, at: float) -> dict[str, Any]:
    account = world.accounts.get(row["account"])
    return {
        "access_token": row["access_token"],
        "expires_in": int(row["access_until"] - at),
        "open_id": account.external_id,
        "refresh_token": row["refresh_token"],
        "refresh_expires_in": int(row["refresh_until"] - at),
        "scope": row["scope"],
        "captcha": "",
        "desc_url": "",
    }


def client_token(world: World, app: apps.App, *, seconds: float, old_seconds: float, ids: Identifiers) -> str:
    """A new token of the application; the one before lives on for a short while only."""
    now = world.clock.service_now()
    world.store.run(
        "UPDATE douyin_client_token SET expires_at = min(expires_at, ?) WHERE client_key = ?",
        now + old_seconds,
        app.client_key,
    )
    token = f"clt.{ids.hexadecimal(40)}"
    fields = {"token": token, "client_key": app.client_key, "expires_at": now + seconds}
    world.store.insert("douyin_client_token", fields)
    return token


def admit(call: Call, endpoint: Endpoint) -> None:
    """Refuse a call without a good token, for the wrong person, or without the capability and the scope."""
    wanted = endpoint.permission
    if wanted.startswith(CLIENT):
        admit_client(call, wanted.removeprefix(CLIENT).strip())
        return
    row = find(call.world, token_of(call))
    if row is None or row["ended"] or call.account is None:
        raise refusal(28001003)
    if row["access_until"] <= call.service_at:
        raise refusal(28001008)
    if call.fields().get("open_id", call.account.external_id) != call.account.external_id:
        raise refusal(28001015)
    app = apps.find(call.world, row["client_key"])
    names = wanted.split(" or ") if wanted else []
    if names and not (app and set(names) & set(app.capabilities)):
        raise refusal(28001018)
    if names and not set(names) & set(row["scope"].split(",")):
        raise refusal(28001012)


def admit_client(call: Call, wanted: str) -> None:
    app = client_of(call)
    if app is None:
        raise refusal(28001003)
    if wanted and wanted not in app.capabilities:
        raise refusal(28001018)


def client_of(call: Call) -> apps.App | None:
    """The application whose own token the call carries, while it is good."""
    row = call.world.store.one("SELECT * FROM douyin_client_token WHERE token = ?", token_of(call))
    if row is None or row["expires_at"] <= call.service_at:
        return None
    return apps.find(call.world, row["client_key"])


def the_client_of(call: Call) -> apps.App:
    app = client_of(call)
    if app is None:
        raise refusal(28001003)
    return app


def revoke(world: World, account: Account) -> int:
    """The person cancels in the app every authorization that he gave; answers how many."""
    return world.store.run(
        "UPDATE douyin_grant SET ended = ? WHERE account = ? AND ended = ''", BY_USER, account.key
    ).rowcount
