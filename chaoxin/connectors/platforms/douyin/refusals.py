"""From an answer of Douyin to an error by remedy. Business errors come with HTTP 200, in three envelopes."""

from __future__ import annotations

from collections.abc import Iterator
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

from .refusal_table import ASK_MAINTAINER, BUSY, INVALID, REFUSALS, Remedy

SOON = timedelta(minutes=2)
PLATFORM_ZONE = timezone(timedelta(hours=8))
FILE_GONE_CODES = frozenset(code for code, (remedy, _) in REFUSALS.items() if remedy is Remedy.FILE_GONE)
ILLEGAL_CODES = frozenset({"28001007", "2100005", "10002"})
DEAD_TOKEN_CODES = frozenset({"10008", "28001003", "28001008", "2190002", "2190008"})
TOO_LARGE = said("抖音的网关说文件太大，没有收下。请压缩后再发。")
UNCLEAR_CHANGE = said("抖音服务器出错，不确定这次操作是否生效。系统会先到抖音上核实，不会重复发送。")


def code_of(data: Any) -> str:
    """The error code in an answer, as text; "" where the answer is no refusal. Codes stand beside the data, inside
    of it, or in `extra`, depending on the age of the call."""
    for value in _codes(data):
        if str(value) not in ("", "0", "None"):
            return str(value)
    return ""


def _codes(data: Any) -> Iterator[Any]:
    if not isinstance(data, dict):
        return
    for part in (data.get("extra"), data.get("data"), data):
        if isinstance(part, dict):
            yield part.get("error_code")
            yield part.get("err_no")


def refusal(answer: Answer, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError | None:
    """The error that an answer stands for; None where it is a success.

    `changing` marks calls with a visible effect: what is a passing fault to a read leaves open whether such a call
    took effect. `excerpt` is the answer without secrets.
    """
    code = code_of(answer.data)
    if code:
        return _coded(code, status=answer.status, changing=changing, now=now, excerpt=excerpt)
    if answer.status == 200 and isinstance(answer.data, dict):
        return None
    return _uncoded(answer.status, changing=changing, now=now, excerpt=excerpt)


def _coded(code: str, *, status: int, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if code not in REFUSALS:
        return _unlisted(code, status=status, changing=changing, now=now, excerpt=excerpt)
    remedy, sentence = REFUSALS[code]
    if remedy is Remedy.RENEW:
        return RenewGrant(sentence, code=code, excerpt=excerpt)
    if remedy is Remedy.RECONNECT:
        return Reconnect(sentence, code=code, excerpt=excerpt)
    if remedy in (Remedy.CONTENT, Remedy.FILE_GONE):
        return FixContent(sentence, code=code, excerpt=excerpt)
    if remedy in (Remedy.SOON, Remedy.NEXT_DAY):
        until = now + SOON if remedy is Remedy.SOON else next_day(now)
        return Wait(sentence, until=until, code=code, excerpt=excerpt)
    if remedy is Remedy.PERMISSION:
        return AskPlatform(sentence, code=code, excerpt=excerpt)
    return _open(sentence, code=code, changing=changing, now=now, excerpt=excerpt)


def _unlisted(code: str, *, status: int, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if status >= 500:
        return _open(BUSY, code=code, changing=changing, now=now, excerpt=excerpt)
    sentence = said("抖音拒绝了这次请求，错误码 %(code)s 不在已知的列表里。", code=code) + ASK_MAINTAINER
    return AskPlatform(sentence, code=code, excerpt=excerpt)


def _open(sentence: str, *, code: str, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if not changing:
        return Wait(sentence, until=now + SOON, code=code, excerpt=excerpt)
    said = UNCLEAR_CHANGE if sentence == BUSY else sentence
    return OutcomeUnknown(said, code=code, excerpt=excerpt)


def _uncoded(status: int, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    code = f"HTTP {status}"
    if status == 413:
        return FixContent(TOO_LARGE, code=code, excerpt=excerpt)
    if status == 429:
        sentence = said("抖音的网关说请求太多。系统稍后会自动再试，无需处理。")
        return Wait(sentence, until=now + SOON, code=code, excerpt=excerpt)
    if status == 401:
        return RenewGrant(INVALID[1], code=code, excerpt=excerpt)
    if status in (400, 403, 404, 405) and not changing:
        refused = said("抖音的网关拒绝了这次请求（%(code)s），没有说明原因。", code=code)
        return AskPlatform(refused + ASK_MAINTAINER, code=code, excerpt=excerpt)
    return _open(BUSY, code=code, changing=changing, now=now, excerpt=excerpt)


def next_day(now: datetime) -> datetime:
    """The next midnight in China, when daily quotas begin anew."""
    local = now.astimezone(PLATFORM_ZONE)
    midnight = local.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return midnight.astimezone(now.tzinfo)
