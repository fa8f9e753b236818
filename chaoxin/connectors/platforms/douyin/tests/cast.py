"""The account, the posts and the signature that the tests of Douyin use."""

from __future__ import annotations

import atexit
import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

from PIL import Image

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Picture, Post, Token, Video, Webhook

from .recorded import payload

OPEN_ID = str(payload("userinfo")["data"]["open_id"])
ITEM_ID = str(payload("create_video")["data"]["item_id"])
VIDEO_ID = str(payload("create_video")["data"]["video_id"])
COMMENT_ID = str(payload("push_comment")["content"]["comment_id"])
FAN_ID = str(payload("push_comment")["from_user_id"])
CLIENT_KEY = "awsampleclientkey1"
CLIENT_SECRET = "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
MEGABYTE = 1024 * 1024
SCOPES = frozenset(
    {
        "user_info",
        "renew_refresh_token",
        "video.create.bind",
        "video.list.bind",
        "video.data.bind",
        "video.delete",
        "item.comment",
        "im.direct_message",
        "data.external.item",
        "data.external.user",
        "fans.data.bind",
    }
)

ACCOUNT = Account(
    external_id=OPEN_ID,
    credentials={"client_key": CLIENT_KEY, "client_secret": CLIENT_SECRET},
    token=Token(
        secrets={
            "access_token": "act.sample-access-token-of-the-account",
            "refresh_token": "rft.sample-refresh-token-of-the-account",
            "refresh_ends_at": "2026-12-18T04:00:00+00:00",
        },
        scopes=SCOPES,
    ),
)
APPLICATION = Token({"client_token": "clt.sample-token-of-the-application"})
REFERENCE = PostReference(ITEM_ID, ITEM_ID, {"item_id": ITEM_ID, "video_id": VIDEO_ID})


def sample_folder() -> Path:
    """A folder for media files that lives as long as the test run."""
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


FOLDER = sample_folder()


def video(*, size: int = 1000, key: str = "clip", said: int | None = None, **more: Any) -> Video:
    """A video file of that size, without content; `said` only overrides what is said about its size."""
    path = FOLDER / f"{key}-{size}.mp4"
    with path.open("wb") as file:
        file.truncate(size)
    fields: dict[str, Any] = {
        "content_type": "video/mp4",
        "width": 1080,
        "height": 1920,
        "seconds": 30.0,
        "video_codec": "h264",
        "audio_codec": "aac",
    }
    return Video(key=key, path=path, size=size if said is None else said, **{**fields, **more})


def picture(
    key: str = "one",
    *,
    content_type: str = "image/png",
    size: int | None = None,
    sides: tuple[int, int] = (60, 80),
) -> Picture:
    """A picture file; `size` only overrides what is said about it."""
    kind = content_type.removeprefix("image/").upper()
    path = FOLDER / f"{key}.{kind.lower()}"
    Image.new("RGB", sides, "teal").save(path, kind)
    actual = path.stat().st_size if size is None else size
    return Picture(key, path, content_type, sides[0], sides[1], actual)


def video_post(**more: Any) -> Post:
    """A video with title, text and a topic: the item of the recorded payloads."""
    fields: dict[str, Any] = {
        "title": "春茶上新",
        "text": "今年的第一锅茶，周六到店试喝",
        "video": video(),
        "options": {"topics": ["新茶"]},
    }
    return Post(key="intent-1", format="video", **{**fields, **more})


def picture_post(*, count: int = 2, **more: Any) -> Post:
    """A picture post."""
    pictures = tuple(picture(f"page{number}") for number in range(count))
    fields: dict[str, Any] = {"title": "茶山图集", "text": "采茶的一天 #茶山", "pictures": pictures}
    return Post(key="intent-2", format="pictures", **{**fields, **more})


def signed(body: str, *, secret: str = CLIENT_SECRET, message_id: str = "") -> Webhook:
    """A push with a proper signature."""
    content = body.encode()
    signature = hashlib.sha1(secret.encode() + content, usedforsecurity=False).hexdigest()
    headers = {"x-douyin-signature": signature, **({"msg-id": message_id} if message_id else {})}
    return Webhook(method="POST", query={}, headers=headers, body=content)
