"""The account, the messages and the signed pushes that the tests of WeCom use."""

from __future__ import annotations

import base64
import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from PIL import Image

from chaoxin.connectors.contract import Connector, PostReference
from chaoxin.connectors.platforms.wecom import build
from chaoxin.connectors.platforms.wecom.crypto import aes_key, signature
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Picture, Post, Token, Video, Webhook

from .recorded import payload

CORP_ID = "ww1234567890abcdef"
CALLBACK_TOKEN = "sandboxtoken"
ENCODING_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCESS_TOKEN = payload("gettoken")["access_token"]
TIMESTAMP, NONCE = "1700000000", "nonce123"
SETTINGS: Mapping[str, Any] = {"corp_id": CORP_ID, "agent_id": "1000002", "sender": "zhangsan"}

ACCOUNT = Account(
    external_id=CORP_ID,
    credentials={
        "corp_id": CORP_ID,
        "agent_id": "1000002",
        "secret": "pQ7wErTy_Uio9PaSdFgHjKlZxCvBnM1234567890Abc",
        "callback_token": CALLBACK_TOKEN,
        "encoding_aes_key": ENCODING_KEY,
    },
    token=Token(secrets={"access_token": ACCESS_TOKEN}),
    settings=SETTINGS,
)

API = "qyapi.weixin.qq.com"
CGI = f"{API}/cgi-bin"
CONTACT = f"{CGI}/externalcontact"
MSGID = payload("add_msg_template")["msgid"]
REFERENCE = PostReference(post_id=MSGID, reference=f"task:{MSGID}", facts={"msgid": MSGID})
OK = Reply({"errcode": 0, "errmsg": "ok"})

ANSWERS: dict[str, Responder] = {
    f"{CGI}/gettoken": Reply(payload("gettoken")),
    f"{CGI}/agent/get": Reply(payload("agent_get")),
    f"{CGI}/media/upload": Reply(payload("media_upload")),
    f"{CGI}/media/uploadimg": Reply(payload("uploadimg")),
    f"{CONTACT}/get_follow_user_list": Reply(payload("get_follow_user_list")),
    f"{CONTACT}/add_msg_template": Reply(payload("add_msg_template")),
    f"{CONTACT}/get_groupmsg_task": Reply(payload("get_groupmsg_task")),
    f"{CONTACT}/get_groupmsg_send_result": Reply(payload("get_groupmsg_send_result")),
    f"{CONTACT}/get_groupmsg_list_v2": Reply(payload("get_groupmsg_list_v2")),
    f"{CONTACT}/cancel_groupmsg_send": OK,
    f"{CONTACT}/remind_groupmsg_send": OK,
    f"{CONTACT}/list": Reply(payload("externalcontact_list")),
    f"{CONTACT}/batch/get_by_user": Reply(payload("batch_get_by_user")),
    f"{CONTACT}/get_corp_tag_list": Reply(payload("get_corp_tag_list")),
    f"{CONTACT}/add_corp_tag": Reply(payload("add_corp_tag")),
    f"{CONTACT}/mark_tag": OK,
    f"{CONTACT}/groupchat/list": Reply(payload("groupchat_list")),
    f"{CONTACT}/groupchat/get": Reply(payload("groupchat_get")),
    f"{CONTACT}/groupchat/statistic_group_by_day": Reply(payload("statistic_group_by_day")),
    f"{CONTACT}/get_user_behavior_data": Reply(payload("get_user_behavior_data")),
}


def refused(code: int, text: str = "refused") -> Reply:
    """A refusal as the platform writes it: HTTP 200 with a code."""
    return Reply({"errcode": code, "errmsg": f"{text}, hint: [1795147200123456789012345]"})


def platform(**answers: Responder) -> tuple[StubPlatform, Connector]:
    """A healthy platform and its connector; `answers` replace the healthy ones by the last word of their path."""
    paths = {address.rpartition("/")[2]: address for address in ANSWERS}
    stub = StubPlatform({**ANSWERS, **{paths[name]: answer for name, answer in answers.items()}})
    return stub, build(stub.wire(now=SAMPLE_TIME))


