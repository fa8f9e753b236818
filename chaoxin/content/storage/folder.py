"""Files in a folder of this machine, or one that all hosts share."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from .border import idle

PIECE_BYTES = 1024 * 1024


class Folder:
    def __init__(self, root: Path) -> None:
        self._root = root

    def put(self, source: Path, key: str, *, tell: Callable[[], None] = idle) -> None:
        target = self._root / key
        if target.is_file() and target.stat().st_size == source.stat().st_size:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        name = tempfile.mktemp(dir=target.parent, prefix=".incoming-")  # noqa: S306 (made by link or copy)
        try:
            _link_or_copy(source, Path(name))
            os.replace(name, target)
        finally:
            Path(name).unlink(missing_ok=True)

    def has(self, key: str) -> bool:
        return (self._root / key).is_file()

    def size(self, key: str) -> int:
        return (self._root / key).stat().st_size

    def address(
        self, key: str, *, seconds: int, content_type: str, name: str = "", save: bool = False
    ) -> str:
        return ""

    @property
    def origin(self) -> str:
        return ""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        with (self._root / key).open("rb") as file:
            file.seek(start)
            while start < end and (piece := file.read(min(PIECE_BYTES, end - start))):
                start += len(piece)
                yield piece

    def local(self, key: str) -> Path:
        path = self._root / key
        if not path.is_file():
            raise FileNotFoundError(key)
        return path

    def expected(self, key: str) -> Path:
        return self.local(key)

    def delete(self, key: str) -> None:
        (self._root / key).unlink(missing_ok=True)


def _link_or_copy(source: Path, target: Path) -> None:
    """A second name for the file where the disk can, since a video may be as large as what is left of it."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copyfile(source, target)
        with target.open("rb") as file:
            os.fsync(file.fileno())
