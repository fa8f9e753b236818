"""Foreign keys point downward, as imports do; strings escape the import checker, so the registry is asked."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

from chaoxin.core.announcing import FactName

from . import sources

RANKS = {room: rank for rank, line in enumerate(sources.layers()) for room in line}


def test_foreign_keys_point_only_to_rooms_below() -> None:
    upward = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model in apps.get_models()
        if (room := _room_of(model))
        for field in model._meta.get_fields()
        if _is_pointer(field)
        and (target := field.related_model)
        and (home := _room_of(target)) not in ("", room)
        and RANKS[home] <= RANKS[room]
    ]
    assert upward == []


@pytest.mark.parametrize("room", sources.rooms())
def test_a_room_says_on_one_page_what_it_is_and_what_it_announces(room: str) -> None:
    page = sources.ROOT / "chaoxin" / room / "README.md"
    assert page.exists(), f"chaoxin/{room}/README.md: purpose, words, verbs, facts, what it may import"
    assert _announced_on(page) == _defined_by(room), (
        "paragraph **Facts.** names, in backticks, what facts.py defines"
    )


def _room_of(model: type[models.Model]) -> str:
    parts = model.__module__.split(".")
    return parts[1] if parts[0] == "chaoxin" else ""


def _is_pointer(field: object) -> bool:
    return isinstance(field, models.ForeignKey | models.ManyToManyField)


def _announced_on(page: Path) -> set[str]:
    paragraphs = re.split(r"\n\s*\n(?![-*] )", page.read_text())
    about = [text for text in paragraphs if re.match(r"(?i)\W*(facts|announces)\b", text)]
    return set(re.findall(r"`([a-z_]+\.[a-z_]+)`", "\n".join(about)))


def _defined_by(room: str) -> set[str]:
    if not (sources.ROOT / "chaoxin" / room / "facts.py").exists():
        return set()
    module = importlib.import_module(f"chaoxin.{room}.facts")
    return {value.name for value in vars(module).values() if isinstance(value, FactName)}
