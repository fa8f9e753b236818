"""Kuaishou in good health: the addresses that the connector speaks to, and their answers."""

from __future__ import annotations

from datetime import datetime

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.platforms.kuaishou import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform

from .recorded import payload

HOST = "open.kuaishou.com"
GATEWAY = "upload.kuaishouzt.com/api/upload"
ACCESS_TOKEN = f"{HOST}/oauth2/access_token"
REFRESH_TOKEN = f"{HOST}/oauth2/refresh_token"
USER_INFO = f"{HOST}/openapi/user_info"
START = f"{HOST}/openapi/photo/start_upload"
PUBLISH = f"{HOST}/openapi/photo/publish"
INFO = f"{HOST}/openapi/photo/info"
LIST = f"{HOST}/openapi/photo/list"
COUNT = f"{HOST}/openapi/photo/count"
DELETE = f"{HOST}/openapi/photo/delete"
FRAGMENT = f"{GATEWAY}/fragment"
RESUME = f"{GATEWAY}/resume"
COMPLETE = f"{GATEWAY}/complete"

ANSWERS: dict[str, Responder] = {
    ACCESS_TOKEN: Reply(payload("access_token")),
    REFRESH_TOKEN: Reply(payload("refresh_token")),
    USER_INFO: Reply(payload("user_info")),
    START: Reply(payload("start_upload")),
    GATEWAY: Reply(payload("upload")),
    FRAGMENT: Reply(payload("fragment")),
    RESUME: Reply(payload("resume")),
    COMPLETE: Reply({"result": 1}),
    PUBLISH: Reply(payload("publish")),
    INFO: Reply(payload("photo_info")),
    LIST: Reply(payload("photo_list")),
    COUNT: Reply(payload("photo_count")),
    DELETE: Reply({"result": 1}),
}


def refused(code: int | str, text: str = "refused", *, status: int = 200) -> Reply:
    """An error answer as Kuaishou writes it."""
    return Reply({"result": code, "error": text, "error_msg": text}, status=status)


def platform(
    answers: dict[str, Responder] | None = None, *, now: datetime = SAMPLE_TIME
) -> tuple[StubPlatform, Connector]:
    """A healthy platform with `answers` in place of some of its own, and the connector over it."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    return stub, build(stub.wire(now=now))
