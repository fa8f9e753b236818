"""Single pictures out of a video."""

from __future__ import annotations

import io
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


def grab(path: Path, seconds: float) -> Image.Image:
    """The picture that is shown at a moment of the video, upright; the last one where that is past the end. Raises
    Invalid where it cannot be decoded."""
    try:
        with probing.opened(path) as container:
            return _picture_at(container, seconds)
    except Exception as error:
        raise Invalid(_("这一刻的画面解不出来，请换一个时间点。"), field="at") from error


def jpeg(picture: Image.Image) -> bytes:
    """The picture as a JPEG file."""
    file = io.BytesIO()
    picture.convert("RGB").save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _picture_at(container: InputContainer, seconds: float) -> Image.Image:
    stream = container.streams.video[0]
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
