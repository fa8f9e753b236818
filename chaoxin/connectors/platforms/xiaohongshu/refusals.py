"""From an answer of the ads API to an error by remedy.

The platform publishes no table of its error codes. What is known is the envelope, in which `success` decides; so the
words of a refusal say what it asks for, and the few codes in `CODES` go before them. None of these is official.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from chaoxin.connectors.errors import AskPlatform, ConnectorError, Reconnect, RenewGrant, Wait
from chaoxin.connectors.http import Answer
from chaoxin.connectors.wording import said


class Remedy(StrEnum):
    """What a refusal asks for. `CREDENTIAL` is a renewal, and a person where it is the renewal that was refused."""

    CREDENTIAL = "credential"
    PERMISSION = "permission"
    PARAMETER = "parameter"
    SOON = "soon"


CODES = {
    "40001": Remedy.CREDENTIAL,
    "40003": Remedy.PERMISSION,
    "40010": Remedy.PARAMETER,
    "42900": Remedy.SOON,
    "50000": Remedy.SOON,
}
WORDS: tuple[tuple[re.Pattern[str], Remedy], ...] = (
    (re.compile(r"频繁|限流|超出.*次数|frequen|rate.?limit|too many|qps", re.IGNORECASE), Remedy.SOON),
    (re.compile(r"(?:token|令牌|auth_?code|授权码).*(?:过期|失效|无效|错误|不存在|expire|invalid)", re.IGNORECASE),
     Remedy.CREDENTIAL),
    (re.compile(r"(?:expire|invalid).*token", re.IGNORECASE), Remedy.CREDENTIAL),
    (re.compile(r"权限|授权范围|scope|permission|unauthori|forbidden", re.IGNORECASE), Remedy.PERMISSION),
    (re.compile(r"系统|繁忙|超时|内部|busy|internal|timeout", re.IGNORECASE), Remedy.SOON),
)  # fmt: skip
SOON = timedelta(minutes=2)
REAUTHORIZE = said("请到账号页重新授权聚光账号。")
ASK_MAINTAINER = said("这不是投放内容的问题，请把这条记录交给系统维护人员。")
UNREADABLE = said("小红书聚光的应答看不懂，可能是网关出错。系统稍后会自动再试，无需处理。")
SENTENCES: dict[Remedy, str] = {
    Remedy.PERMISSION: said(
        "这个授权不含看报表的权限，或者广告账号不在授权范围里。请在聚光后台核对，再重新授权。"
    ),
    Remedy.PARAMETER: said("小红书聚光不接受这次请求的参数。") + ASK_MAINTAINER,
    Remedy.SOON: said("小红书聚光说太频繁或系统繁忙。系统稍后会自动再试，无需处理。"),
}


def refusal(answer: Answer, *, granting: bool, now: datetime, excerpt: str) -> ConnectorError | None:
    """The error that an answer stands for; None where it is a success. `granting` marks the calls that give tokens,
    for which there is nothing to renew. `excerpt` is the answer without secrets."""
    data = answer.data
    if isinstance(data, dict) and (data.get("success") is False or str(data.get("code") or "0") != "0"):
        code = str(data.get("errorCode") or data.get("code") or "refused")
        words = " ".join(str(data.get(name) or "") for name in ("msg", "message", "errorMsg"))
        return _coded(code, words, granting=granting, now=now, excerpt=excerpt)
    if answer.status == 200 and isinstance(data, dict) and data.get("success") is True:
        return None
    return _uncoded(answer.status, granting=granting, now=now, excerpt=excerpt)


def _coded(code: str, words: str, *, granting: bool, now: datetime, excerpt: str) -> ConnectorError:
    remedy = CODES.get(code) or next((found for pattern, found in WORDS if pattern.search(words)), None)
    if remedy is Remedy.CREDENTIAL:
        return _token_error(granting)(_token_sentence(granting), code=code, excerpt=excerpt)
    if remedy is Remedy.SOON:
        return Wait(SENTENCES[remedy], until=now + SOON, code=code, excerpt=excerpt)
    if remedy:
        return AskPlatform(SENTENCES[remedy], code=code, excerpt=excerpt)
    sentence = (
        said("小红书聚光拒绝了这次请求（错误码 %(code)s），官方没有公开错误码的含义。", code=code)
        + ASK_MAINTAINER
    )
    return AskPlatform(sentence, code=code, excerpt=excerpt)


def _uncoded(status: int, *, granting: bool, now: datetime, excerpt: str) -> ConnectorError:
    code = f"HTTP {status}"
    if status == 429:
        return Wait(SENTENCES[Remedy.SOON], until=now + SOON, code=code, excerpt=excerpt)
    if status == 401:
        return _token_error(granting)(_token_sentence(granting), code=code, excerpt=excerpt)
    if 400 <= status < 500:
        sentence = (
            said("小红书聚光的网关拒绝了这次请求（%(code)s），没有说明原因。", code=code) + ASK_MAINTAINER
        )
        return AskPlatform(sentence, code=code, excerpt=excerpt)
    return unreadable(now, excerpt=excerpt)


def unreadable(now: datetime, *, excerpt: str) -> Wait:
    """The error for an answer without what it must hold."""
    return Wait(UNREADABLE, until=now + SOON, excerpt=excerpt)


def _token_error(granting: bool) -> Callable[..., Any]:
    return Reconnect if granting else RenewGrant


def _token_sentence(granting: bool) -> str:
    if granting:
        return said("聚光的授权已失效，没有换到新的凭证。") + REAUTHORIZE
    return said("聚光的访问凭证已失效，系统会自动换一个再试。")
