"""Pictures in the ratio that a platform shows, cut around the middle and kept beside the original in the storage."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from PIL import Image, ImageOps

from chaoxin.connectors.values import Picture
from chaoxin.content import storage

# A picture whose ratio is as near as this needs no cutting.
SLACK = 0.01
QUALITY = 92
FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def fitted(picture: Picture, key: str, ratio: str) -> str:
    """Under which key the picture lies in that ratio ("3:4"), `key` being its own; its own where it has the ratio
    already, where no ratio is wanted, or where it moves. It is made the first time. Raises FileNotFoundError where
    the original is gone."""
    size = (picture.width, picture.height)
    if not ratio or picture.content_type not in FORMS or _box(size, ratio) is None:
        return key
    files, target = storage.files(), f"{key}.{ratio.replace(':', 'x')}"
    if files.has(target):
        return target
    with Image.open(files.local(key)) as source:
        box = _box(ImageOps.exif_transpose(source).size, ratio)
        if box is None or getattr(source, "is_animated", False):
            return key
        with _written(ImageOps.exif_transpose(source).crop(box), FORMS[picture.content_type]) as cut:
            files.put(cut, target)
    return target


def _box(size: tuple[int, int], ratio: str) -> tuple[int, int, int, int] | None:
    wide, _colon, high = ratio.partition(":")
    wanted = float(wide) / float(high)
    width, height = size
    if not height or abs(width / height - wanted) <= SLACK * wanted:
        return None
    if width / height > wanted:
        cut = round(height * wanted)
        left = (width - cut) // 2
        return (left, 0, left + cut, height)
    cut = round(width / wanted)
    top = (height - cut) // 2
    return (0, top, width, top + cut)


@contextmanager
def _written(picture: Image.Image, form: str) -> Iterator[Path]:
    handle, name = tempfile.mkstemp(prefix="fitted-")
    try:
        with os.fdopen(handle, "wb") as file:
            if form == "JPEG" and picture.mode not in ("RGB", "L"):
                picture = picture.convert("RGB")
            picture.save(file, form, quality=QUALITY)
        yield Path(name)
    finally:
        Path(name).unlink(missing_ok=True)
