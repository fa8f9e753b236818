"""The visible mark of a machine's work, written into a picture: 人工智能生成合成内容标识办法, article 4, asks for a
prominent one at a fitting place.

GB 45438-2025 is quoted as wanting characters of at least a twentieth of the shorter side; the official text has not
been read for this. They are drawn a little larger.
"""

from __future__ import annotations

from pathlib import Path

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
    height = max(LEAST_CHARACTERS, round(min(shown.size) * SHARE))
    font = _font(height)
    left, top, right, bottom = (round(part) for part in font.getbbox(WORDS))
    padding, margin = round(height * PADDING), round(height * MARGIN)
    plate = (right - left + 2 * padding, bottom - top + 2 * padding)
    if plate[0] + 2 * margin > shown.width or plate[1] + 2 * margin > shown.height:
        raise Invalid(_("图片太小或太窄，盖上标识就看不清了。请换一张大一些的图。"), field="asset")
    dark, light = COLORS[shown.mode]
    corner = (shown.width - plate[0] - margin, shown.height - plate[1] - margin)
    ground, letters = Image.new("L", plate), Image.new("L", plate)
    ImageDraw.Draw(ground).rounded_rectangle(
        (0, 0, plate[0] - 1, plate[1] - 1), round(height * ROUNDING), fill=PLATE_COVERS
    )
    ImageDraw.Draw(letters).text((padding - left, padding - top), WORDS, font=font, fill=255)
    box = (*corner, corner[0] + plate[0], corner[1] + plate[1])
    shown.paste(dark, box, ground)
    shown.paste(light, box, letters)
    return shown


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
