"""Where the files of assets lie: one small border, whatever is behind it.

A file is put under a key once and never changed; keys are those of `Asset.path`.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from django.conf import settings

from .folder import Folder


class Storage(Protocol):
    def put(self, source: Path, key: str) -> None:
        """Keeps a copy of a finished local file; one that is there already stays. Either the whole file stands
        under the key afterwards or nothing."""

    def has(self, key: str) -> bool:
        """Whether a file stands under the key."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """The octets from `start` up to before `end`, in pieces. Raises FileNotFoundError."""

    def local(self, key: str) -> Path:
        """A path under which this process can read the file now. Raises FileNotFoundError."""

    def delete(self, key: str) -> None:
        """Removes the file; harmless where there is none."""


def files() -> Storage:
    """The storage that the settings name."""
    return Folder(Path(settings.MEDIA_ROOT))
