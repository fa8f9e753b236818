"""The platforms of this installation, found by looking at the folders under `platforms/`."""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache

from . import platforms
from .contract import Connector
from .http import Wire
from .manifest import Manifest


class MalformedPlatform(Exception):
    """A folder under `platforms/` without a proper manifest; names the folder."""


@cache
def manifests() -> dict[str, Manifest]:
    """All manifests by platform key, in name order. Raises MalformedPlatform."""
    return {
        key: _manifest(key)
        for key in sorted(entry.name for entry in pkgutil.iter_modules(platforms.__path__))
    }


def manifest(key: str) -> Manifest:
    """The manifest of one platform; KeyError where there is none."""
    return manifests()[key]


def connector(key: str, wire: Wire) -> Connector:
    """The connector of a platform, speaking over `wire`; KeyError where there is none."""
    if key not in manifests():
        raise KeyError(key)
    module = importlib.import_module(f"{platforms.__name__}.{key}")
    built: Connector = module.build(wire)
    return built


def _manifest(key: str) -> Manifest:
    module = importlib.import_module(f"{platforms.__name__}.{key}.manifest")
    found = getattr(module, "MANIFEST", None)
    if not isinstance(found, Manifest) or found.key != key:
        raise MalformedPlatform(f"{module.__file__} has no MANIFEST whose key is {key!r}")
    return found
