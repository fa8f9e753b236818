"""Stretches of large files, read piece by piece on their way to a platform."""

from __future__ import annotations

import io
import os
from pathlib import Path


class FilePart(io.RawIOBase):
    """A stretch of a file as a file of its own, of which no more than the asked octets are ever in memory."""

    def __init__(self, path: Path, start: int, length: int) -> None:
        self._file = path.open("rb", buffering=0)
        self._start, self._place = start, 0
        self.length = length

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        left = self.length - self._place
        wanted = left if size is None or size < 0 else min(size, left)
        if wanted <= 0:
            return b""
        # At its own place in every call, as the file knows nothing of the stretch.
        octets = os.pread(self._file.fileno(), wanted, self._start + self._place)
        self._place += len(octets)
        return octets

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._place, io.SEEK_END: self.length}[whence]
        self._place = base + offset
        return self._place

    def tell(self) -> int:
        return self._place

    def close(self) -> None:
        self._file.close()
        super().close()