def body_of(request: httpx.Request) -> dict[str, Any]:
    """The JSON body of a request."""
    found: dict[str, Any] = json.loads(request.content)
    return found


def folder() -> Path:
    """A folder for files that lives as long as the test run."""
    return Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))


def picture(
    key: str = "first", *, kind: str = "PNG", size: tuple[int, int] = (64, 48), noisy: bool = False
) -> Picture:
    """A picture file; a noisy one is hard to compress."""
    image = Image.effect_noise(size, 90).convert("RGB") if noisy else Image.new("RGB", size, "seagreen")
    path = folder() / f"{key}.{kind.lower()}"
    image.save(path, kind)
    return Picture(key, path, f"image/{kind.lower()}", *size, path.stat().st_size)


def video(key: str = "clip", *, size: int = 4096) -> Video:
    """A file that begins as an MP4 does; nobody here looks any further into it."""
    path = folder() / f"{key}.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * (size - 12))
    return Video(key, path, "video/mp4", size, 720, 1280, 12.0, "h264", "aac")


def to_customers(**changes: Any) -> Post:
    """A message to all customers of the account's usual sender, with a picture and a link."""
    post = Post(
        key="intent-1",
        format="customers",
        title="",
        text="冬季新品到店，门店和线上同价。",
        link="https://shop.example.com/winter",
        pictures=(picture(),),
        options={"link_title": "冬季新品"},
    )
    return replace(post, **changes)


def to_groups(**changes: Any) -> Post:
    """A message to two customer groups with a mini programme card, whose cover is the only picture."""
    options = {
        "chats": "wrsample0000000000000000000001\nwrsample0000000000000000000002",
        "mini_appid": "wxminisample000001",
        "mini_page": "pages/winter?from=group",
        "mini_title": "冬季新品",
        "first_is_cover": True,
    }
    post = Post("intent-2", "groups", "", "群友专享", pictures=(picture("cover"),), options=options)
    return replace(post, **changes)


def with_video(**changes: Any) -> Post:
    """A video to customers."""
    return replace(Post("intent-3", "customers_video", "", "新品上手视频", video=video()), **changes)


def group_video(**changes: Any) -> Post:
    """A video to the groups that the sender picks himself."""
    return replace(Post("intent-4", "groups_video", "", "", video=video()), **changes)


def push(body: str, *, receiver: str = CORP_ID) -> Webhook:
    """A push as the platform makes it."""
    encrypted = encrypt(body.encode(), receiver=receiver)
    xml = (
        f"<xml><ToUserName><![CDATA[{CORP_ID}]]></ToUserName><AgentID><![CDATA[1000002]]></AgentID>"
        f"<Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    )
    return Webhook("POST", signed(encrypted), {}, xml.encode())


def verification(echo: str = "4194304012345") -> Webhook:
    """The platform's address check, whose echo is encrypted too."""
    encrypted = encrypt(echo.encode(), receiver=CORP_ID)
    return Webhook("GET", {**signed(encrypted), "echostr": encrypted}, {}, b"")


def signed(encrypted: str) -> dict[str, str]:
    """The query that proves an encrypted text."""
    proof = signature(CALLBACK_TOKEN, TIMESTAMP, NONCE, encrypted)
    return {"msg_signature": proof, "timestamp": TIMESTAMP, "nonce": NONCE}


def encrypt(message: bytes, *, receiver: str, random: bytes = b"") -> str:
    """The platform's side of the encryption, written from its description."""
    head = random or hashlib.sha256(message).digest()[:16]
    plain = head + len(message).to_bytes(4, "big") + message + receiver.encode()
    missing = 32 - len(plain) % 32
    key = aes_key(ENCODING_KEY)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    padded = plain + bytes([missing]) * missing
    return base64.b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
