"""By which rule a push of leads proves where it comes from.

The platform's rule is in no source, so the person who connects chooses one of those that its interfaces use elsewhere.
The names of parameters are assumed too: `push_parameter` among the settings goes before `token` or `signature`.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from datetime import UTC, datetime

from chaoxin.connectors.values import Account, Webhook
from chaoxin.connectors.wording import said

from .call import setting
from .limits import PUSH_WINDOW_SECONDS, number

TOKEN, MD5, SHA1, NONE = "token", "md5", "sha1", "none"
RULES = {
    TOKEN: said("口令：推送地址里带 token=…（默认）"),
    MD5: said("MD5：参数排序后加密钥"),
    SHA1: said("SHA1：密钥、timestamp、nonce 排序"),
    NONE: said("不验签：只凭接收地址保密，不推荐"),
}
MILLISECONDS = 10**11


def is_believed(account: Account, webhook: Webhook, *, now: datetime) -> bool:
    """Whether a request is proven to come from the platform, by the rule of the account. A request that names a time
    too far from now is not believed."""
    rule, secret = setting(account, "push_signature", TOKEN), account.credentials.get("push_secret", "")
    if rule == NONE:
        return True
    if not secret or not _is_fresh(account, webhook.query.get("timestamp", ""), rule=rule, now=now):
        return False
    name = setting(account, "push_parameter", "token" if rule == TOKEN else "signature")
    received = webhook.query.get(name, "")
    expected = _expected(rule, secret, {key: text for key, text in webhook.query.items() if key != name})
    if rule != TOKEN:
        received = received.lower()
    return bool(expected) and hmac.compare_digest(expected.encode(), received.encode())


def _expected(rule: str, secret: str, query: Mapping[str, str]) -> str:
    if rule == TOKEN:
        return secret
    if rule == MD5:
        signed = {key: text for key, text in query.items() if key != "echostr"}
        joined = "&".join(f"{key}={signed[key]}" for key in sorted(signed)) + secret
        return hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()
    if rule == SHA1:
        joined = "".join(sorted((secret, query.get("timestamp", ""), query.get("nonce", ""))))
        return hashlib.sha1(joined.encode(), usedforsecurity=False).hexdigest()
    return ""


def _is_fresh(account: Account, timestamp: str, *, rule: str, now: datetime) -> bool:
    """Whether the time is near enough. A shared token is sent with or without a time, a signature only with one."""
    if not timestamp:
        return rule == TOKEN
    if not timestamp.isdecimal() or len(timestamp) > 14:
        return False
    seconds = int(timestamp) / 1000 if int(timestamp) >= MILLISECONDS else int(timestamp)
    return abs((now - datetime.fromtimestamp(seconds, UTC)).total_seconds()) <= number(
        account.settings, PUSH_WINDOW_SECONDS
    )
