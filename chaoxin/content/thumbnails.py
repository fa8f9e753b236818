"""Small forms of pictures and videos for pages, made when first asked for."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

from chaoxin.core.refusals import NotFound

from . import frames, storage
from .models import Asset

WIDTHS = (160, 480, 1080)
QUALITY = 82
MOMENTS = 8
# A film often begins in the dark.
TELLING_SECOND = 1.0


def file_of(asset: Asset) -> Path:
    """The asset's file. Raises NotFound where it is gone."""
    try:
        return storage.files().local(asset.path)
    except FileNotFoundError:
        raise NotFound(_("这个素材的文件找不到了，请重新上传。")) from None


def thumbnail_of(asset: Asset, width: int) -> Path:
    """A WebP of at most that width (the nearest of WIDTHS above it), upright, without metadata. Raises NotFound."""
    size = next((entry for entry in WIDTHS if entry >= width), WIDTHS[-1])
    target = Path(settings.MEDIA_ROOT) / f"{asset.path}.{size}.webp"
    if not target.is_file():
        source = file_of(asset)
        _write(
            _small_film(source, asset, size) if asset.kind == Asset.Kind.VIDEO else _small(source, size),
            target,
        )
    return target


def moments_of(video: Asset) -> list[float]:
    """Seconds evenly over a video, whose pictures are offered as its cover."""
    return [round(video.seconds * (place + 0.5) / MOMENTS, 3) for place in range(MOMENTS)]


def moment_of(video: Asset, place: int) -> Path:
    """A small WebP of what a video shows at that one of its moments. Raises NotFound, Invalid."""
    if video.kind != Asset.Kind.VIDEO or not 0 <= place < MOMENTS:
        raise NotFound(_("没有这一刻的画面。请刷新页面后再试。"))
    target = Path(settings.MEDIA_ROOT) / f"{video.path}.moment-{place}.webp"
    if not target.is_file():
        shown = frames.grab(file_of(video), moments_of(video)[place])
        shown.thumbnail((WIDTHS[0] * 2, WIDTHS[0]))
        _write(shown, target)
    return target


def _small(source: Path, size: int) -> Image.Image:
    with Image.open(source) as picture:
        picture.draft("RGB", (size * 2, size * 2))
        upright = ImageOps.exif_transpose(picture)
        upright.thumbnail((size, size * 2))
        return upright.convert("RGBA" if upright.mode in ("RGBA", "LA", "P") else "RGB")


def _small_film(source: Path, asset: Asset, size: int) -> Image.Image:
    shown = frames.grab(source, min(TELLING_SECOND, asset.seconds / 2))
    shown.thumbnail((size, size * 2))
    return shown.convert("RGB")


def _write(small: Image.Image, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".thumbnail-")
    with os.fdopen(handle, "wb") as file:
        small.save(file, "WEBP", quality=QUALITY)
    os.replace(name, target)
