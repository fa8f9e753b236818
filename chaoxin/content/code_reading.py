"""QR and bar codes in a picture, with what they say and where they lie."""

from __future__ import annotations

from typing import Any

from PIL import Image

from chaoxin.compliance.values import Seen

from .seeing import Piece, within

LONGEST_TEXT = 2000


def codes_in(piece: Piece, *, at: float | None = None) -> list[Seen]:
    """The codes of a piece, with places in the whole. Mini-program codes are none that anybody outside can read."""
    # The library costs a process some megabytes, and most never look into a picture.
    import zxingcpp

    wide, high = piece.picture.size
    # zxing speaks of barcodes of all kinds; those of goods and tickets say a number and harm nobody.
    found = zxingcpp.read_barcodes(_grey(piece.picture))
    return [
        Seen(code.text[:LONGEST_TEXT], within(piece, _box(code.position, wide, high)), at)
        for code in found
        if code.text
    ]


def _grey(picture: Image.Image) -> Image.Image:
    return picture if picture.mode == "L" else picture.convert("L")


def _box(position: Any, wide: int, high: int) -> tuple[float, float, float, float]:
    corners = (position.top_left, position.top_right, position.bottom_right, position.bottom_left)
    left, top = min(corner.x for corner in corners), min(corner.y for corner in corners)
    right, bottom = max(corner.x for corner in corners), max(corner.y for corner in corners)
    return left / wide, top / high, (right - left) / wide, (bottom - top) / high
