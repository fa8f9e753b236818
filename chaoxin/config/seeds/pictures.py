"""Pictures for the posts: quiet gradients in the colors of tea, one simple shape, a few words."""

from __future__ import annotations

import io
import math
from functools import cache
from pathlib import Path
from random import Random

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from .topics import Motif

SIZE = (900, 600)
COVER_SIZE = (900, 383)  # the shape in which article covers are shown, 2.35 : 1
QUALITY = 86
Color = tuple[int, int, int]
PALETTES: dict[str, tuple[Color, Color, Color]] = {
    "sea": ((222, 238, 236), (88, 146, 150), (30, 78, 86)),
    "amber": ((250, 236, 210), (206, 142, 70), (110, 62, 24)),
    "leaf": ((232, 242, 220), (128, 166, 98), (48, 84, 46)),
    "lychee": ((252, 232, 228), (214, 130, 122), (128, 48, 52)),
    "night": ((206, 214, 232), (74, 92, 132), (26, 34, 62)),
    "osmanthus": ((252, 244, 214), (224, 178, 82), (120, 84, 22)),
    "plum": ((244, 230, 242), (166, 104, 156), (84, 36, 82)),
    "plain": ((246, 242, 236), (190, 176, 158), (90, 78, 64)),
}
FONTS = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Regular.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc",
    "/usr/share/fonts/truetype/wqy/wqy-microhei.ttc",
    "/System/Library/Fonts/PingFang.ttc",
)


def cover(motif: Motif) -> bytes:
    """A JPEG cover with the motif's words, where the host has a Chinese font."""
    picture = _ground(motif, COVER_SIZE, turned=False)
    _shape(picture, motif, center=(0.74, 0.52))
    _write(picture, motif)
    return _jpeg(picture)


def scene(motif: Motif) -> bytes:
    """A JPEG picture of the same motif without words."""
    picture = _ground(motif, SIZE, turned=True)
    _shape(picture, motif, center=(0.5, 0.52))
    return _jpeg(picture)


def _ground(motif: Motif, size: tuple[int, int], *, turned: bool) -> Image.Image:
    """A gradient from light to the palette's middle, with a soft sun."""
    light, middle, _dark = PALETTES[motif.palette]
    mask = Image.linear_gradient("L").resize(size)
    if turned:
        mask = mask.rotate(180)
    picture = Image.composite(Image.new("RGB", size, middle), Image.new("RGB", size, light), mask)
    glow = Image.new("L", size, 0)
    place = Random(f"{motif.words}|glow").uniform(0.15, 0.85)  # noqa: S311
    radius = size[1] * 0.32
    x, y = size[0] * place, size[1] * 0.3
    ImageDraw.Draw(glow).ellipse((x - radius, y - radius, x + radius, y + radius), fill=110)
    white = Image.new("RGB", size, (255, 253, 246))
    return Image.composite(white, picture, glow.filter(ImageFilter.GaussianBlur(radius / 3)))


def _shape(picture: Image.Image, motif: Motif, *, center: tuple[float, float]) -> None:
    draw = ImageDraw.Draw(picture)
    x, y = picture.width * center[0], picture.height * center[1]
    unit = picture.height * 0.3
    _light, middle, dark = PALETTES[motif.palette]
    SHAPES[motif.shape](draw, x, y, unit, dark, middle)


