"""Pictures in a form that the platform takes: JPG or PNG below the limit of the call."""

from __future__ import annotations

import io
import math
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Picture
from chaoxin.connectors.wording import said

from .limits import BODY_PICTURE_BYTES, MATERIAL_BYTES

BODY_FORMATS = frozenset({"JPEG", "PNG"})
MATERIAL_FORMATS = frozenset({"JPEG", "PNG", "GIF", "BMP"})
CONTENT_TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "BMP": "image/bmp"}
ENDINGS = {"JPEG": "jpg", "PNG": "png", "GIF": "gif", "BMP": "bmp"}
QUALITIES = (88, 72)
LEAST_SHRINK = 0.9
LONGEST_SIDE_PIXELS = 4096
SMALLEST_SIDE_PIXELS = 64


@dataclass(frozen=True)
class Upload:
    name: str
    content: bytes
    content_type: str

    def file(self) -> tuple[str, bytes, str]:
        """As httpx takes a file."""
        return self.name, self.content, self.content_type


def for_body(picture: Picture) -> Upload:
    """A picture for media/uploadimg: JPG or PNG below 1 MB, re-encoded where it is not. Raises FixContent
    where the file is no picture."""
    return _fitted(picture, formats=BODY_FORMATS, most_bytes=BODY_PICTURE_BYTES.value - 1)


def for_material(picture: Picture) -> Upload:
    """A picture for material/add_material: below 2 MB. Raises FixContent where the file is no picture."""
    return _fitted(picture, formats=MATERIAL_FORMATS, most_bytes=MATERIAL_BYTES.value - 1)


def _fitted(picture: Picture, *, formats: frozenset[str], most_bytes: int) -> Upload:
    content = picture.path.read_bytes()
    try:
        with Image.open(io.BytesIO(content)) as image:
            kind = image.format or ""
            if kind in formats and len(content) <= most_bytes:
                return Upload(f"{picture.key}.{ENDINGS[kind]}", content, CONTENT_TYPES[kind])
            smaller = _as_jpeg(image, most_bytes)
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        name = picture.alt or picture.key
        raise FixContent(
            said("图片“%(name)s”无法读取，可能已损坏。请重新上传这张图片。", name=name), code="picture"
        ) from error
    return Upload(f"{picture.key}.jpg", smaller, CONTENT_TYPES["JPEG"])


def _as_jpeg(image: Image.Image, most_bytes: int) -> bytes:
    """The picture as JPG of at most `most_bytes`: lower quality first, then fewer pixels."""
    flat = _flattened(image)
    flat.thumbnail((LONGEST_SIDE_PIXELS, LONGEST_SIDE_PIXELS))
    while True:
        for quality in QUALITIES:
            encoded = _encoded(flat, quality)
            if len(encoded) <= most_bytes:
                return encoded
        factor = min(LEAST_SHRINK, math.sqrt(most_bytes / len(encoded)))
        width, height = (max(1, int(side * factor)) for side in flat.size)
        if max(width, height) < SMALLEST_SIDE_PIXELS:
            return encoded
        flat = flat.resize((width, height), Image.Resampling.LANCZOS)


def _flattened(image: Image.Image) -> Image.Image:
    """Upright and on white, since JPG knows neither orientation of ours nor transparency."""
    upright = ImageOps.exif_transpose(image).convert("RGBA")
    ground = Image.new("RGB", upright.size, "white")
    ground.paste(upright, mask=upright.getchannel("A"))
    return ground


def _encoded(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, optimize=True)
    return buffer.getvalue()
