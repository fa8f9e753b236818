"""How alike characters look, measured on their glyphs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter, ImageFont

FONTS = Path("/usr/share/fonts/opentype/noto")
STYLES = ("NotoSansCJK-Regular.ttc", "NotoSerifCJK-Regular.ttc")
SIMPLIFIED = 2  # the face of a collection
SIZE, SIDE, GRAIN = 60, 64, 32
# Seen sharply and from afar.
BLURS = (1.2, 2.5)


def likeness(signs: Sequence[str]) -> npt.NDArray[np.float32]:
    """For each two characters 1 where they look the same, 0 or less where they have nothing in common: the mean
    correlation of their pictures in a font without and one with serifs."""
    seen = [_pictures(signs, style, blur) for style in STYLES for blur in BLURS]
    return np.mean([pictures @ pictures.T for pictures in seen], axis=0)


def nearest(signs: Sequence[str], others: Sequence[str]) -> list[list[tuple[float, int]]]:
    """For each character how alike the two most alike of the others are, and their numbers."""
    seen = [
        _pictures(signs, style, blur) @ _pictures(others, style, blur).T for style in STYLES for blur in BLURS
    ]
    alike = np.mean(seen, axis=0)
    best = np.argsort(-alike, axis=1)[:, :2]
    return [
        [(float(row[number]), int(number)) for number in two] for row, two in zip(alike, best, strict=True)
    ]


def _pictures(signs: Sequence[str], style: str, blur: float) -> npt.NDArray[np.float32]:
    font = ImageFont.truetype(str(FONTS / style), SIZE, index=SIMPLIFIED)
    pictures = np.stack([_picture(sign, font, blur) for sign in signs])
    pictures -= pictures.mean(axis=1, keepdims=True)
    return pictures / np.linalg.norm(pictures, axis=1, keepdims=True)


def _picture(sign: str, font: ImageFont.FreeTypeFont, blur: float) -> npt.NDArray[np.float32]:
    canvas = Image.new("L", (SIDE, SIDE), 0)
    ImageDraw.Draw(canvas).text((2, -12), sign, font=font, fill=255)
    small = canvas.filter(ImageFilter.GaussianBlur(blur)).resize((GRAIN, GRAIN), Image.Resampling.BOX)
    return np.asarray(small, np.float32).ravel()
