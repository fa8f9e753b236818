"""The sandbox in a test: its application, a client without a network, a clock that stands still until moved."""

import asyncio
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
from PIL import Image

from sandbox import audience
from sandbox.application import create

START = 1_790_042_400.0  # 2026-09-22 10:00 China Standard Time
API = "/api.weixin.qq.com"
WEIBO = "/api.weibo.com"


class QuietAudience:
    """People who do nothing by themselves."""

    PostFacts = audience.PostFacts
    AccountFacts = audience.AccountFacts

    @staticmethod
    def acts_between(post: Any, *, since: float, until: float, seed: int, intensity: float) -> list[Any]:
        return []

    account_acts_between = acts_between


class Box:
    """`seconds` is real time as the sandbox sees it; move it with `wait`."""

    def __init__(
        self, data_dir: Path, *, people: Any = QuietAudience, seed: int = 7, start: float = START
    ) -> None:
        self.data_dir = data_dir
        self.seconds = start
        self.closed = False
        self.company = Company()
        self.app = create(
            data_dir,
            seed=seed,
            real_time=lambda: self.seconds,
            audience=people,
            callback_transport=httpx.MockTransport(self.company.answer),
        )
        self.world = self.app.desk.world
        self.runner = asyncio.Runner()
        self.client = httpx.AsyncClient(transport=httpx.ASGITransport(self.app), base_url="http://sandbox")

    def close(self) -> None:
        """Let go of everything; a second time does nothing."""
        if self.closed:
            return
        self.closed = True
        self.runner.run(self.client.aclose())
        self.runner.close()
        self.app.close()

    def wait(self, seconds: float) -> None:
        self.seconds += seconds

    def send(self, method: str, path: str, **parts: Any) -> httpx.Response:
        async def sent() -> httpx.Response:
            return await self.client.request(method, path, **parts)

        return self.runner.run(sent())

    def get(self, path: str, /, **query: Any) -> Any:
        answer = self.send("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, /, **body: Any) -> Any:
        answer = self.send("POST", path, json=body)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def advance(self, seconds: float = 0, **more: Any) -> Any:
        return self.post("/control/advance", seconds=seconds, **more)

    def fault(self, kind: str, **more: Any) -> Any:
        return self.post("/control/faults", kind=kind, **more)


class Company:
    """The company's server, which receives pushes. `answers` are given in turn, then empty ones; `checked` answers a
    verification that comes as a POST."""

    def __init__(self) -> None:
        self.checked: Callable[[httpx.Request], httpx.Response | None] = lambda request: None
        self.requests: list[httpx.Request] = []
        self.answers: list[httpx.Response | Exception] = []
        self.echoes = True

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.method == "GET":
            return httpx.Response(200, text=request.url.params["echostr"] if self.echoes else "no")
        if check := self.checked(request):
            return check
        self.requests.append(request)
        given = self.answers.pop(0) if self.answers else httpx.Response(200, text="")
        if isinstance(given, Exception):
            raise given
        return given


class WechatCaller:
    """A verified account and calls with its token."""

    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        self.account = box.post("/control/accounts", **{"platform": "wechat", "name": "示例企业", **given})
        self.key = self.account["key"]
        self.credentials = self.account["credentials"]
        self.token = self.fresh_token()

    def fresh_token(self, **more: Any) -> str:
        return str(self.ask_token(**more)["access_token"])

    def ask_token(self, **more: Any) -> Any:
        body = {
            "grant_type": "client_credential",
            "appid": self.credentials["appid"],
            "secret": self.credentials["appsecret"],
            **more,
        }
        return self.box.send("POST", f"{API}/cgi-bin/stable_token", json=body).json()

    def call(self, path: str, body: Any = None, **query: Any) -> Any:
        """POST in UTF-8, or GET without a body."""
        params = {"access_token": self.token, **query}
        if body is None:
            return self.box.send("GET", API + path, params=params).json()
        content = json.dumps(body, ensure_ascii=False).encode()
        return self.box.send("POST", API + path, params=params, content=content).json()

    def upload(self, path: str, data: bytes, *, name: str = "a.png", fields: Any = None, **query: Any) -> Any:
        params = {"access_token": self.token, **query}
        files = {"media": (name, data, "application/octet-stream")}
        return self.box.send("POST", API + path, params=params, files=files, data=fields).json()

    def cover(self) -> str:
        return str(self.upload("/cgi-bin/material/add_material", picture(), type="image")["media_id"])

    def draft(self, **article: Any) -> str:
        given = {"title": "春茶上新", "content": "<p>今年的第一锅茶</p>", "need_open_comment": 1, **article}
        if "thumb_media_id" not in given:
            given["thumb_media_id"] = self.cover()
        return str(self.call("/cgi-bin/draft/add", {"articles": [given]})["media_id"])

    def submit(self, **article: Any) -> Any:
        return self.call("/cgi-bin/freepublish/submit", {"media_id": self.draft(**article)})

    def publish(self, **article: Any) -> Any:
        """A live article: publish_id, msg_data_id, article_id, url, post (the control API's view)."""
        submitted = self.submit(**article)
        self.box.advance(10)
        state = self.call("/cgi-bin/freepublish/get", {"publish_id": submitted["publish_id"]})
        assert state["publish_status"] == 0, state
        post = self.box.get("/control/posts", external_id=f"{submitted['msg_data_id']}_1")[0]
        return {**submitted, "article_id": state["article_id"], "url": post["url"], "post": post}


class WeiboCaller:
    """A blue-V account and calls with its grant."""

    def __init__(self, box: Box, **given: Any) -> None:
        self.box = box
        self.account = box.post("/control/accounts", **{"platform": "weibo", "name": "示例微博", **given})
        self.key = self.account["key"]
        self.credentials = self.account["credentials"]
        self.token = box.post(f"/control/accounts/{self.key}/authorize")["access_token"]

    def get(self, path: str, *, host: str = WEIBO, **query: Any) -> httpx.Response:
        return self.box.send("GET", host + path, params={"access_token": self.token, **query})

    def post(self, path: str, *, host: str = WEIBO, files: Any = None, **fields: Any) -> httpx.Response:
        return self.box.send("POST", host + path, data={"access_token": self.token, **fields}, files=files)

    def share(self, text: str = "新茶到店 https://shop.example.com/tea", **more: Any) -> httpx.Response:
        return self.post("/2/statuses/share.json", **{"status": text, "rip": "112.80.1.1", **more})


def picture(form: str = "PNG", *, at_least: int = 0) -> bytes:
    """A small picture, padded at its end to a size."""
    file = io.BytesIO()
    Image.new("RGB", (24, 24), "teal").save(file, form)
    data = file.getvalue()
    return data + b"\0" * max(0, at_least - len(data))


def clip() -> bytes:
    """The first octets of an MP4 file, enough to be known as one."""
    return b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64


class PhoneUser:
    """A tester who publishes by hand on a platform's app page."""

    def __init__(self, box: Box, platform: str, page: str, **given: Any) -> None:
        self.box = box
        self.page = f"/{page}"
        self.account = box.post("/control/accounts", **{"platform": platform, "name": "示例茶铺", **given})
        self.key = self.account["key"]

    def submit(self, *files: bytes, **fields: str) -> httpx.Response:
        """Fill in the form and press publish."""
        given = {
            "account": self.key,
            "form": "pictures",
            "title": "新茶到店",
            "text": "今天到了两款",
            **fields,
        }
        uploads = [("files", (f"{number}", data, "")) for number, data in enumerate(files)]
        return self.box.send("POST", self.page, data=given, files=uploads or [("files", ("", b"", ""))])

    def publish(self, *files: bytes, **fields: str) -> Any:
        """A post as the control API sees it, made from one picture unless files are given."""
        answer = self.submit(*(files or (picture(),)), **fields)
        assert answer.status_code == 303, answer.text
        self.done = self.box.send("GET", answer.headers["location"]).text
        return self.box.get(f"/control/posts/{answer.headers['location'].rpartition('=')[2]}")
