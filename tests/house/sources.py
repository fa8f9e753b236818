"""The files that the house's own rules are about."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("chaoxin", "sandbox", "bench", "journey", "tests", "tools")
SKIPPED = {".venv", "node_modules", ".git", ".data", "__pycache__", "dist", ".hypothesis", "payloads"}


@cache
def files(*endings: str, under: str = "") -> tuple[Path, ...]:
    """Every file of the project with one of the endings, below a folder if one is named."""
    return tuple(sorted(path for path in _walk(ROOT / under) if path.name.endswith(endings)))


@cache
def python_files(*, tests: bool = True) -> tuple[Path, ...]:
    """Every Python file but migrations, which Django writes."""
    found = [
        path for package in PACKAGES for path in files(".py", under=package) if "migrations" not in path.parts
    ]
    return tuple(path for path in found if tests or not is_test(path))


def rooms() -> list[str]:
    """The rooms that there are, by name."""
    return sorted(path.name for path in (ROOT / "chaoxin").iterdir() if (path / "__init__.py").exists())


def layers() -> list[list[str]]:
    """The order of rooms that import-linter holds, highest first; rooms on one line do not know each other."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    lines = next(contract["layers"] for contract in contracts if contract["type"] == "layers")
    return [[name.strip(" ()") for name in line.split("|")] for line in lines]


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def is_test(path: Path) -> bool:
    return not {"tests", "testing"}.isdisjoint(path.parts)


def _walk(folder: Path) -> Iterator[Path]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if name not in SKIPPED and not name.endswith("_cache")]
        yield from (Path(parent) / name for name in names)
