"""Pictures in a form that the platform takes: JPG or PNG within the limit of its size."""

from __future__ import annotations

import io
import math

from PIL import Image, ImageOps, UnidentifiedImageError

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Picture
from chaoxin.connectors.wording import said

from .limits import PICTURE_BYTES

KINDS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
QUALITIES = (90, 78, 65)
LONGEST_SIDE_PIXELS = 4096
SMALLEST_SIDE_PIXELS = 64
SHRINK = 0.85

File = tuple[str, bytes, str]


def fitted(picture: Picture) -> File:
    """Name, content and content type for an upload; re-encoded where the platform would not take the file as it is.
    Raises FixContent where it is no picture."""
    try:
        content = picture.path.read_bytes()
        with Image.open(io.BytesIO(content)) as image:
            kind = image.format or ""
            if kind in KINDS and len(content) <= PICTURE_BYTES.value:
                ending, content_type = KINDS[kind]
                return f"{picture.key}.{ending}", content, content_type
            return f"{picture.key}.jpg", _as_jpeg(image), KINDS["JPEG"][1]
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        name = picture.alt or picture.key
        raise FixContent(
            said("图片“%(name)s”无法读取，可能已损坏。请重新上传这张图片。", name=name), code="picture"
        ) from error


def _as_jpeg(image: Image.Image) -> bytes:
    """The picture upright on white as JPG within the limit: lower quality first, then fewer pixels."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    flat = Image.new("RGB", upright.size, "white")
    flat.paste(upright, mask=upright.getchannel("A"))
    flat.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
    while True:
        encoded = next(
            (found for quality in QUALITIES if len(found := _encoded(flat, quality)) <= PICTURE_BYTES.value),
            None,
        )
        smaller = [max(1, math.floor(side * SHRINK)) for side in flat.size]
        if encoded is not None or max(smaller) < SMALLEST_SIDE_PIXELS:
            return encoded or _encoded(flat, QUALITIES[-1])
        flat = flat.resize((smaller[0], smaller[1]), Image.Resampling.LANCZOS)


def _encoded(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
