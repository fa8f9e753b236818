"""The texts that the shipped models learn from, as they lie in this folder; all were written for this project."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

FOLDER = Path(__file__).parent
LIKING, DISLIKING, NEITHER = "+", "-", "0"
SIGNED = tuple(f"{sign} " for sign in (LIKING, DISLIKING, NEITHER))


@lru_cache
def signed(name: str) -> dict[str, list[str]]:
    """Texts of a file by their sign, `+` or `-`."""
    found: dict[str, list[str]] = {LIKING: [], DISLIKING: []}
    for sign, text in in_order(name):
        found[sign].append(text)
    return found


def in_order(name: str) -> list[tuple[str, str]]:
    """Texts of a file, each with its sign (`+`, `-` or `0`) before it, in the order of their lines."""
    return [(line[0], text) for line in _lines(name) for text in _parts(line[2:])]


@lru_cache
def plain(name: str) -> list[str]:
    """Texts of a file without signs."""
    return [part for line in _lines(name) for part in _parts(line)]


def said(name: str) -> list[str]:
    """Texts of a file, whether there are signs before them or not."""
    bare = [line[2:] if line[:2] in SIGNED else line for line in _lines(name)]
    return [part for line in bare for part in _parts(line) if "{" not in part]


@lru_cache
def slots() -> dict[str, list[str]]:
    """Neutral words by what they are for."""
    return {name: words.split() for name, _, words in (line.partition(" ") for line in _lines("slots.txt"))}


def names(folder: str) -> list[str]:
    """The files of a folder, without ending."""
    return sorted(path.stem for path in (FOLDER / folder).glob("*.txt"))


def files(source: str) -> list[str]:
    """The file of that name, or those of the folder."""
    return [f"{source}/{name}.txt" for name in names(source)] or [f"{source}.txt"]


def _lines(name: str) -> list[str]:
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line.strip() and not line.startswith("# ")]


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split("|") if part.strip()]
