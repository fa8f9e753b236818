"""From an answer of Kuaishou to an error by remedy. Refusals come under HTTP 200: `result` is 1 or an error code."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

from chaoxin.connectors.errors import (
    AskPlatform,
    ConnectorError,
    FixContent,
    OutcomeUnknown,
    Reconnect,
    RenewGrant,
    Wait,
)
from chaoxin.connectors.http import Answer
from chaoxin.connectors.wording import said

from .refusal_table import ASK_MAINTAINER, BUSY, REFUSALS, SHORT_CODES, Remedy

OK = "1"
SOON = timedelta(minutes=2)
PLATFORM_ZONE = timezone(timedelta(hours=8))
UNREADABLE = said("快手的应答看不懂，可能是网关出错。系统稍后会自动再试，无需处理。")
UNREADABLE_CHANGE = said("快手的应答看不懂，不确定这次操作是否生效。系统会先到快手上核实，不会重复发送。")
BROKEN_CHANGE = said("快手服务器出错，不确定这次操作是否生效。系统会先到快手上核实，不会重复发送。")
PASSING_CODES = frozenset(
    code for code, (remedy, _) in REFUSALS.items() if remedy in (Remedy.UNCLEAR, Remedy.SOON, Remedy.TOMORROW)
)
RAISED = {
    Remedy.RENEW: RenewGrant,
    Remedy.RECONNECT: Reconnect,
    Remedy.CONTENT: FixContent,
    Remedy.ABSENT: FixContent,
    Remedy.PERMISSION: AskPlatform,
}


def code_of(data: Any) -> str:
    """The error code in an answer as its long number; "" where the answer is a success or says nothing."""
    if not isinstance(data, dict):
        return ""
    code = str(data.get("result") or "").strip()
    return "" if code in ("", OK) else SHORT_CODES.get(code, code)


def is_success(data: Any) -> bool:
    """Whether an answer says that all went well."""
    return isinstance(data, dict) and str(data.get("result", "")).strip() == OK


def refusal(answer: Answer, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError | None:
    """The error that an answer stands for; None where it is a success.

    `changing` marks calls with a visible effect: what is a passing fault to a read leaves open whether such a call
    took effect. `excerpt` is the answer without secrets.
    """
    code = code_of(answer.data)
    if code:
        return _coded(code, status=answer.status, changing=changing, now=now, excerpt=excerpt)
    if answer.status == 200 and is_success(answer.data):
        return None
    return _uncoded(answer.status, changing=changing, now=now, excerpt=excerpt)


def unreadable(*, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    """The error for a success without what a success must hold."""
    if changing:
        return OutcomeUnknown(UNREADABLE_CHANGE, code="unreadable", excerpt=excerpt)
    return Wait(UNREADABLE, until=now + SOON, code="unreadable", excerpt=excerpt)


def tomorrow(now: datetime) -> datetime:
    """The next midnight of the platform, where daily counts begin anew."""
    local = now.astimezone(PLATFORM_ZONE)
    return (
        (local + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0).astimezone(now.tzinfo)
    )


def _coded(code: str, *, status: int, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if code not in REFUSALS:
        return _unlisted(code, status=status, changing=changing, now=now, excerpt=excerpt)
    remedy, sentence = REFUSALS[code]
    if remedy in RAISED:
        return RAISED[remedy](sentence, code=code, excerpt=excerpt)
    if remedy is Remedy.TOMORROW:
        return Wait(sentence, until=tomorrow(now), code=code, excerpt=excerpt)
    if remedy in (Remedy.SOON, Remedy.UPLOAD_AGAIN):
        return Wait(sentence, until=now + SOON, code=code, excerpt=excerpt)
    return _open(sentence, code=code, changing=changing, now=now, excerpt=excerpt)


def _unlisted(code: str, *, status: int, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if status >= 500:
        return _open(BUSY, code=code, changing=changing, now=now, excerpt=excerpt)
    sentence = said("快手拒绝了这次请求，错误码 %(code)s 不在已知的列表里。", code=code) + ASK_MAINTAINER
    return AskPlatform(sentence, code=code, excerpt=excerpt)


def _open(sentence: str, *, code: str, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if not changing:
        return Wait(sentence, until=now + SOON, code=code, excerpt=excerpt)
    return OutcomeUnknown(BROKEN_CHANGE if sentence == BUSY else sentence, code=code, excerpt=excerpt)


def _uncoded(status: int, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    code = f"HTTP {status}"
    if status == 200:
        return unreadable(changing=changing, now=now, excerpt=excerpt)
    if changing:
        return OutcomeUnknown(BROKEN_CHANGE, code=code, excerpt=excerpt)
    if status == 429 or status >= 500:
        return Wait(BUSY, until=now + SOON, code=code, excerpt=excerpt)
    sentence = said("快手网关拒绝了这次请求（%(code)s），没有说明原因。", code=code) + ASK_MAINTAINER
    return AskPlatform(sentence, code=code, excerpt=excerpt)
