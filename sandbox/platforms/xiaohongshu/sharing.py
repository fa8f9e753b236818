"""The signature of the share page: the token endpoint."""

import hashlib
import hmac
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.platforms.xiaohongshu.errors import WRONG_PARAMETER, refusal
from sandbox.platforms.xiaohongshu.requests import body_of, success, text_in
from sandbox.world import World

LONGEST_NONCE = 32


def access_token(call: Call) -> dict[str, Any]:
    """POST /api/sns/v1/ext/access/token on edith"""
    body, world = body_of(call), call.world
    key, nonce, timestamp = (text_in(body, name) for name in ("app_key", "nonce", "timestamp"))
    account = by_key(world, key)
    if account is None:
        raise refusal(WRONG_PARAMETER, "app_key 不存在")
    if len(nonce) > LONGEST_NONCE or not timestamp.isdecimal():
        raise refusal(WRONG_PARAMETER, "nonce 或 timestamp 不合法")
    if abs(call.service_at - int(timestamp) / 1000) > world.setting(account, "share_clock_seconds"):
        raise refusal(WRONG_PARAMETER, "timestamp 已过期")
    signature = signed(key, nonce, timestamp, account.credentials["share_app_secret"])
    if not hmac.compare_digest(text_in(body, "signature").encode(), signature.encode()):
        raise refusal(WRONG_PARAMETER, "签名不正确")
    until = ending(call, account, body.get("expires_in"))
    token = call.ids.hexadecimal(32)
    world.store.insert(
        "xiaohongshu_share_token", {"token": token, "account": account.key, "expires_at": until}
    )
    return success(call, {"access_token": token, "expires_in": int(until * 1000)})


def is_config_signed(world: World, config: dict[str, Any]) -> bool:
    """Whether the app would take what a page hands it: appKey, nonce, timestamp, signed with a living token."""
    account = by_key(world, str(config.get("appKey", "")))
    if account is None:
        return False
    parts = (str(config.get(name, "")) for name in ("appKey", "nonce", "timestamp"))
    key, nonce, timestamp = parts
    rows = world.store.all(
        "SELECT token FROM xiaohongshu_share_token WHERE account = ? AND expires_at > ?",
        account.key,
        world.clock.service_now(),
    )
    given = str(config.get("signature", "")).encode()
    return any(
        hmac.compare_digest(given, signed(key, nonce, timestamp, row["token"]).encode()) for row in rows
    )


def by_key(world: World, key: str) -> Account | None:
    for account in world.accounts.list(platform="xiaohongshu"):
        if account.credentials["share_app_key"] == key:
            return account
    return None


def signed(key: str, nonce: str, timestamp: str, secret: str) -> str:
    return hashlib.sha256(f"appKey={key}&nonce={nonce}&timeStamp={timestamp}{secret}".encode()).hexdigest()


def ending(call: Call, account: Account, wished: Any) -> float:
    """When the token ends: the wish, in milliseconds, but never later than a day from now."""
    latest = call.service_at + float(call.world.setting(account, "share_token_seconds"))
    return min(latest, int(wished) / 1000) if str(wished or "").isdecimal() else latest
