"""Access tokens: two separate families, their replacement rules, and the check of every call."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import day_of
from sandbox.platforms.wechat import quota
from sandbox.platforms.wechat.accounts import account_by_appid
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.requests import parameters
from sandbox.world import World

LIFE_SECONDS = 7200
OVERLAP_SECONDS = 300  # how long a replaced token still works
FORCED_REFRESH_PAUSE_SECONDS = 30
FORCED_REFRESHES_PER_DAY = 20
PLAIN, STABLE = "token", "stable"


def token(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/token: always a new token; the one before lives five minutes more."""
    account = client_of(call, call.query)
    quota.count(call, account, path=call.path)
    end_older(call, account, PLAIN, at=call.service_at + OVERLAP_SECONDS)
    return issue(call, account, PLAIN)


def stable_token(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/stable_token: the same token again until its last five minutes, unless a refresh is forced."""
    fields = parameters(call)
    account = client_of(call, fields)
    quota.count(call, account, path=call.path)
    present = latest(call, account, STABLE)
    if fields.get("force_refresh") is True and (present is None or refresh_is_allowed(call, account)):
        end_older(call, account, STABLE, at=call.service_at)
        return issue(call, account, STABLE)
    if present is not None and present["expires_at"] - call.service_at > OVERLAP_SECONDS:
        return shown(present["token"], int(present["expires_at"] - call.service_at))
    return issue(call, account, STABLE)


def end_older(call: Call, account: Account, family: str, *, at: float) -> None:
    """Let every token of the family end by then at the latest."""
    call.world.store.run(
        "UPDATE wechat_token SET expires_at = min(expires_at, ?), replaced = 1 WHERE account = ? AND family = ?",
        at,
        account.key,
        family,
    )


def refresh_is_allowed(call: Call, account: Account) -> bool:
    """Count a forced refresh. False when the last one was less than 30 s ago; 45009 after 20 on one day."""
    store = call.world.store
    last = store.value("SELECT max(at) FROM wechat_refresh WHERE account = ?", account.key)
    if last is not None and call.service_at - last < FORCED_REFRESH_PAUSE_SECONDS:
        return False
    today = day_of(call.service_at)
    times = store.all(
        "SELECT at FROM wechat_refresh WHERE account = ? ORDER BY at DESC LIMIT 20", account.key
    )
    if sum(day_of(row["at"]) == today for row in times) >= FORCED_REFRESHES_PER_DAY:
        raise refusal(45009, "force_refresh")
    store.insert("wechat_refresh", {"account": account.key, "at": call.service_at})
    return True


def latest(call: Call, account: Account, family: str) -> sqlite3.Row | None:
    return call.world.store.one(
        "SELECT * FROM wechat_token WHERE account = ? AND family = ? AND replaced = 0 AND expires_at > ? "
        "ORDER BY issued_at DESC, rowid DESC LIMIT 1",
        account.key,
        family,
        call.service_at,
    )


def issue(call: Call, account: Account, family: str) -> dict[str, Any]:
    life = call.world.setting(account, "token_seconds")
    text = f"{call.ids.number(50, 99)}_{call.ids.url_safe(130)}"
    call.world.store.insert(
        "wechat_token",
        {
            "token": text,
            "account": account.key,
            "family": family,
            "issued_at": call.service_at,
            "expires_at": call.service_at + life,
        },
    )
    return shown(text, life)


def shown(text: str, seconds: int) -> dict[str, Any]:
    return {"access_token": text, "expires_in": seconds}


def client_of(call: Call, fields: dict[str, Any]) -> Account:
    """The account whose appid and secret are given. Refuses with 40002, 41002, 40013, 41004, 40125 or 40164."""
    if fields.get("grant_type") != "client_credential":
        raise refusal(40002)
    if not fields.get("appid"):
        raise refusal(41002)
    account = account_by_appid(call.world, fields["appid"])
    if account is None:
        raise refusal(40013)
    if not fields.get("secret"):
        raise refusal(41004)
    if fields["secret"] != account.credentials["appsecret"]:
        raise refusal(40125)
    if call.world.setting(account, "secret_frozen"):
        raise refusal(40243)
    check_address(call, account)
    return account


def check_address(call: Call, account: Account) -> None:
    allowed = call.world.setting(account, "ip_whitelist")
    if allowed and call.client_ip not in allowed:
        raise refusal(40164, f"invalid ip {call.client_ip} ipv6 ::ffff:{call.client_ip}, not in whitelist")


def account_of(call: Call) -> Account | None:
    """Whose call it is, by token, else by appid."""
    text = call.query.get("access_token")
    if text:
        key = call.world.store.value("SELECT account FROM wechat_token WHERE token = ?", text)
        return call.world.accounts.by_key.get(key)
    appid = call.query.get("appid") or parameters(call).get("appid")
    return account_by_appid(call.world, appid) if appid else None


def admit(call: Call, *, path: str) -> None:
    """Check the token and count the call on its quota. Refuses with 41001, 40014, 40001, 42001, 45009 or 45011."""
    text = call.query.get("access_token", "")
    if not text:
        raise refusal(41001)
    row = call.world.store.one("SELECT * FROM wechat_token WHERE token = ?", text)
    if row is None or call.account is None:
        raise refusal(40001 if len(text) >= 64 else 40014)
    if row["expires_at"] <= call.service_at:
        raise refusal(40001 if row["replaced"] else 42001)
    check_address(call, call.account)
    quota.count(call, call.account, path=path)


def revoke(world: World, account: Account) -> int:
    """Make every token of the account worthless at once and freeze its secret, so that no refresh heals it."""
    account.settings["secret_frozen"] = True
    world.accounts.keep(account)
    return world.store.run(
        "UPDATE wechat_token SET replaced = 1, expires_at = 0 WHERE account = ? AND expires_at > ?",
        account.key,
        world.clock.service_now(),
    ).rowcount
