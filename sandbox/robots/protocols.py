"""The three services with robots in group chats: addresses, signatures, what they take, and their refusals.

Rules and numbers are those of the services' public pages on custom robots; refusals come with HTTP 200.
"""

import base64
import hashlib
import hmac
from collections.abc import Mapping
from typing import Any, Protocol

from sandbox.identifiers import Identifiers

HOUR = 3600.0


class Refused(Exception):
    """The service does not take the message."""

    def __init__(self, code: int, words: str) -> None:
        super().__init__(words)
        self.code, self.words = code, words


class Service(Protocol):
    """`per_minute` is how many messages a robot takes within a minute, `octets` how long a text may be."""

    name: str
    host: str
    path: str
    signs: bool
    per_minute: int
    octets: int

    def address(self, key: str) -> str: ...
    def draw_key(self, ids: Identifiers) -> str: ...
    def key_in(self, query: Mapping[str, str], rest: str) -> str:
        """The robot's key in a request."""

    def kind_of(self, body: Mapping[str, Any]) -> str: ...
    def text_of(self, body: Mapping[str, Any]) -> str:
        """The words of a message that a person reads. Raises Refused."""

    def check(self, secret: str, query: Mapping[str, str], body: Mapping[str, Any], *, now: float) -> None:
        """Looks at the signature. Raises Refused."""

    def success(self) -> dict[str, Any]: ...
    def failure(self, refused: Refused) -> dict[str, Any]: ...
    def unknown(self) -> Refused: ...
    def hurried(self) -> Refused: ...
    def without_keyword(self) -> Refused: ...


class WorkChat:
    name, host, path = "企业微信群机器人", "qyapi.weixin.qq.com", "/cgi-bin/webhook/send"
    signs, per_minute, octets = False, 20, 2048
    markdown_octets = 4096

    def address(self, key: str) -> str:
        return f"https://{self.host}{self.path}?key={key}"

    def draw_key(self, ids: Identifiers) -> str:
        return uuid_like(ids)

    def key_in(self, query: Mapping[str, str], rest: str) -> str:
        return query.get("key", "")

    def kind_of(self, body: Mapping[str, Any]) -> str:
        return str(body.get("msgtype", ""))

    def text_of(self, body: Mapping[str, Any]) -> str:
        kind = self.kind_of(body)
        if kind not in ("text", "markdown", "image", "news", "file", "template_card", "voice"):
            raise Refused(40008, "invalid message type")
        if kind not in ("text", "markdown"):
            return f"[{kind}]"
        text = str(inside(body, kind).get("content", ""))
        if not text:
            raise Refused(44004, "empty content")
        if len(text.encode()) > (self.octets if kind == "text" else self.markdown_octets):
            raise Refused(45002, f"{kind}.content exceed max length")
        return text

    def check(self, secret: str, query: Mapping[str, str], body: Mapping[str, Any], *, now: float) -> None:
        """The key in the address is all there is."""

    def success(self) -> dict[str, Any]:
        return {"errcode": 0, "errmsg": "ok"}

    def failure(self, refused: Refused) -> dict[str, Any]:
        return {"errcode": refused.code, "errmsg": refused.words}

    def unknown(self) -> Refused:
        return Refused(93000, "invalid webhook url")

    def hurried(self) -> Refused:
        return Refused(45009, "api freq out of limit")

    def without_keyword(self) -> Refused:
        return Refused(40058, "invalid Request Parameter")


