"""A corp with customers and groups, calls with its token, and its members' phones."""

import json
from typing import Any

import httpx

from sandbox.platforms.wecom.crypto import decrypt
from sandbox.tests.box import Box

API = "/qyapi.weixin.qq.com/cgi-bin"
PHONES = "/work.weixin.qq.com"


class WecomCaller:
    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        opened = {"platform": "wecom", "name": "潮汐茶", "followers": 60, **given}
        self.account = box.post("/control/accounts", **opened)
        self.key = self.account["key"]
        self.credentials = self.account["credentials"]
        self.token = str(self.ask_token()["access_token"])

    def ask_token(self, **changes: str) -> Any:
        query = {"corpid": self.credentials["corpid"], "corpsecret": self.credentials["secret"], **changes}
        return self.box.send("GET", f"{API}/gettoken", params=query).json()

    def call(self, path: str, body: Any = None, **query: Any) -> Any:
        """POST in UTF-8, or GET without a body; `path` begins after externalcontact/ unless it begins with a slash."""
        address = f"{API}{path}" if path.startswith("/") else f"{API}/externalcontact/{path}"
        params = {"access_token": self.token, **query}
        if body is None:
            return self.box.send("GET", address, params=params).json()
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.box.send("POST", address, params=params, content=content).json()

    def upload(self, data: bytes, kind: str = "image", *, path: str = "/media/upload") -> Any:
        files = {"media": ("a", data, "application/octet-stream")}
        params = {"access_token": self.token, "type": kind}
        return self.box.send("POST", API + path, params=params, files=files).json()

    def change(self, **settings: Any) -> None:
        self.box.send("PATCH", f"/control/accounts/{self.key}", json={"settings": settings})

    def customers_of(self, userid: str) -> list[str]:
        found: list[str] = self.call("list", userid=userid)["external_userid"]
        return found

    def groups_of(self, userid: str) -> list[str]:
        body = {"owner_filter": {"userid_list": [userid]}, "limit": 100}
        return [row["chat_id"] for row in self.call("groupchat/list", body)["group_chat_list"]]

    def ask(self, **given: Any) -> Any:
        """Make a task for all customers of zhangsan, unless it is said otherwise."""
        body = {"chat_type": "single", "sender": "zhangsan", "text": {"content": "新茶到店"}, **given}
        return self.call(
            "add_msg_template", {name: value for name, value in body.items() if value is not None}
        )

    def dispatched(self, **given: Any) -> str:
        """A task that has reached its members."""
        made = self.ask(**given)
        assert made["errcode"] == 0, made
        self.box.advance(3)
        return str(made["msgid"])

    def act(self, userid: str, act: str, **given: str) -> httpx.Response:
        return self.box.send("POST", f"{PHONES}/{self.key}/{userid}/{act}", data=given)

    def send(self, userid: str, msgid: str) -> None:
        """The member taps 发送 on his phone."""
        answer = self.act(userid, "send", msgid=msgid)
        assert answer.status_code == 303, answer.text

    def results(self, msgid: str, userid: str = "zhangsan") -> list[int]:
        rows = self.call("get_groupmsg_send_result", {"msgid": msgid, "userid": userid, "limit": 1000})
        return [row["status"] for row in rows["send_list"]]

    def take_callbacks(self) -> None:
        """Let the corp's address be verified, by an answer that knows the keys."""
        answer = self.box.company.answer

        def opened(request: httpx.Request) -> httpx.Response:
            if request.method == "GET":
                return httpx.Response(200, text=self.opened(request.url.params["echostr"]))
            return answer(request)

        self.box.app.desk.callback_transport = httpx.MockTransport(opened)
        kept = self.box.post(f"/control/accounts/{self.key}/callback", url="http://company.test/hook")
        assert kept["verified"], kept

    def opened(self, secret: str) -> str:
        keys = self.credentials
        return decrypt(secret, aes_key=keys["aes_key"], receiver=keys["corpid"])
