"""The picture of a post in a form that Weibo takes: JPEG, GIF or PNG below 5 MB."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Picture
from chaoxin.connectors.wording import said

from .limits import PICTURE_BYTES

DIRECT_TYPES = {"image/jpeg": "jpg", "image/png": "png", "image/gif": "gif"}
CONVERTED_TYPES = ("image/webp", "image/bmp")
QUALITIES = (92, 85, 75, 65)
LONGEST_SIDES = (4096, 2560, 1600)
MISSING = said("图片文件读不出来，可能已被删除或损坏。请重新上传这张图片再发。")
TOO_LARGE = said("图片压缩后仍不小于 5 MB，微博不收。请换一张再发。")


@dataclass(frozen=True)
class Upload:
    """A picture ready for the `pic` field."""

    name: str
    content: bytes
    content_type: str


def readable_types() -> frozenset[str]:
    """The content types that can be published, as they are or converted."""
    return frozenset(DIRECT_TYPES) | frozenset(CONVERTED_TYPES)


def will_be_encoded(picture: Picture) -> bool:
    """Whether the file cannot go out as it is."""
    return picture.content_type not in DIRECT_TYPES or picture.size >= PICTURE_BYTES


def upload_of(picture: Picture) -> Upload:
    """The picture to upload. Raises FixContent where the file cannot be read or made small enough."""
    try:
        content = picture.path.read_bytes()
    except OSError as error:
        raise FixContent(MISSING, code="picture_missing") from error
    if picture.content_type in DIRECT_TYPES and len(content) < PICTURE_BYTES:
        name = f"picture.{DIRECT_TYPES[picture.content_type]}"
        return Upload(name=name, content=content, content_type=picture.content_type)
    return Upload(name="picture.jpg", content=_encoded(content), content_type="image/jpeg")


def _encoded(content: bytes) -> bytes:
    try:
        with Image.open(io.BytesIO(content)) as opened:
            turned = ImageOps.exif_transpose(opened)
            # Marks of origin (such as the one for generated pictures) must survive the encoding.
            exif = turned.getexif().tobytes()
            xmp = turned.info.get("xmp") or turned.info.get("XML:com.adobe.xmp")
            upright = _on_white(turned)
    except (OSError, ValueError, Image.DecompressionBombError) as error:
        raise FixContent(MISSING, code="picture_missing") from error
    for side in LONGEST_SIDES:
        smaller = upright.copy()
        smaller.thumbnail((side, side))
        for quality in QUALITIES:
            jpeg = _jpeg(smaller, quality=quality, exif=exif, xmp=xmp)
            if len(jpeg) < PICTURE_BYTES:
                return jpeg
    raise FixContent(TOO_LARGE, code="picture_too_large")


def _on_white(image: Image.Image) -> Image.Image:
    layered = image.convert("RGBA")
    background = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(background, layered).convert("RGB")


def _jpeg(image: Image.Image, *, quality: int, exif: bytes, xmp: object) -> bytes:
    target = io.BytesIO()
    if isinstance(xmp, bytes | str):
        raw = xmp.encode() if isinstance(xmp, str) else xmp
        image.save(target, "JPEG", quality=quality, optimize=True, exif=exif, xmp=raw)
    else:
        image.save(target, "JPEG", quality=quality, optimize=True, exif=exif)
    return target.getvalue()
