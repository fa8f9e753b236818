"""From an answer of Weibo to an error by remedy."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.errors import (
    AskPlatform,
    ConnectorError,
    FixContent,
    OutcomeUnknown,
    Reconnect,
    Wait,
)
from chaoxin.connectors.http import Answer
from chaoxin.connectors.wording import said

from .refusal_table import ASK_MAINTAINER, BUSY, OAUTH_NAMES, REAUTHORIZE, REFUSALS, Remedy

SOON = timedelta(minutes=2)
DUPLICATE_CODES = frozenset(code for code, (remedy, _) in REFUSALS.items() if remedy is Remedy.DUPLICATE)
DELAYED_CODE = "20032"
GONE_CODES = frozenset({"20101"})
DEAD_GRANT_CODES = frozenset({"21314", "21315", "21316", "21317", "21319", "21321", "21327", "21332"})
PARAMETER_CODE = "10017"
NO_SAFE_LINK = said("没有安全域名下的链接，微博不收。请在正文里加一个安全域名的链接再发。")
NO_SAFE_DOMAIN = said("应用还没有绑定安全域名。请在开放平台“应用信息 → 基本信息”里填写安全域名，再重发。")


def code_of(data: Any) -> str:
    """The error code in an answer, as text: Weibo sends it as a number or as text, OAuth also as a name.
    Empty where the answer is no refusal."""
    if not isinstance(data, dict):
        return ""
    code = data.get("error_code")
    if code not in (None, ""):
        return str(code)
    if not data.get("error"):
        return ""
    name = str(data["error"])
    return OAUTH_NAMES.get(name, name)


def refusal(answer: Answer, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError | None:
    """The error that an answer stands for; None where it is a success.

    `changing` marks calls with a visible effect: what is a passing fault to a read leaves open whether such
    a call took effect. `excerpt` is the answer without secrets.
    """
    code = code_of(answer.data)
    if code:
        text = str(answer.data.get("error", "")) if isinstance(answer.data, dict) else ""
        return _coded(code, text, status=answer.status, changing=changing, now=now, excerpt=excerpt)
    if answer.status == 200 and answer.data is not None:
        return None
    return _uncoded(answer.status, changing=changing, now=now, excerpt=excerpt)


def _coded(
    code: str, text: str, *, status: int, changing: bool, now: datetime, excerpt: str
) -> ConnectorError:
    if code == PARAMETER_CODE and "domain" in text:
        return _domain_refusal(text, excerpt)
    if code not in REFUSALS:
        return _unlisted(code, status=status, changing=changing, now=now, excerpt=excerpt)
    remedy, sentence = REFUSALS[code]
    if remedy is Remedy.RECONNECT:
        return Reconnect(sentence, code=code, excerpt=excerpt)
    if remedy is Remedy.CONTENT:
        return FixContent(sentence, code=code, excerpt=excerpt)
    if remedy in (Remedy.NEXT_HOUR, Remedy.SOON):
        until = _next_hour(now) if remedy is Remedy.NEXT_HOUR else now + SOON
        return Wait(sentence, until=until, code=code, excerpt=excerpt)
    if remedy is Remedy.PERMISSION:
        return AskPlatform(sentence, code=code, excerpt=excerpt)
    return _open(sentence, code=code, changing=changing, now=now, excerpt=excerpt)


def _domain_refusal(text: str, excerpt: str) -> ConnectorError:
    if "bind" in text:
        return AskPlatform(NO_SAFE_DOMAIN, code=PARAMETER_CODE, excerpt=excerpt)
    return FixContent(NO_SAFE_LINK, code=PARAMETER_CODE, excerpt=excerpt)


def _unlisted(code: str, *, status: int, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if status >= 500:
        return _open(BUSY, code=code, changing=changing, now=now, excerpt=excerpt)
    return AskPlatform(
        said("微博拒绝了这次请求，错误码 %(code)s 不在已知的列表里。", code=code) + ASK_MAINTAINER,
        code=code,
        excerpt=excerpt,
    )


def _open(sentence: str, *, code: str, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    if not changing:
        return Wait(sentence, until=now + SOON, code=code, excerpt=excerpt)
    if sentence == BUSY:
        sentence = said("微博服务器出错，不确定这次操作是否生效。系统会先到微博上核实，不会重复发送。")
    return OutcomeUnknown(sentence, code=code, excerpt=excerpt)


def _uncoded(status: int, *, changing: bool, now: datetime, excerpt: str) -> ConnectorError:
    code = f"HTTP {status}"
    if status == 429:
        sentence = said("微博网关说请求太多。到下一个整点会自动再试，无需处理。")
        return Wait(sentence, until=_next_hour(now), code=code, excerpt=excerpt)
    if status == 401:
        return Reconnect(said("微博不认这个授权。") + REAUTHORIZE, code=code, excerpt=excerpt)
    if status in (400, 403, 404, 405, 413):
        if changing:
            return _open(BUSY, code=code, changing=True, now=now, excerpt=excerpt)
        return AskPlatform(
            said("微博网关拒绝了这次请求（%(code)s），没有说明原因。", code=code) + ASK_MAINTAINER,
            code=code,
            excerpt=excerpt,
        )
    return _open(BUSY, code=code, changing=changing, now=now, excerpt=excerpt)


def _next_hour(now: datetime) -> datetime:
    return now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
