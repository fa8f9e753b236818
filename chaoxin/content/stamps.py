"""The visible mark of a machine's work, written into a picture: 人工智能生成合成内容标识办法, article 4, asks for a
prominent one at a fitting place.

GB 45438-2025 is quoted as wanting characters of at least a twentieth of the shorter side; the official text has not
been read for this. They are drawn a little larger.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw, ImageFont

from chaoxin.core.refusals import Invalid

from . import cutting

WORDS = "AI生成"
FONT = Path(__file__).parent / "fonts" / "stamp.otf"
LEAST_SHARE = 0.05
SHARE = 0.06
LEAST_CHARACTERS = 12
MARGIN, PADDING, ROUNDING = 0.5, 0.35, 0.3
PLATE_COVERS = 170
# How dark and light are written in each kind of picture that can bear the stamp.
COLORS: dict[str, tuple[int | tuple[int, ...], int | tuple[int, ...]]] = {
    "L": (0, 255),
    "LA": ((0, 255), (255, 255)),
    "RGB": ((0, 0, 0), (255, 255, 255)),
    "RGBA": ((0, 0, 0, 255), (255, 255, 255, 255)),
    "CMYK": ((0, 0, 0, 255), (0, 0, 0, 0)),
}


def stamped(data: bytes) -> bytes:
    """The picture file with the stamp in its lower right corner, otherwise as it was (see `cutting.remade`). Raises
    Invalid for a moving picture, and for one that is too small or too narrow to bear it."""
    return cutting.remade(data, draw)


def draw(picture: Image.Image) -> Image.Image:
    """An upright picture with the stamp; white on a dark plate, so that it can be read on anything."""
    shown = _drawable(picture).copy()
    stamp = _stamp(shown.size)
    if stamp is None:
        raise Invalid(_("图片太小或太窄，盖上标识就看不清了。请换一张大一些的图。"), field="asset")
    dark, light = COLORS[shown.mode]
    shown.paste(dark, stamp.box, stamp.ground)
    shown.paste(light, stamp.box, stamp.letters)
    return shown


def laid_over(size: tuple[int, int]) -> tuple[Image.Image, int, int]:
    """The stamp by itself, to be laid over every picture of a film of that size (RGBA, clear around it), and where its
    upper left corner belongs. Raises Invalid where the picture is too small to bear it."""
    stamp = _stamp(size)
    if stamp is None:
        raise Invalid(_("视频画面太小，盖上标识就看不清了。请换清晰度高一些的视频。"), field="asset")
    plate = Image.new("RGBA", stamp.ground.size)
    plate.putalpha(stamp.ground)
    plate.paste(COLORS["RGBA"][1], mask=stamp.letters)
    return plate, stamp.box[0], stamp.box[1]


class _Stamp(NamedTuple):
    """Where it belongs in the picture, and how much its plate and its characters cover there."""

    box: tuple[int, int, int, int]
    ground: Image.Image
    letters: Image.Image


def _stamp(size: tuple[int, int]) -> _Stamp | None:
    """None where the picture is too small."""
    height = max(LEAST_CHARACTERS, round(min(size) * SHARE))
    font = _font(height)
    left, top, right, bottom = (round(part) for part in font.getbbox(WORDS))
    padding, margin = round(height * PADDING), round(height * MARGIN)
    plate = (right - left + 2 * padding, bottom - top + 2 * padding)
    if plate[0] + 2 * margin > size[0] or plate[1] + 2 * margin > size[1]:
        return None
    corner = (size[0] - plate[0] - margin, size[1] - plate[1] - margin)
    ground, letters = Image.new("L", plate), Image.new("L", plate)
    ImageDraw.Draw(ground).rounded_rectangle(
        (0, 0, plate[0] - 1, plate[1] - 1), round(height * ROUNDING), fill=PLATE_COVERS
    )
    ImageDraw.Draw(letters).text((padding - left, padding - top), WORDS, font=font, fill=255)
    return _Stamp((*corner, corner[0] + plate[0], corner[1] + plate[1]), ground, letters)


def _drawable(picture: Image.Image) -> Image.Image:
    if picture.mode in COLORS:
        return picture
    return picture.convert(
        "RGBA" if "transparency" in picture.info else "L" if picture.mode == "1" else "RGB"
    )


def _font(height: int) -> ImageFont.FreeTypeFont:
    """The font in the size in which the lowest of its characters is that high."""
    trial = ImageFont.truetype(str(FONT), 100)
    lowest = min(bottom - top for _left, top, _right, bottom in map(trial.getbbox, WORDS))
    return ImageFont.truetype(str(FONT), max(1, round(height * 100 / max(1, lowest))))
