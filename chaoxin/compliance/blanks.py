"""Kinds of packs that only a company can fill, with an example row each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).parent / "blanks.yaml"


@dataclass(frozen=True)
class Blank:
    """What a new pack may begin with. `rows` are values of `CompanyRule`'s fields."""

    key: str
    name: str
    help: str
    rows: tuple[Mapping[str, Any], ...]


@cache
def blanks() -> dict[str, Blank]:
    """All kinds by key, in the order in which they are offered."""
    told = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    return {key: _blank(key, entry) for key, entry in told.items()}


def _blank(key: str, entry: Mapping[str, Any]) -> Blank:
    usual = {name: entry[name] for name in ("category", "severity", "why")}
    return Blank(key, entry["name"], entry["help"], tuple({**usual, **row} for row in entry["rows"]))
