"""Pictures in the ratio that a platform shows, cut around the middle and kept beside the original."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from PIL import Image, ImageOps

# A picture whose ratio is as near as this needs no cutting.
SLACK = 0.01
QUALITY = 92
FORMS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def fitted(source: Path, content_type: str, ratio: str) -> Path:
    """The picture's file in that ratio ("3:4"); the original where it has it already, where no ratio is wanted, or
    where it moves."""
    if not ratio or content_type not in FORMS:
        return source
    target = source.with_name(f"{source.name}.{ratio.replace(':', 'x')}")
    if target.is_file():
        return target
    with Image.open(source) as picture:
        if getattr(picture, "is_animated", False):
            return source
        upright = ImageOps.exif_transpose(picture)
        box = _box(upright.size, ratio)
        if box is None:
            return source
        _write(upright.crop(box), target, FORMS[content_type])
    return target


def _box(size: tuple[int, int], ratio: str) -> tuple[int, int, int, int] | None:
    wide, _colon, high = ratio.partition(":")
    wanted = float(wide) / float(high)
    width, height = size
    if abs(width / height - wanted) <= SLACK * wanted:
        return None
    if width / height > wanted:
        cut = round(height * wanted)
        left = (width - cut) // 2
        return (left, 0, left + cut, height)
    cut = round(width / wanted)
    top = (height - cut) // 2
    return (0, top, width, top + cut)


def _write(picture: Image.Image, target: Path, form: str) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".fitted-")
    with os.fdopen(handle, "wb") as file:
        if form == "JPEG" and picture.mode not in ("RGB", "L"):
            picture = picture.convert("RGB")
        picture.save(file, form, quality=QUALITY)
    Path(name).replace(target)
