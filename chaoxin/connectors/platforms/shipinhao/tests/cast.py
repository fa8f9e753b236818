"""The posts that the tests of Channels use."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from PIL import Image

from chaoxin.connectors.assisting import Assist
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.shipinhao import build
from chaoxin.connectors.values import Picture, Post, Video

FOLDER = Path(tempfile.mkdtemp(prefix="chaoxin-samples-"))
atexit.register(shutil.rmtree, FOLDER, ignore_errors=True)


def assist() -> Assist:
    """The part that prepares publishing by hand."""
    found = build(Wire()).assist
    assert found
    return found


def picture(
    key: str = "first", *, kind: str = "PNG", pixels: tuple[int, int] = (90, 120), **said: Any
) -> Picture:
    """A picture file; `said` overrides what is said about it."""
    path = FOLDER / f"{key}.{kind.lower()}"
    Image.new("RGB", pixels, "darkorange").save(path, kind)
    made = Picture(key, path, f"image/{kind.lower()}", *pixels, path.stat().st_size)
    return replace(made, **said)


def video(**said: Any) -> Video:
    """A video as it was probed, with a file that begins as one."""
    path = FOLDER / "clip.mp4"
    path.write_bytes(b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64)
    made = Video("clip", path, "video/mp4", 40_000_000, 1080, 1920, 62.0, "h264", "aac", 30.0, 6_000_000)
    return replace(made, **said)


def clip(**changes: Any) -> Post:
    """A video with a cover."""
    post = Post(
        key="intent-1",
        format="video",
        title="围炉煮茶 怎么开始",
        text="一炉一壶，周末就这样过。",
        video=video(),
        cover=picture("cover"),
        options={
            "topics": ["围炉煮茶", "周末"],
            "mentions": ["山野茶铺"],
            "original": True,
            "disclosures": [],
        },
    )
    return replace(post, **changes)


def album(**changes: Any) -> Post:
    """Two pictures with words."""
    pictures = (picture(), picture("second", kind="JPEG"))
    return replace(clip(format="pictures", video=None, cover=None, pictures=pictures), **changes)


def with_options(post: Post, **options: Any) -> Post:
    """The post with other options."""
    return replace(post, options={**post.options, **options})
