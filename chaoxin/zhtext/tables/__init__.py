"""Tables of characters, read when first needed."""

from __future__ import annotations

from importlib.resources import files


def content(name: str) -> bytes:
    """The bytes of a table of this folder."""
    return files(__package__).joinpath(name).read_bytes()


def lines(name: str) -> list[str]:
    """The lines of a table of this folder."""
    return content(name).decode().splitlines()
