"""Single pictures out of a video."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from PIL import Image

from chaoxin.core.refusals import Invalid

from . import probing

if TYPE_CHECKING:
    from av.container import InputContainer

QUALITY = 92
# How many pictures are decoded at most from a key picture on to the wanted moment.
MOST_DECODED = 1200
MOST_SAMPLED = 90
# Two frames whose small grey pictures differ by less a pixel (of 255) show the same.
SAME_SHOT = 3.0


def grab(path: Path, seconds: float) -> Image.Image:
    """The picture that is shown at a moment of the video, upright; the last one where that is past the end. Raises
    Invalid where it cannot be decoded."""
    try:
        with probing.opened(path) as container:
            return _picture_at(container, seconds)
    except Exception as error:
        raise Invalid(_("这一刻的画面解不出来，请换一个时间点。"), field="at") from error


def sampled(path: Path, seconds: float) -> Iterator[tuple[float, Image.Image]]:
    """Frames evenly over the video, at most MOST_SAMPLED and no more than one a second, each with its moment; one at a
    time, so that a long film takes no more memory than a short one. What cannot be decoded is passed over."""
    count = max(1, min(MOST_SAMPLED, int(seconds)))
    with probing.opened(path) as container:
        for place in range(count):
            at = round(seconds * (place + 0.5) / count, 2)
            try:
                yield at, _picture_at(container, at)
            except (ValueError, OSError):
                continue


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG file."""
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _picture_at(container: InputContainer, seconds: float) -> Image.Image:
    stream = container.streams.video[0]
    if not stream.codec_context.is_open:
        stream.thread_type = "AUTO"
    start = (container.start_time or 0) / probing.TIME_BASE
    container.seek(max(0, int((start + seconds) * probing.TIME_BASE)), backward=True)
    frame = None
    for count, shown in enumerate(container.decode(stream)):
        if frame is not None and shown.time is not None and shown.time - start > seconds + 0.001:
            break
        frame = shown
        if count >= MOST_DECODED:
            break
    if frame is None:
        raise ValueError(seconds)
    picture = frame.to_image()
    return picture.rotate(frame.rotation, expand=True) if frame.rotation else picture
