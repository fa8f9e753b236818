"""Small video files for tests, encoded when first asked for."""

from __future__ import annotations

import io
import struct
from fractions import Fraction
from functools import cache
from typing import cast

import av
from av.video.stream import VideoStream
from django.utils.crypto import get_random_string
from PIL import Image

from chaoxin.accounts.actor import Actor
from chaoxin.content import intake, uploads
from chaoxin.content.models import Asset, Upload

PLACE = "+31.2304+121.4737/"
RATE = 10


@cache
def film_bytes(
    *,
    seconds: int = 3,
    size: tuple[int, int] = (160, 90),
    form: str = "mp4",
    codec: str = "libx264",
    sound: bool = False,
    told: tuple[tuple[str, str], ...] = (),
) -> bytes:
    """A film that grows lighter from second to second. `told` are its metadata."""
    file = io.BytesIO()
    options = {"movflags": "use_metadata_tags"} if form == "mov" else {}
    with av.open(file, "w", format=form, container_options=options) as container:
        container.metadata.update(dict(told))
        stream = cast(VideoStream, container.add_stream(codec, rate=RATE))
        stream.width, stream.height, stream.pix_fmt = *size, "yuv420p"
        track = container.add_stream("aac", rate=44_100) if sound else None
        for number in range(seconds * RATE):
            frame = av.VideoFrame.from_image(Image.new("RGB", size, (number // RATE * 40 % 256,) * 3))
            frame.pts, frame.time_base = number, Fraction(1, RATE)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if track is not None:
            for _number in range(seconds * 44_100 // 1024):
                silence = av.AudioFrame(format="fltp", layout="stereo", samples=1024)
                silence.sample_rate = 44_100
                for plane in silence.planes:
                    plane.update(bytes(plane.buffer_size))
                container.mux(track.encode(silence))
            container.mux(track.encode(None))
    return file.getvalue()


class Padded:
    """A film followed by a box of nothing, so that a whole video of any size can be read without holding it."""

    def __init__(self, film: bytes, hole: int) -> None:
        header = struct.pack(">I4sQ", 1, b"free", hole)
        self._head, self._left = io.BytesIO(film + header), hole - len(header)
        self._nothing = bytes(1024 * 1024)

    def read(self, size: int, /) -> bytes:
        piece = self._head.read(size)
        if not piece:
            piece = self._nothing[: min(size, self._left, len(self._nothing))]
            self._left -= len(piece)
        return piece


def arrived(
    by: Actor, data: bytes, *, name: str = "片子.mp4", fingerprint: str = "", provenance: str = "own"
) -> Upload:
    """An upload that has come in whole and was looked into."""
    known = fingerprint or get_random_string(12)
    upload = uploads.begin(name=name, size=len(data), by=by, fingerprint=known, provenance=provenance)
    uploads.receive(upload, io.BytesIO(data), offset=0, length=len(data), by=by)
    while intake.take_turn():
        pass
    upload.refresh_from_db()
    return upload


def video(by: Actor, **film: object) -> Asset:
    """A video taken in."""
    upload = arrived(by, film_bytes(**film))  # type: ignore[arg-type]
    assert upload.asset, upload.sentence
    return upload.asset
