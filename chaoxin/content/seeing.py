"""Looking into pictures: pieces of a size in which writing can be read, and what is seen in them put together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from PIL import Image, ImageOps, ImageSequence

from chaoxin.compliance.values import Box, Seen

# Wider than this, writing that people can read on a phone is read as well; smaller is quicker.
LONGEST_SIDE = 1600
# A picture much higher than wide is read in pieces, or its writing would be too small once it fits.
HIGHEST_PIECE = 1.5
OVERLAP = 0.12
# Of a moving picture that many frames are looked at.
MOST_FRAMES = 4
LEAST_CONFIDENCE = 0.6
SAME_PLACE = 0.5


@dataclass(frozen=True)
class Line:
    """A line of writing that a reader found, in pixels of the picture that it was given."""

    text: str
    left: float
    top: float
    width: float
    height: float
    confidence: float


class Reader(Protocol):
    """Reads the writing in a picture. `name` tells which reader, in which version, it was."""

    name: str

    def read(self, picture: Image.Image) -> list[Line]:
        """The lines from top to bottom. Raises ReaderFailed."""


class ReaderFailed(Exception):
    """The reader of writing broke down over a picture."""


@dataclass(frozen=True)
class Piece:
    """A part of a picture as it is shown: where it lies, as parts of the whole, and what it shows."""

    box: Box
    picture: Image.Image


def frames_of(picture: Image.Image) -> Iterator[Image.Image]:
    """The picture upright; of a moving one a few frames over its length."""
    count = getattr(picture, "n_frames", 1)
    if count == 1:
        yield ImageOps.exif_transpose(picture).convert("RGB")
        return
    wanted = {round(place * (count - 1) / (MOST_FRAMES - 1)) for place in range(MOST_FRAMES)}
    for number, frame in enumerate(ImageSequence.Iterator(picture)):
        if number in wanted:
            yield _on_white(frame)


def pieces_of(frame: Image.Image) -> Iterator[Piece]:
    """The frame in pieces that can be read; long ones overlap, so that no line is cut in all of them."""
    wide, high = frame.size
    length = min(high, round(max(wide * HIGHEST_PIECE, 64)))
    step = max(1, round(length * (1 - OVERLAP)))
    top = 0
    while True:
        bottom = min(high, top + length)
        part = frame.crop((0, top, wide, bottom)) if (top, bottom) != (0, high) else frame
        yield Piece((0.0, top / high, 1.0, (bottom - top) / high), _small(part))
        if bottom >= high:
            return
        top += step


def count_pieces(size: tuple[int, int]) -> int:
    """How many pieces a frame of that size has."""
    wide, high = size
    length = min(high, round(max(wide * HIGHEST_PIECE, 64)))
    step = max(1, round(length * (1 - OVERLAP)))
    return 1 + max(0, -(-(high - length) // step))


def seen_in(piece: Piece, lines: Iterable[Line], *, at: float | None = None) -> list[Seen]:
    """The lines of a piece with places in the whole; doubtful ones are left out."""
    wide, high = piece.picture.size
    found = [line for line in lines if line.confidence >= LEAST_CONFIDENCE and line.text.strip()]
    return [
        Seen(
            line.text.strip(),
            within(piece, (line.left / wide, line.top / high, line.width / wide, line.height / high)),
            at,
        )
        for line in found
    ]


def within(piece: Piece, box: Box) -> Box:
    """A box of the piece as a box of the whole."""
    left, top, width, height = piece.box
    placed = (left + box[0] * width, top + box[1] * height, box[2] * width, box[3] * height)
    return (
        round(min(max(placed[0], 0.0), 1.0), 4),
        round(min(max(placed[1], 0.0), 1.0), 4),
        round(min(max(placed[2], 0.0), 1.0), 4),
        round(min(max(placed[3], 0.0), 1.0), 4),
    )


def without_repeats(seen: Iterable[Seen]) -> list[Seen]:
    """What was seen, each thing once: the same words at the same place, as pieces that overlap and frames that follow
    one another show them, stay where they were seen first."""
    kept: list[Seen] = []
    for entry in seen:
        if not any(entry.text == other.text and _near(entry.box, other.box) for other in kept):
            kept.append(entry)
    return kept


def _near(one: Box, other: Box) -> bool:
    middles = zip((one[0], one[1]), (other[0], other[1]), strict=True)
    reach = max(one[3], other[3], 0.02) * SAME_PLACE * 2
    return all(abs(first - second) <= reach for first, second in middles)


def _small(picture: Image.Image) -> Image.Image:
    if max(picture.size) <= LONGEST_SIDE:
        return picture
    smaller = picture.copy()
    smaller.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return smaller


def _on_white(frame: Image.Image) -> Image.Image:
    whole = frame.convert("RGBA")
    ground = Image.new("RGBA", whole.size, "white")
    return Image.alpha_composite(ground, whole).convert("RGB")
