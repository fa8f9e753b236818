"""Small forms of pictures for pages, made when first asked for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from chaoxin.core.refusals import NotFound

from .models import Asset

WIDTHS = (160, 480)
QUALITY = 82


def file_of(asset: Asset) -> Path:
    """The picture's file. Raises NotFound where it is gone."""
    path = Path(settings.MEDIA_ROOT) / asset.path
    if not path.is_file():
        raise NotFound(_("这张图片的文件找不到了，请重新上传。"))
    return path


def thumbnail_of(asset: Asset, width: int) -> Path:
    """A WebP of at most that width (the nearest of WIDTHS above it), upright, without metadata. Raises NotFound."""
    size = next((entry for entry in WIDTHS if entry >= width), WIDTHS[-1])
    source = file_of(asset)
    target = source.with_name(f"{source.name}.{size}.webp")
    if not target.is_file():
        _make(source, target, size)
    return target


def _make(source: Path, target: Path, size: int) -> None:
    with Image.open(source) as picture:
        picture.draft("RGB", (size * 2, size * 2))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((size, size * 2))
        small = upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P") else "RGB")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".thumbnail-")
    with os.fdopen(handle, "wb") as file:
        small.save(file, "WEBP", quality=QUALITY)
    os.replace(name, target)
