"""Platforms stand alone: nothing of the house in them, and no name of theirs in the house."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

import chaoxin
from chaoxin.connectors import platforms, registry

from .battery import PLATFORM_KEYS

HOUSE = Path(chaoxin.__file__).parent
PLATFORMS = Path(platforms.__path__[0])
ALLOWED = {
    "assisting",
    "contract",
    "errcodes",
    "manifest",
    "opening",
    "values",
    "wording",
    "errors",
    "file_parts",
    "http",
    "receiving",
}
NOT_OURS = {"tests", "testing", "seeds", "node_modules", "vendor", "__pycache__"}
READ_SUFFIXES = {".py", ".html", ".txt"}

WITHOUT_DJANGO = """
import sys
from chaoxin.connectors import registry
from chaoxin.connectors.http import Wire
for key in registry.manifests():
    registry.connector(key, Wire())
foreign = sorted(
    name for name in sys.modules
    if name.split(".")[0] in {"django", "procrastinate", "sandbox"}
    or name.startswith("chaoxin.") and not name.startswith("chaoxin.connectors")
)
print(",".join(foreign))
"""

WITHOUT_EFFECTS = """
import os, socket, sys, threading
sys.dont_write_bytecode = True
def refuse(*args, **kwargs):
    raise SystemExit("a connection was opened")
socket.socket.connect = refuse
surroundings = dict(os.environ)
from chaoxin.connectors import registry
assert not any(name.startswith("chaoxin.connectors.platforms.") for name in sys.modules), "imported too early"
registry.manifests()
from chaoxin.connectors import http
assert not http._SHARED, "a connection pool was opened"
assert threading.active_count() == 1, "a thread was started"
assert dict(os.environ) == surroundings, "the environment was changed"
print("clean")
"""


def test_connectors_need_neither_django_nor_another_room() -> None:
    assert run(WITHOUT_DJANGO) == ""


def test_the_registry_has_no_side_effects() -> None:
    assert run(WITHOUT_EFFECTS) == "clean"


def test_the_registry_knows_every_folder_in_name_order() -> None:
    folders = sorted(path.parent.name for path in PLATFORMS.glob("*/__init__.py"))
    assert list(registry.manifests()) == folders


def test_an_unknown_platform_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        registry.manifest("nowhere")


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_no_platform_imports_another_or_the_house(key: str) -> None:
    for path in sorted((PLATFORMS / key).rglob("*.py")):
        for module in imports_of(path):
            assert module.split(".")[0] != "django", f"{path}: {module}"
            if not module.startswith("chaoxin"):
                continue
            inside = module.removeprefix("chaoxin.connectors.")
            assert inside != module, f"{path} reaches into the house: {module}"
            room = inside.split(".")[0]
            own = inside.startswith(f"platforms.{key}") or (room == "testing" and "tests" in path.parts)
            assert room in ALLOWED or own or inside in {"registry"}, f"{path}: {module}"


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_no_other_file_names_the_platform(key: str) -> None:
    name = re.compile(rf"(?<![a-z]){re.escape(key)}", re.IGNORECASE)
    naming = [
        str(path.relative_to(HOUSE))
        for path in sorted(HOUSE.rglob("*"))
        if path.suffix in READ_SUFFIXES
        and not path.is_relative_to(PLATFORMS)
        and not NOT_OURS & set(path.parts)
        if name.search(path.read_text(encoding="utf-8"))
    ]
    assert naming == []


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_the_folder_explains_itself(key: str) -> None:
    folder = PLATFORMS / key
    assert (folder / "README.md").read_text(encoding="utf-8").strip()
    recorded = [path.name for path in (folder / "payloads").iterdir() if path.name != "README.md"]
    assert recorded
    assert (folder / "payloads" / "README.md").read_text(encoding="utf-8").strip()


def run(code: str) -> str:
    """What the code prints in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def imports_of(path: Path) -> list[str]:
    """The absolute names of the modules that a file imports, also inside functions."""
    package = ["chaoxin", "connectors", "platforms", *path.relative_to(PLATFORMS).parent.parts]
    names: list[str] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.extend(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            stem = ".".join([*base, *([node.module] if node.module else [])])
            # `from chaoxin.connectors import registry` names a module by its last word.
            bare = stem in {"chaoxin", "chaoxin.connectors", "chaoxin.connectors.platforms"}
            names.extend([f"{stem}.{alias.name}" for alias in node.names] if bare else [stem])
    return names
