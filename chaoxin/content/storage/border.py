"""What a storage can do, whatever is behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Protocol


def idle() -> None:
    """Tells nobody."""


class Storage(Protocol):
    def put(self, source: Path, key: str, *, tell: Callable[[], None] = idle) -> None:
        """Keeps a copy of a finished local file; one that is there already stays. Either the whole file stands
        under the key afterwards or nothing. `tell` is called now and then while it takes long."""

    def has(self, key: str) -> bool:
        """Whether a file stands under the key."""

    def size(self, key: str) -> int:
        """How many octets the file has. Raises FileNotFoundError."""

    def address(
        self, key: str, *, seconds: int, content_type: str, name: str = "", save: bool = False
    ) -> str:
        """A signed address under which anybody gets the file for so long, without us; "" where there is none and the
        file has to go through this house. With `save` it is kept under `name`, not shown."""

    @property
    def origin(self) -> str:
        """Scheme and host of those addresses, "" where there are none."""

    def read(self, key: str, start: int, end: int) -> Iterator[bytes]:
        """The octets from `start` up to before `end`, in pieces. Raises FileNotFoundError."""

    def local(self, key: str) -> Path:
        """A path under which this process can read the file now; fetched where it lies elsewhere. Raises
        FileNotFoundError."""

    def expected(self, key: str) -> Path:
        """The path that `local` would answer, without fetching anything. Raises FileNotFoundError where it is known
        at once that the file is gone."""

    def delete(self, key: str) -> None:
        """Removes the file; harmless where there is none."""
