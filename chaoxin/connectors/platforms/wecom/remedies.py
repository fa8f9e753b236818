"""From an error code of the platform to the error that names its remedy. Codes that no table lists become
AskPlatform with the platform's own text."""

from __future__ import annotations

import re
from datetime import datetime

from chaoxin.connectors.errors import AskPlatform, ConnectorError, Wait
from chaoxin.connectors.wording import said

from .error_table import CHECK_BACKEND, REMEDIES, UNLISTED_ADDRESS, unlisted_address

BAD_SECRET = "40001"  # noqa: S105 (an error code)
BAD_TASK = frozenset({"41046", "41047"})
DISPATCHING = "41063"
STOPPED = "41093"
NO_CUSTOMERS = "84061"
NO_PERMISSION = frozenset({"48001", "48002", "48006"})

_ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){2,7}")


def refusal(code: int, message: str, *, now: datetime, excerpt: str = "") -> ConnectorError:
    """The error for a code. `message` is the platform's `errmsg` without secrets, `now` an aware time."""
    remedy = REMEDIES.get(code)
    if remedy is None:
        text = (
            said(
                "企业微信返回了未收录的错误 %(code)s：%(told)s。",
                code=code,
                told=message[:120] or said("没有说明"),
            )
            + CHECK_BACKEND
        )
        return AskPlatform(text, code=str(code), excerpt=excerpt)
    sentence = unlisted_address(seen_address(message)) if code == UNLISTED_ADDRESS else remedy.sentence
    if remedy.kind is Wait:
        return Wait(sentence, until=now + remedy.pause, code=str(code), excerpt=excerpt)
    return remedy.kind(sentence, code=str(code), excerpt=excerpt)


def seen_address(message: str) -> str:
    """The IP address that the platform names in an errmsg ("not allow to access from your ip, …, from ip: 1.2.3.4"),
    or words in its place."""
    found = _ADDRESS.search(message)
    return found.group() if found else said("（企业微信没有说明）")
