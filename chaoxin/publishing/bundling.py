"""Everything of a package in one ZIP, written while it is sent: a video of gigabytes takes no more memory than
a text."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from chaoxin.core import clock

from .handoff_files import StoredFile


@dataclass(frozen=True)
class Part:
    """A file of the bundle: its name there, and the file itself or what it says."""

    name: str
    file: StoredFile | None = None
    text: str = ""


class _Sink:
    """What the archive is written to; hands out what has come since the last time."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """There is nothing to close."""

    def taken(self) -> bytes:
        taken, self._pieces = b"".join(self._pieces), []
        return taken


def stream(parts: Iterable[Part]) -> Iterator[bytes]:
    """The archive piece by piece. Pictures and videos are packed as they are, since they do not get smaller."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for part in parts:
            with archive.open(_entry(part.name), "w", force_zip64=True) as file:
                for piece in _pieces(part):
                    file.write(piece)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


def _entry(name: str) -> zipfile.ZipInfo:
    return zipfile.ZipInfo(name, date_time=time.gmtime(clock.now().timestamp())[:6])


def _pieces(part: Part) -> Iterator[bytes]:
    if part.file is None:
        yield part.text.encode()
    else:
        yield from part.file.pieces()
