"""The robots of group chats: where each service takes messages, in what shape, and how it wants them signed.

Addresses are accepted on the three official hosts only, so that nothing typed in makes the house call elsewhere.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from urllib.parse import urlsplit

KEY = re.compile(r"[0-9A-Za-z_-]{8,128}")


@dataclass(frozen=True)
class Outgoing:
    """What goes out: parameters besides those of the address, and the JSON body."""

    params: Mapping[str, str]
    body: Mapping[str, Any]


class Kind(Protocol):
    """`longest` is how many octets of text the service takes; `example` shows what an address looks like."""

    name: str
    host: str
    path: str
    longest: int
    signs: bool
    example: str

    def message(self, text: str, *, secret: str, now: datetime) -> Outgoing: ...


class GroupChatRobot:
    name = "企业微信群机器人"
    host = "qyapi.weixin.qq.com"
    path = r"/cgi-bin/webhook/send"
    parameter = "key"
    longest = 2048
    signs = False
    example = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"

    def message(self, text: str, *, secret: str, now: datetime) -> Outgoing:
        return Outgoing({}, {"msgtype": "text", "text": {"content": shortened(text, self.longest)}})


class FeishuRobot:
    name = "飞书自定义机器人"
    host = "open.feishu.cn"
    path = r"/open-apis/bot/v2/hook/[0-9a-f-]{36}"
    parameter = ""
    longest = 18_000
    signs = True
    example = "https://open.feishu.cn/open-apis/bot/v2/hook/…"

    def message(self, text: str, *, secret: str, now: datetime) -> Outgoing:
        body: dict[str, Any] = {"msg_type": "text", "content": {"text": shortened(text, self.longest)}}
        if secret:
            seconds = str(int(now.timestamp()))
            # The service wants the string to sign as the key, and nothing as the message.
            body |= {"timestamp": seconds, "sign": _signature(f"{seconds}\n{secret}", "")}
        return Outgoing({}, body)


class DingtalkRobot:
    name = "钉钉自定义机器人"
    host = "oapi.dingtalk.com"
    path = r"/robot/send"
    parameter = "access_token"
    longest = 18_000
    signs = True
    example = "https://oapi.dingtalk.com/robot/send?access_token=…"

    def message(self, text: str, *, secret: str, now: datetime) -> Outgoing:
        params: dict[str, str] = {}
        if secret:
            milliseconds = str(int(now.timestamp() * 1000))
            sign = _signature(secret, f"{milliseconds}\n{secret}")
            params = {"timestamp": milliseconds, "sign": sign}
        return Outgoing(params, {"msgtype": "text", "text": {"content": shortened(text, self.longest)}})


KINDS: Mapping[str, GroupChatRobot | FeishuRobot | DingtalkRobot] = {
    "qyweixin_robot": GroupChatRobot(),
    "feishu_robot": FeishuRobot(),
    "dingtalk_robot": DingtalkRobot(),
}


def is_address(kind: str, address: str) -> bool:
    """Whether that is the address of a robot of this kind: https, the official host and nothing unexpected."""
    known, parts = KINDS[kind], urlsplit(address)
    if (parts.scheme, parts.netloc) != ("https", known.host) or parts.fragment:
        return False
    if not re.fullmatch(known.path, parts.path):
        return False
    if not known.parameter:
        return not parts.query
    name, _equals, value = parts.query.partition("=")
    return name == known.parameter and bool(KEY.fullmatch(value))


def refusal_in(data: Any) -> tuple[str, str] | None:
    """Code and words of a refusal in an answer; None where the service took the message."""
    if not isinstance(data, dict):
        return "", ""
    code = data.get("errcode", data.get("code", data.get("StatusCode")))
    return None if code == 0 else (str(code), str(data.get("errmsg", data.get("msg", ""))))


def shortened(text: str, octets: int) -> str:
    """The text, or its beginning where the service would not take all of it."""
    whole = text.encode()
    return text if len(whole) <= octets else whole[: octets - 3].decode("utf-8", "ignore") + "…"


def _signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()
