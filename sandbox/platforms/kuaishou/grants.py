"""Grants: pairs of an access token and a refresh token, exchanged for a new pair at each renewal."""

import json
import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import Identifiers
from sandbox.platforms.kuaishou import apps, errors
from sandbox.platforms.kuaishou.errors import refusal
from sandbox.world import World


def find(world: World, *, access_token: str = "", refresh_token: str = "") -> sqlite3.Row | None:
    if access_token:
        return world.store.one("SELECT * FROM kuaishou_grant WHERE access_token = ?", access_token)
    if refresh_token:
        return world.store.one("SELECT * FROM kuaishou_grant WHERE refresh_token = ?", refresh_token)
    return None


def issue(
    world: World,
    *,
    app_id: str,
    account: Account,
    scopes: list[str],
    ids: Identifiers,
    at: float,
    refresh_until: float | None = None,
) -> dict[str, Any]:
    """A new pair of tokens, in the form in which it is answered."""
    access_seconds = int(world.setting(account, "access_token_seconds"))
    until = (
        at + float(world.setting(account, "refresh_token_seconds"))
        if refresh_until is None
        else refresh_until
    )
    row = {
        "access_token": f"ChFvYXV0aC5hY2Nlc3NUb2tlbhJA{ids.url_safe(88)}",
        "refresh_token": f"ChJvYXV0aC5yZWZyZXNoVG9rZW4S{ids.url_safe(88)}",
        "app_id": app_id,
        "open_id": account.external_id,
        "scopes": json.dumps(scopes),
        "access_until": at + access_seconds,
        "refresh_until": until,
    }
    world.store.insert("kuaishou_grant", row)
    return {
        "result": errors.OK,
        "access_token": row["access_token"],
        "expires_in": access_seconds,
        "refresh_token": row["refresh_token"],
        "refresh_token_expires_in": int(until - at),
        "open_id": account.external_id,
        "scopes": scopes,
    }


def renew(call: Call, row: sqlite3.Row, account: Account) -> dict[str, Any]:
    """Exchange the pair; the former one serves a little longer. Refuses with 100200113 or 100200109."""
    if row["ended"]:
        raise refusal(errors.CANCELLED)
    if row["refresh_until"] <= call.service_at or is_worn(call, row, account):
        raise refusal(errors.REFRESH_EXPIRED)
    call.world.store.run(
        "UPDATE kuaishou_grant SET replaced_at = ? WHERE access_token = ? AND replaced_at IS NULL",
        call.service_at,
        row["access_token"],
    )
    return issue(
        call.world,
        app_id=row["app_id"],
        account=account,
        scopes=json.loads(row["scopes"]),
        ids=call.ids,
        at=call.service_at,
        refresh_until=None if call.world.setting(account, "refresh_extends") else row["refresh_until"],
    )


def admitted(call: Call, *, scope: str = "") -> sqlite3.Row:
    """The grant of the call. Refuses with 100200100, 100200101, 100200102, 100200106, 100200108 or 100200109."""
    fields = call.fields()
    if not fields.get("access_token") or not fields.get("app_id"):
        raise refusal(errors.PARAMETER, "app_id 和 access_token 必填")
    if apps.find(call.world, fields["app_id"]) is None:
        raise refusal(errors.CLIENT)
    row = find(call.world, access_token=fields["access_token"])
    if row is None or call.account is None or row["app_id"] != fields["app_id"]:
        raise refusal(errors.TOKEN_REFUSED)
    if row["ended"]:
        raise refusal(errors.CANCELLED)
    if row["access_until"] <= call.service_at or is_worn(call, row, call.account):
        raise refusal(errors.TOKEN_EXPIRED)
    if scope and scope not in json.loads(row["scopes"]):
        raise refusal(errors.SCOPE)
    return row


def is_worn(call: Call, row: sqlite3.Row, account: Account) -> bool:
    """Whether the pair was exchanged and the time after that is over."""
    if row["replaced_at"] is None:
        return False
    return bool(row["replaced_at"] + call.world.setting(account, "replaced_token_seconds") <= call.service_at)


def revoke(world: World, account: Account) -> int:
    """The user cancels every authorization he gave; answers how many pairs that ends."""
    return world.store.run(
        "UPDATE kuaishou_grant SET ended = 1 WHERE open_id = ? AND ended = 0", account.external_id
    ).rowcount