class Feishu:
    name, host, path = "飞书自定义机器人", "open.feishu.cn", "/open-apis/bot/v2/hook/{key}"
    signs, per_minute, octets = True, 100, 20 * 1024

    def address(self, key: str) -> str:
        return f"https://{self.host}/open-apis/bot/v2/hook/{key}"

    def draw_key(self, ids: Identifiers) -> str:
        return uuid_like(ids)

    def key_in(self, query: Mapping[str, str], rest: str) -> str:
        return rest

    def kind_of(self, body: Mapping[str, Any]) -> str:
        return str(body.get("msg_type", ""))

    def text_of(self, body: Mapping[str, Any]) -> str:
        kind = self.kind_of(body)
        if kind not in ("text", "post", "interactive", "image", "share_chat"):
            raise Refused(9499, "Bad Request")
        if kind != "text":
            return f"[{kind}]"
        text = str(inside(body, "content").get("text", ""))
        if not text:
            raise Refused(9499, "Bad Request")
        if len(text.encode()) > self.octets:
            raise Refused(9499, "Bad Request")
        return text

    def check(self, secret: str, query: Mapping[str, str], body: Mapping[str, Any], *, now: float) -> None:
        if not secret:
            return
        moment = str(body.get("timestamp", ""))
        good = moment.isdecimal() and abs(now - int(moment)) <= HOUR
        # The string to sign is the key; nothing is the message.
        if not good or not same(str(body.get("sign", "")), signature(f"{moment}\n{secret}", "")):
            raise Refused(19021, "sign match fail or timestamp is not within one hour from current time")

    def success(self) -> dict[str, Any]:
        return {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}

    def failure(self, refused: Refused) -> dict[str, Any]:
        return {"code": refused.code, "data": {}, "msg": refused.words}

    def unknown(self) -> Refused:
        return Refused(19001, "param invalid: incoming webhook access token invalid")

    def hurried(self) -> Refused:
        return Refused(11232, "frequency limited")

    def without_keyword(self) -> Refused:
        return Refused(19024, "Key Words Not Found")


class Dingtalk:
    name, host, path = "钉钉自定义机器人", "oapi.dingtalk.com", "/robot/send"
    signs, per_minute, octets = True, 20, 20_000

    def address(self, key: str) -> str:
        return f"https://{self.host}{self.path}?access_token={key}"

    def draw_key(self, ids: Identifiers) -> str:
        return ids.hexadecimal(64)

    def key_in(self, query: Mapping[str, str], rest: str) -> str:
        return query.get("access_token", "")

    def kind_of(self, body: Mapping[str, Any]) -> str:
        return str(body.get("msgtype", ""))

    def text_of(self, body: Mapping[str, Any]) -> str:
        kind = self.kind_of(body)
        if kind not in ("text", "markdown", "link", "actionCard", "feedCard"):
            raise Refused(400105, "unsupported msgtype")
        if kind not in ("text", "markdown"):
            return f"[{kind}]"
        text = str(inside(body, kind).get("content" if kind == "text" else "text", ""))
        if not text:
            raise Refused(40035, "缺少参数 content")
        if len(text.encode()) > self.octets:
            raise Refused(460101, "message too long, exceed 20000 bytes")
        return text

    def check(self, secret: str, query: Mapping[str, str], body: Mapping[str, Any], *, now: float) -> None:
        if not secret:
            return
        moment = query.get("timestamp", "")
        if not moment.isdecimal() or abs(now - int(moment) / 1000) > HOUR:
            raise Refused(310000, "invalid timestamp")
        if not same(query.get("sign", ""), signature(secret, f"{moment}\n{secret}")):
            raise Refused(310000, "sign not match")

    def success(self) -> dict[str, Any]:
        return {"errcode": 0, "errmsg": "ok"}

    def failure(self, refused: Refused) -> dict[str, Any]:
        return {"errcode": refused.code, "errmsg": refused.words}

    def unknown(self) -> Refused:
        return Refused(300001, "token is not exist")

    def hurried(self) -> Refused:
        return Refused(130101, "send too fast, exceed 20 times per minute")

    def without_keyword(self) -> Refused:
        return Refused(310000, "keywords not in content")


SERVICES: Mapping[str, Service] = {"work_chat": WorkChat(), "feishu": Feishu(), "dingtalk": Dingtalk()}


def signature(key: str, message: str) -> str:
    return base64.b64encode(hmac.new(key.encode(), message.encode(), hashlib.sha256).digest()).decode()


def same(given: str, expected: str) -> bool:
    return hmac.compare_digest(given.encode(), expected.encode())


def inside(body: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = body.get(name)
    return found if isinstance(found, dict) else {}


def uuid_like(ids: Identifiers) -> str:
    text = ids.hexadecimal(32)
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
