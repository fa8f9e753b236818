"""Every sentence by which a platform's folder tells of a refusal has an English one."""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from types import ModuleType
from typing import Any

import pytest
from django.utils import translation

from chaoxin.channels.platform_words import told
from chaoxin.connectors import platforms
from chaoxin.connectors.wording import Sentence

# Where the folders keep what their platforms refuse.
TABLES = {"refusal_table", "error_table", "refusals", "remedies", "results", "outcomes"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
# What stands in the platform's own form, names and titles.
LEFT_CHINESE = re.compile(r"“[^”]*”|（[^）]*）|\([\u4e00-\u9fff]+\)|视频号助手|#话题#")


def tables() -> list[ModuleType]:
    found = pkgutil.walk_packages(platforms.__path__, f"{platforms.__name__}.")
    names = [module.name for module in found if module.name.rpartition(".")[2] in TABLES]
    return [importlib.import_module(name) for name in names]


def sentences(value: Any) -> Iterator[str]:
    """The Chinese texts in a value of a module, in whatever holds them."""
    if isinstance(value, str):
        if CHINESE.search(value):
            yield value
    elif isinstance(value, Mapping):
        for entry in value.values():
            yield from sentences(entry)
    elif isinstance(value, tuple | list | frozenset | set):
        for entry in value:
            yield from sentences(entry)
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from sentences(getattr(value, field.name))


def said_in(module: ModuleType) -> set[str]:
    return {text for name, value in vars(module).items() if name.isupper() for text in sentences(value)}


@pytest.mark.parametrize("module", tables(), ids=lambda module: module.__name__.split(".", 3)[3])
def test_every_refusal_is_told_in_english_when_it_is_said_and_when_it_was_kept(module: ModuleType) -> None:
    with translation.override("en"):
        chinese = {
            text: english
            for text in said_in(module)
            for english in (told(text), told(str(text)))
            if CHINESE.search(LEFT_CHINESE.sub("", english))
        }
    assert chinese == {}


def test_the_tables_of_the_platforms_are_found() -> None:
    found = {module.__name__: said_in(module) for module in tables()}
    assert len([name for name, texts in found.items() if len(texts) > 20]) >= 5
    assert any(isinstance(text, Sentence) for texts in found.values() for text in texts)
