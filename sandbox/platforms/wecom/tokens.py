"""Access tokens of a secret, and the check of every call."""

import sqlite3
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.platforms.wecom import rates
from sandbox.platforms.wecom.accounts import account_by_corp
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.world import World


def get_token(call: Call) -> dict[str, Any]:
    """GET /cgi-bin/gettoken: the token that is valid, with what remains of its life, else a new one."""
    account = owner_of_secret(call)
    rates.count_address(call, int(call.world.setting(account, "token_calls_per_hour")))
    if call.world.setting(account, "token_checks_ip"):
        check_address(call, account)
    present = latest(call, account) if call.world.setting(account, "same_token_again") else None
    if present is not None:
        left = int(present["expires_at"] - call.service_at)
        return fine(access_token=present["token"], expires_in=left)
    life = int(call.world.setting(account, "token_seconds"))
    text = call.ids.url_safe(160)
    row = {
        "token": text,
        "account": account.key,
        "issued_at": call.service_at,
        "expires_at": call.service_at + life,
    }
    call.world.store.insert("wecom_token", row)
    return fine(access_token=text, expires_in=life)


def owner_of_secret(call: Call) -> Account:
    """The corp whose secret is given. Refuses with 41002, 40013, 41004 or 40001."""
    corpid, secret = call.query.get("corpid", ""), call.query.get("corpsecret", "")
    if not corpid:
        raise refusal(41002)
    account = account_by_corp(call.world, corpid)
    if account is None:
        raise refusal(40013)
    if not secret:
        raise refusal(41004)
    if secret != account.credentials["secret"] or call.world.setting(account, "secret_reset"):
        raise refusal(40001)
    return account


def latest(call: Call, account: Account) -> sqlite3.Row | None:
    """The valid token that was given last, unless it is about to end."""
    return call.world.store.one(
        "SELECT * FROM wecom_token WHERE account = ? AND ended = 0 AND expires_at > ? "
        "ORDER BY issued_at DESC, rowid DESC LIMIT 1",
        account.key,
        call.service_at + 1,
    )


def account_of(call: Call) -> Account | None:
    """Whose call it is, by token, else by corp id."""
    text = call.query.get("access_token")
    if text:
        key = call.world.store.value("SELECT account FROM wecom_token WHERE token = ?", text)
        return call.world.accounts.by_key.get(key)
    return account_by_corp(call.world, call.query.get("corpid"))


def admit(call: Call) -> None:
    """Check the token and count the call. Refuses with 41001, 40014, 42001, 60020, 50003 or 45009."""
    text = call.query.get("access_token", "")
    if not text:
        raise refusal(41001)
    row = call.world.store.one("SELECT * FROM wecom_token WHERE token = ?", text)
    if row is None or row["ended"] or call.account is None:
        raise refusal(40014)
    if row["expires_at"] <= call.service_at:
        raise refusal(42001)
    check_address(call, call.account)
    if call.world.setting(call.account, "app_disabled"):
        raise refusal(50003)
    rates.count(call, call.account)


def check_address(call: Call, account: Account) -> None:
    trusted = call.world.setting(account, "ip_whitelist")
    if trusted and call.client_ip not in trusted:
        raise refusal(60020)


def revoke(world: World, account: Account) -> int:
    """Make every token worthless at once and reset the secret, so that no new token heals it."""
    account.settings["secret_reset"] = True
    world.accounts.keep(account)
    return world.store.run(
        "UPDATE wecom_token SET ended = 1 WHERE account = ? AND ended = 0 AND expires_at > ?",
        account.key,
        world.clock.service_now(),
    ).rowcount
