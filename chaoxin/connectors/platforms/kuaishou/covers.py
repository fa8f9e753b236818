"""The cover of a video in a form that the interface takes: JPG or PNG up to 10 MB."""

from __future__ import annotations

import io
from dataclasses import dataclass

from PIL import Image, ImageOps

from chaoxin.connectors.errors import FixContent
from chaoxin.connectors.values import Picture
from chaoxin.connectors.wording import said

from .limits import COVER_BYTES

ENDINGS = {"JPEG": ("jpg", "image/jpeg"), "PNG": ("png", "image/png")}
QUALITIES = (92, 80, 65)
LONGEST_SIDE = 2560
UNREADABLE = said("封面图片读不出来，可能已被删除或损坏。请重新上传一张封面再发。")
TOO_LARGE = said("封面压缩后仍超过 10 MB，快手不收。请换一张再发。")


@dataclass(frozen=True)
class Cover:
    """A picture ready for the field `cover`."""

    name: str
    content: bytes
    content_type: str

    def file(self) -> tuple[str, bytes, str]:
        """As httpx takes a file."""
        return self.name, self.content, self.content_type


def cover_of(picture: Picture) -> Cover:
    """The cover to send: the file as it is, or a JPG of it. Raises FixContent where it cannot be read or made small
    enough."""
    try:
        with Image.open(picture.path) as opened:
            kind = opened.format or ""
            opened.load()
            if kind in ENDINGS and picture.path.stat().st_size <= COVER_BYTES:
                ending, content_type = ENDINGS[kind]
                return Cover(f"cover.{ending}", picture.path.read_bytes(), content_type)
            return Cover("cover.jpg", _encoded(opened), "image/jpeg")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise FixContent(UNREADABLE, code="cover_unreadable") from error


def _encoded(opened: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(opened)
    # Marks of origin (such as the one for generated pictures) must survive the encoding.
    marks = upright.getexif().tobytes()
    layered = upright.convert("RGBA")
    image = Image.alpha_composite(Image.new("RGBA", layered.size, "white"), layered).convert("RGB")
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    for quality in QUALITIES:
        target = io.BytesIO()
        image.save(target, "JPEG", quality=quality, exif=marks)
        if target.tell() <= COVER_BYTES:
            return target.getvalue()
    raise FixContent(TOO_LARGE, code="cover_too_large")