def _cup(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.ellipse((x - unit * 1.3, y + unit * 0.8, x + unit * 1.3, y + unit * 1.15), fill=pale)
    draw.polygon(
        [
            (x - unit, y - unit * 0.4),
            (x + unit, y - unit * 0.4),
            (x + unit * 0.6, y + unit),
            (x - unit * 0.6, y + unit),
        ],
        fill=dark,
    )
    draw.ellipse((x - unit, y - unit * 0.62, x + unit, y - unit * 0.18), fill=pale, outline=dark, width=6)
    for step in (-0.4, 0.0, 0.4):
        points = [
            (x + unit * (step + 0.1 * math.sin(turn / 3)), y - unit * (0.75 + turn / 16))
            for turn in range(12)
        ]
        draw.line(points, fill=dark, width=4, joint="curve")


def _leaf(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    for turn, color in ((0.0, dark), (0.9, pale), (-0.9, pale)):
        tip = (x + unit * 1.5 * math.sin(turn), y - unit * 1.4 * math.cos(turn))
        side = (unit * 0.45 * math.cos(turn), unit * 0.45 * math.sin(turn))
        root, middle = (x, y + unit), ((x + tip[0]) / 2, (y + unit + tip[1]) / 2)
        edges = [
            root,
            (middle[0] - side[0], middle[1] - side[1]),
            tip,
            (middle[0] + side[0], middle[1] + side[1]),
        ]
        draw.polygon(edges, fill=color)
        draw.line([root, tip], fill=(255, 255, 255), width=3)


def _box(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.rounded_rectangle((x - unit * 1.2, y - unit * 0.5, x + unit * 1.2, y + unit), radius=12, fill=dark)
    draw.rounded_rectangle(
        (x - unit * 1.3, y - unit * 0.8, x + unit * 1.3, y - unit * 0.4), radius=10, fill=pale
    )
    draw.rectangle((x - unit * 0.14, y - unit * 0.8, x + unit * 0.14, y + unit), fill=(255, 250, 240))
    draw.ellipse((x - unit * 0.5, y - unit * 1.1, x - unit * 0.02, y - unit * 0.7), outline=dark, width=8)
    draw.ellipse((x + unit * 0.02, y - unit * 1.1, x + unit * 0.5, y - unit * 0.7), outline=dark, width=8)


def _shop(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.rectangle((x - unit * 1.2, y - unit * 0.3, x + unit * 1.2, y + unit), fill=(255, 250, 240))
    for number in range(6):
        left = x - unit * 1.3 + number * unit * 2.6 / 6
        color = dark if number % 2 else pale
        draw.pieslice((left, y - unit * 0.85, left + unit * 2.6 / 6, y + unit * 0.1), 0, 180, fill=color)
    draw.rectangle((x - unit * 1.3, y - unit * 0.9, x + unit * 1.3, y - unit * 0.38), fill=dark)
    draw.rounded_rectangle((x - unit, y + unit * 0.2, x - unit * 0.1, y + unit * 0.75), radius=6, fill=pale)
    draw.rectangle((x + unit * 0.25, y + unit * 0.15, x + unit * 0.95, y + unit), fill=dark)


def _waves(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    for row in range(4):
        height = y + unit * (row * 0.45 - 0.5)
        points = [
            (x + unit * (turn / 10 - 1.8), height + unit * 0.14 * math.sin(turn / 2 + row))
            for turn in range(37)
        ]
        draw.line(points, fill=dark if row % 2 else pale, width=10, joint="curve")


def _sea(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.ellipse((x - unit * 0.7, y - unit * 1.2, x + unit * 0.7, y + unit * 0.2), fill=(255, 250, 240))
    _waves(draw, x, y + unit * 0.5, unit, dark, pale)


def _hill(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.ellipse((x + unit * 0.5, y - unit * 1.3, x + unit * 1.2, y - unit * 0.6), fill=(255, 250, 240))
    draw.polygon(
        [(x - unit * 2, y + unit), (x - unit * 0.4, y - unit * 0.7), (x + unit * 0.9, y + unit)], fill=pale
    )
    draw.polygon(
        [(x - unit * 0.6, y + unit), (x + unit * 0.8, y - unit * 0.3), (x + unit * 2, y + unit)], fill=dark
    )


def _card(draw: ImageDraw.ImageDraw, x: float, y: float, unit: float, dark: Color, pale: Color) -> None:
    draw.rounded_rectangle((x - unit, y - unit * 0.9, x + unit * 1.4, y + unit * 0.5), radius=18, fill=pale)
    draw.rounded_rectangle((x - unit * 1.4, y - unit * 0.5, x + unit, y + unit * 0.9), radius=18, fill=dark)
    for row in range(3):
        top = y + unit * (row * 0.32 - 0.15)
        draw.line((x - unit * 1.1, top, x + unit * (0.5 - 0.3 * row), top), fill=(255, 250, 240), width=8)


SHAPES = {
    "cup": _cup,
    "leaf": _leaf,
    "box": _box,
    "shop": _shop,
    "wave": _waves,
    "sea": _sea,
    "hill": _hill,
    "card": _card,
}


def _write(picture: Image.Image, motif: Motif) -> None:
    font = _font()
    if font is None:
        return
    dark = PALETTES[motif.palette][2]
    draw = ImageDraw.Draw(picture)
    draw.text((64, picture.height / 2 - 18), motif.words, font=font, fill=dark, anchor="lm")
    width = draw.textlength(motif.words, font=font)
    draw.line((66, picture.height / 2 + 42, 66 + width, picture.height / 2 + 42), fill=dark, width=3)


@cache
def _font() -> ImageFont.FreeTypeFont | None:
    for path in FONTS:
        if Path(path).is_file():
            return ImageFont.truetype(path, 78)
    return None


def _jpeg(picture: Image.Image) -> bytes:
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=QUALITY)
    return file.getvalue()
