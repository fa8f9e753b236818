"""Grants of the ads API: both tokens change with every refresh, the earlier access token works on for a while."""

import json
import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.identifiers import Identifiers
from sandbox.platforms.xiaohongshu.accounts import QUOTAS
from sandbox.platforms.xiaohongshu.errors import SCOPE_MISSING, TOKEN_INVALID, TOO_MANY_CALLS, refusal
from sandbox.world import World

SCOPES = ("report_service", "ad_query", "ad_manage", "account_manage")


def find(world: World, token: str) -> sqlite3.Row | None:
    return world.store.one("SELECT * FROM xiaohongshu_grant WHERE access_token = ?", token) if token else None


def make(world: World, account: Account, scopes: list[str], *, ids: Identifiers, at: float) -> dict[str, Any]:
    """New tokens for the account; answers them as the platform tells them."""
    access, refresh = ids.hexadecimal(32), ids.hexadecimal(32)
    access_seconds = int(world.setting(account, "access_seconds"))
    refresh_seconds = int(world.setting(account, "refresh_seconds"))
    world.store.insert(
        "xiaohongshu_grant",
        {
            "access_token": access,
            "refresh_token": refresh,
            "account": account.key,
            "scopes": json.dumps(scopes),
            "created_at": at,
            "access_until": at + access_seconds,
            "refresh_until": at + refresh_seconds,
        },
    )
    advertiser = {
        "advertiser_id": int(account.credentials["advertiser_id"]),
        "advertiser_name": f"{account.name}（广告）",
    }
    return {
        "access_token": access,
        "access_token_expires_in": access_seconds,
        "refresh_token": refresh,
        "refresh_token_expires_in": refresh_seconds,
        "user_id": account.external_id,
        "app_id": int(account.credentials["app_id"]),
        "approval_role_type": 4,
        "role_type": 1,
        "platform_type": 1,
        "approval_advertisers": [advertiser],
        "advertiser_id": advertiser["advertiser_id"],
        "scope": json.dumps(scopes),
        "corporation_name": account.name,
        "create_time": int(at * 1000),
        "update_time": int(at * 1000),
    }


def refresh(call: Call, token: str) -> dict[str, Any]:
    """Both tokens anew; the refresh token is used up by it. Refuses with 40001."""
    row = call.world.store.one("SELECT * FROM xiaohongshu_grant WHERE refresh_token = ?", token)
    if row is None or row["refresh_until"] <= call.service_at:
        raise refusal(TOKEN_INVALID, "refresh_token 无效或已过期")
    account = call.world.accounts.get(row["account"])
    until = min(row["access_until"], call.service_at + call.world.setting(account, "previous_token_seconds"))
    call.world.store.run(
        "UPDATE xiaohongshu_grant SET access_until = ?, refresh_until = ? WHERE access_token = ?",
        until,
        call.service_at,
        row["access_token"],
    )
    return make(call.world, account, json.loads(row["scopes"]), ids=call.ids, at=call.service_at)


def admit(call: Call, *, scope: str) -> None:
    """Refuses with 40001 without a living token, 40003 without the scope, 42900 for too many calls."""
    row = find(call.world, call.headers.get("access-token", ""))
    if row is None or call.account is None or row["access_until"] <= call.service_at:
        raise refusal(TOKEN_INVALID)
    count_call(call)
    if scope and (scope not in json.loads(row["scopes"]) or not call.world.setting(call.account, "ads")):
        raise refusal(SCOPE_MISSING, f"没有 {scope} 权限")


def count_call(call: Call) -> None:
    limit = QUOTAS[call.world.setting(call.the_account, "quota_profile")]
    used = call.world.store.value(
        "INSERT INTO xiaohongshu_use (account, minute, used) VALUES (?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        call.the_account.key,
        int(call.service_at // 60),
    )
    if limit and used > limit:
        raise refusal(TOO_MANY_CALLS)


def revoke(world: World, account: Account) -> int:
    """The advertiser withdraws what he granted; answers how many grants lived."""
    now = world.clock.service_now()
    return world.store.run(
        "UPDATE xiaohongshu_grant SET access_until = 0, refresh_until = 0 WHERE account = ? AND refresh_until > ?",
        account.key,
        now,
    ).rowcount
