"""From an error code of the platform to the error that names its remedy. Codes that no table lists become
AskPlatform with the platform's own text."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from chaoxin.connectors.errors import AskPlatform, ConnectorError, Wait
from chaoxin.connectors.wording import said

from .error_table import CHECK_BACKEND, REMEDIES, UNLISTED_ADDRESS, unlisted_address

PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")
INVALID_MEDIA = "40007"
ALREADY_REPLIED = "88005"
NO_COMMENTS = "88000"
COMMENTS_UNAVAILABLE = frozenset({"88001", "88002"})
UNKNOWN_ARTICLE = "53600"
UNAUTHORIZED = "48001"
UNKNOWN_MASS = "40059"
DUPLICATE_MASS = 45065
PUBLISH_BY_HAND = frozenset({"48001", "53504", "53505"})
OUT_OF_RANGE = "61501"
NOT_READY = "61503"

_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}")


def refusal(code: int, message: str, *, now: datetime, excerpt: str = "") -> ConnectorError:
    """The error for a code. `message` is the platform's `errmsg` without secrets, `now` an aware time."""
    remedy = REMEDIES.get(code)
    if remedy is None:
        text = (
            said(
                "微信返回了未收录的错误 %(code)s：%(told)s。",
                code=code,
                told=message[:120] or said("没有说明"),
            )
            + CHECK_BACKEND
        )
        return AskPlatform(text, code=str(code), excerpt=excerpt)
    sentence = unlisted_address(seen_address(message)) if code == UNLISTED_ADDRESS else remedy.sentence
    if remedy.kind is Wait:
        return Wait(sentence, until=_until(now, remedy.pause), code=str(code), excerpt=excerpt)
    return remedy.kind(sentence, code=str(code), excerpt=excerpt)


def seen_address(message: str) -> str:
    """The IP address that the platform names in an errmsg ("invalid ip 1.2.3.4 …"), or words in its place."""
    found = _ADDRESS.search(message)
    return found.group() if found else said("（微信没有说明）")


def _until(now: datetime, pause: timedelta) -> datetime:
    if pause:
        return now + pause
    tomorrow = now.astimezone(PLATFORM_ZONE) + timedelta(days=1)
    return tomorrow.replace(hour=0, minute=1, second=0, microsecond=0).astimezone(now.tzinfo)
