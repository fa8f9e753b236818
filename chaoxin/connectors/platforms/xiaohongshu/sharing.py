"""The signature by which a web page may open the app with pictures or a video attached.

Only companies that own an AppKey already can use it: new ones are no longer taken in, and texts may not be filled in
any more. Nothing comes back of what the person did in the app; the link is pasted as with any note.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.http import Wire, without_secrets

from .limits import SHARE_TOKEN_HOURS
from .refusals import unreadable

ISSUER = "https://edith.xiaohongshu.com/api/sns/v1/ext/access/token"
LONGEST_NONCE = 32
REFUSED = "小红书没有给出分享签名。请核对分享 AppKey 和 AppSecret，以及本机时间是否准确。"


@dataclass(frozen=True)
class ShareToken:
    """Signs pages until `expires_at`; one serves all pages of an app, so it is kept and not asked for each time."""

    value: str
    expires_at: datetime


def is_possible(credentials: Mapping[str, str]) -> bool:
    """Whether the company owns an AppKey."""
    return bool(credentials.get("share_app_key") and credentials.get("share_app_secret"))


def fetch_token(wire: Wire, credentials: Mapping[str, str], *, nonce: str) -> ShareToken:
    """A token for a day at most. `nonce` is random, up to 32 signs. Raises Wait where the platform cannot be reached
    and AskPlatform where it refuses the AppKey."""
    key, secret = credentials["share_app_key"], credentials["share_app_secret"]
    timestamp = _milliseconds(wire.now())
    question = {
        "app_key": key,
        "nonce": nonce[:LONGEST_NONCE],
        "timestamp": timestamp,
        "signature": signature(key, nonce[:LONGEST_NONCE], timestamp, secret),
    }
    answer = wire.read(ISSUER, method="POST", json=question)
    excerpt = without_secrets(answer.excerpt(), {"share_app_secret": secret})
    data = answer.data
    if not isinstance(data, dict):
        raise unreadable(wire.now(), excerpt=excerpt)
    # One description has the two fields at the top, the others inside of `data`.
    found = data["data"] if isinstance(data.get("data"), dict) else data
    if data.get("success") is False or not found.get("access_token"):
        raise AskPlatform(REFUSED, code=str(data.get("code") or ""), excerpt=excerpt)
    return ShareToken(str(found["access_token"]), _ending(found, wire.now()))


def verify_config(
    credentials: Mapping[str, str], token: ShareToken, *, nonce: str, at: datetime
) -> dict[str, str]:
    """What a page hands to `xhs.share` as `verifyConfig`."""
    key, timestamp = credentials["share_app_key"], _milliseconds(at)
    return {
        "appKey": key,
        "nonce": nonce,
        "timestamp": timestamp,
        "signature": signature(key, nonce, timestamp, token.value),
    }


def signature(key: str, nonce: str, timestamp: str, secret: str) -> str:
    """sha256 over the parameters in alphabetical order, directly followed by the secret: the AppSecret for a token, the
    token for a page."""
    return hashlib.sha256(f"appKey={key}&nonce={nonce}&timeStamp={timestamp}{secret}".encode()).hexdigest()


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _ending(found: Mapping[str, Any], now: datetime) -> datetime:
    text = str(found.get("expires_in") or "")
    latest = now + timedelta(hours=SHARE_TOKEN_HOURS.value)
    return min(latest, datetime.fromtimestamp(int(text) / 1000, UTC)) if text.isdecimal() else latest
