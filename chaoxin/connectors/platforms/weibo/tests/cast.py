"""The account, the posts and the signature that the tests of Weibo use."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Picture, Post, Token, Video, Webhook

USER_ID = "6397634785"
POST_ID = "5106400000212996"
COMMENT_ID = "5106401650000002"
APP_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
ACCESS_TOKEN = "2.00sampleTokenOfTheAccount"
SAFE_LINK = "https://shop.example.com/winter?from=wb"
TEXT = f"冬季新品今天上架，门店和线上同价，欢迎来试穿 {SAFE_LINK}"

ACCOUNT = Account(
    external_id=USER_ID,
    credentials={"app_key": "2849184197", "app_secret": APP_SECRET},
    token=Token(secrets={"access_token": ACCESS_TOKEN}),
    settings={"safe_domain": "example.com", "rip": "211.156.0.1"},
)
SETTINGS = ACCOUNT.settings
REFERENCE = PostReference(post_id=POST_ID, reference=POST_ID)


def post(
    text: str = TEXT,
    *,
    pictures: tuple[Picture, ...] = (),
    link: str = "",
    form: str = "post",
    title: str = "",
    cover: Picture | None = None,
    video: Video | None = None,
    options: Mapping[str, Any] | None = None,
) -> Post:
    """A post of the account."""
    return Post(
        key="intent-1",
        format=form,
        title=title,
        text=text,
        link=link,
        pictures=pictures,
        cover=cover,
        video=video,
        options=options or {},
    )


def clip(folder: Path, *, content_type: str = "video/mp4") -> Video:
    """A video; nothing here reads the file."""
    path = folder / "clip.mp4"
    path.write_bytes(b"\0\0\0\x18ftypmp42")
    return Video("clip", path, content_type, path.stat().st_size, 1080, 1920, 15.0, "h264", "aac")


def picture(
    folder: Path,
    *,
    content_type: str = "image/png",
    size: int | None = None,
    width: int = 64,
    height: int = 48,
) -> Picture:
    """A picture file of that type; `size` only overrides what is said about it."""
    kind = content_type.removeprefix("image/").upper()
    path = folder / f"picture-{width}x{height}.{kind.lower()}"
    Image.new("RGB", (width, height), "steelblue").save(path, kind)
    return Picture(
        key=path.name,
        path=path,
        content_type=content_type,
        width=width,
        height=height,
        size=size if size is not None else path.stat().st_size,
    )


def sample_folder() -> Path:
    """A folder for picture files that lives as long as the test run."""
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def signed(body: str = "", *, method: str = "POST", echo: str = "", secret: str = APP_SECRET) -> Webhook:
    """A push with a proper signature."""
    timestamp, nonce = "1795147761", "884213"
    signature = hashlib.sha1("".join(sorted((secret, timestamp, nonce))).encode()).hexdigest()
    query = {"signature": signature, "timestamp": timestamp, "nonce": nonce}
    if echo:
        query["echostr"] = echo
    return Webhook(method=method, query=query, headers={}, body=body.encode())
