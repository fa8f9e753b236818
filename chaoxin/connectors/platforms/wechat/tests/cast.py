"""The account, the posts and the signed pushes that the tests of the official account use."""

from __future__ import annotations

import base64
import hashlib
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from PIL import Image

from chaoxin.connectors.contract import Connector, PostReference
from chaoxin.connectors.platforms.wechat import build
from chaoxin.connectors.platforms.wechat.crypto import aes_key, signature
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Picture, Post, Token, Webhook

from .recorded import payload

APP_ID = "wx1234567890abcdef"
CALLBACK_TOKEN = "sandboxtoken"
ENCODING_KEY = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG"
ACCESS_TOKEN = payload("stable_token")["access_token"]
TIMESTAMP, NONCE = "1700000000", "nonce123"

ACCOUNT = Account(
    external_id=APP_ID,
    credentials={
        "app_id": APP_ID,
        "app_secret": "0f1e2d3c4b5a69788796a5b4c3d2e1f0",
        "callback_token": CALLBACK_TOKEN,
        "encoding_aes_key": ENCODING_KEY,
    },
    token=Token(secrets={"access_token": ACCESS_TOKEN}),
)
PLAIN_ACCOUNT = replace(ACCOUNT, credentials={**ACCOUNT.credentials, "encoding_aes_key": ""})

API = "api.weixin.qq.com"
CGI = f"{API}/cgi-bin"
ARTICLE_ID = "b7sNnDsampleArticle"
REFERENCE = PostReference(
    post_id=ARTICLE_ID,
    reference=f"article:{ARTICLE_ID}",
    facts={"msg_data_id": "2247483655", "index": 0, "published_on": "2026-11-18"},
)

ANSWERS: dict[str, Responder] = {
    f"{CGI}/stable_token": Reply(payload("stable_token")),
    f"{CGI}/media/uploadimg": Reply(payload("uploadimg")),
    f"{CGI}/material/add_material": Reply(payload("add_material")),
    f"{CGI}/draft/add": Reply(payload("draft_add")),
    f"{CGI}/draft/get": Reply(payload("draft_get")),
    f"{CGI}/draft/delete": Reply({"errcode": 0, "errmsg": "ok"}),
    f"{CGI}/freepublish/submit": Reply(payload("freepublish_submit")),
    f"{CGI}/freepublish/get": Reply(payload("freepublish_get")),
    f"{CGI}/freepublish/getarticle": Reply(payload("getarticle")),
    f"{CGI}/freepublish/batchget": Reply(payload("freepublish_batchget")),
    f"{CGI}/freepublish/delete": Reply({"errcode": 0, "errmsg": "ok"}),
    f"{CGI}/message/mass/sendall": Reply(payload("mass_sendall")),
    f"{CGI}/message/mass/get": Reply(payload("mass_get")),
    f"{CGI}/message/mass/delete": Reply({"errcode": 0, "errmsg": "ok"}),
    f"{CGI}/comment/list": Reply(payload("comment_list")),
    f"{CGI}/comment/reply/add": Reply({"errcode": 0, "errmsg": "ok"}),
    f"{CGI}/message/custom/send": Reply({"errcode": 0, "errmsg": "ok"}),
    f"{CGI}/user/get": Reply(payload("user_get")),
    f"{API}/datacube/getarticletotaldetail": Reply(payload("getarticletotaldetail")),
    f"{API}/datacube/getusersummary": Reply(payload("getusersummary")),
    f"{API}/datacube/getusercumulate": Reply(payload("getusercumulate")),
    f"{API}/datacube/getbizsummary": Reply(payload("getbizsummary")),
}


def refused(code: int, text: str = "refused") -> Reply:
    """A refusal as the platform writes it: HTTP 200 with a code."""
    return Reply({"errcode": code, "errmsg": f"{text} rid: 6a1b2c3d-0f1e2d3c-4b5a6978"})


def platform(**answers: Responder) -> tuple[StubPlatform, Connector]:
    """A healthy platform and its connector; `answers` replace the healthy ones, named by their last words
    (`freepublish_submit` for /cgi-bin/freepublish/submit)."""
    paths = {address.partition("/cgi-bin/")[2].replace("/", "_"): address for address in ANSWERS}
    paths |= {address.rpartition("/")[2]: address for address in ANSWERS if "/datacube/" in address}
    stub = StubPlatform({**ANSWERS, **{paths[name]: answer for name, answer in answers.items()}})
    return stub, build(stub.wire(now=SAMPLE_TIME))


def folder() -> Path:
    """A folder for picture files that lives as long as the test run."""
    return Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))


def picture(
    key: str = "first", *, kind: str = "PNG", size: tuple[int, int] = (64, 48), noisy: bool = False
) -> Picture:
    """A picture file; a noisy one is hard to compress."""
    image = Image.effect_noise(size, 90).convert("RGB") if noisy else Image.new("RGB", size, "steelblue")
    path = folder() / f"{key}.{kind.lower()}"
    image.save(path, kind)
    return Picture(key, path, f"image/{kind.lower()}", *size, path.stat().st_size)


def article(**changes: Any) -> Post:
    """An article with one picture in its body and a cover."""
    first = picture()
    post = Post(
        key="intent-1",
        format="article",
        title="冬季新品上架",
        text="今天上架，门店和线上同价。",
        html='<p>今天上架，<b>门店和线上</b>同价。</p><p><img data-picture="first" alt="门店"></p>',
        summary="门店和线上同价",
        author="示例企业",
        pictures=(first,),
        cover=picture("cover", kind="JPEG"),
    )
    return replace(post, **changes)


def picture_post(**changes: Any) -> Post:
    """A picture message of two pictures."""
    pictures = (picture("first"), picture("second", kind="JPEG", size=(60, 80)))
    post = Post("intent-2", "pictures", "新品图集", "三个颜色\n都在门店可试", pictures=pictures)
    return replace(post, **changes)


def plain_push(body: str) -> Webhook:
    """A push in plain mode with a proper signature."""
    query = {"signature": signature(CALLBACK_TOKEN, TIMESTAMP, NONCE), "timestamp": TIMESTAMP, "nonce": NONCE}
    return Webhook("POST", query, {}, body.encode())


def encrypted_push(body: str, *, app_id: str = APP_ID) -> Webhook:
    """A push in safe mode as the platform makes it."""
    encrypted = encrypt(body.encode(), app_id=app_id)
    query = {
        "signature": signature(CALLBACK_TOKEN, TIMESTAMP, NONCE),
        "timestamp": TIMESTAMP,
        "nonce": NONCE,
        "encrypt_type": "aes",
        "msg_signature": signature(CALLBACK_TOKEN, TIMESTAMP, NONCE, encrypted),
    }
    xml = f"<xml><ToUserName><![CDATA[gh_1]]></ToUserName><Encrypt><![CDATA[{encrypted}]]></Encrypt></xml>"
    return Webhook("POST", query, {}, xml.encode())


def encrypt(message: bytes, *, app_id: str) -> str:
    """The platform's side of the encryption, written from its description."""
    plain = (
        hashlib.sha256(message).digest()[:16] + len(message).to_bytes(4, "big") + message + app_id.encode()
    )
    missing = 32 - len(plain) % 32
    key = aes_key(ENCODING_KEY)
    encryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).encryptor()
    return base64.b64encode(
        encryptor.update(plain + bytes([missing]) * missing) + encryptor.finalize()
    ).decode()


def verification(echo: str = "4194304012345") -> Webhook:
    """The platform's address check."""
    query = {**plain_push("").query, "echostr": echo}
    return Webhook("GET", query, {}, b"")
