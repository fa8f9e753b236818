"""The services behind the robots, as far as the wire goes: what they were sent, and what they answer."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from chaoxin.notices import dispatching

ADDRESSES = {
    "qyweixin_robot": "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa",
    "feishu_robot": "https://open.feishu.cn/open-apis/bot/v2/hook/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0",
    "dingtalk_robot": "https://oapi.dingtalk.com/robot/send?access_token=566cc69da782ec33e42541b09b08551f09fbe864",
}


class Services:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.requests: list[httpx.Request] = []
        self.answer: Any = {"errcode": 0, "errmsg": "ok"}
        client = httpx.Client(transport=httpx.MockTransport(self._take))
        monkeypatch.setattr(dispatching, "shared_client", lambda: client)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(request.content) for request in self.requests]

    def _take(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        if isinstance(self.answer, Exception):
            raise self.answer
        return httpx.Response(200, json=self.answer)
