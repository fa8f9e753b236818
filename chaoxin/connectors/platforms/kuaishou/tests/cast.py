"""The account, the posts and the media files that the tests of Kuaishou use."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from PIL import Image

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.values import Account, Picture, Post, Token, Video

from .recorded import payload

APP_ID = "ks700000000000001"
APP_SECRET = "sampleAppSecretOfKuaishou"
OPEN_ID = payload("access_token")["open_id"]
PHOTO_ID = payload("photo_info")["video_info"]["photo_id"]
TEXT = "今年的第一锅春茶出锅了，来看看师傅怎么炒"
TOPICS = ["春茶", "手工炒茶"]
CAPTION = f"{TEXT} #春茶 #手工炒茶"
SMALL_BYTES = 64_000

ACCOUNT = Account(
    external_id=OPEN_ID,
    credentials={"app_id": APP_ID, "app_secret": APP_SECRET},
    token=Token(
        secrets={
            "access_token": payload("access_token")["access_token"],
            "refresh_token": payload("access_token")["refresh_token"],
            "granted_to": f"open_id:{OPEN_ID}",
        }
    ),
)
REFERENCE = PostReference(post_id=PHOTO_ID, reference=PHOTO_ID)


def sample_folder() -> Path:
    """A folder for media files that lives as long as the test run."""
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


FOLDER = sample_folder()


def picture(
    name: str = "cover", *, kind: str = "PNG", size: int | None = None, content_type: str = ""
) -> Picture:
    """A picture file; `size` and `content_type` only override what is said about it."""
    path = FOLDER / f"{name}.{kind.lower()}"
    Image.new("RGB", (60, 80), "teal").save(path, kind)
    said = content_type or f"image/{kind.lower()}"
    return Picture(path.name, path, said, 60, 80, path.stat().st_size if size is None else size)


def video(
    size: int = SMALL_BYTES, *, name: str = "video", seconds: float = 42.0, content_type: str = "video/mp4"
) -> Video:
    """A sparse file of that size that begins like an MP4."""
    path = FOLDER / f"{name}-{size}.mp4"
    with path.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42" + name.encode())
        file.truncate(size)
    return Video(path.name, path, content_type, size, 1080, 1920, seconds, "h264", "aac")


def post(
    text: str = TEXT,
    *,
    form: str = "video",
    media: Video | None = None,
    cover: Picture | None = None,
    pictures: tuple[Picture, ...] = (),
    options: Mapping[str, Any] | None = None,
) -> Post:
    """A post of the account as it is given, without media of its own."""
    return Post(
        key="intent-1",
        format=form,
        title="",
        text=text,
        video=media,
        cover=cover,
        pictures=pictures,
        options={"topics": TOPICS} if options is None else options,
    )


def video_post(size: int = SMALL_BYTES, **given: Any) -> Post:
    """A video post with its cover."""
    return post(media=video(size), cover=picture(), **given)


def picture_post(count: int = 3, **given: Any) -> Post:
    """A picture post."""
    shown = tuple(picture(f"picture-{number}") for number in range(count))
    return post(form="pictures", pictures=shown, **given)
