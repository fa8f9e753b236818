"""How the audit trail's verbs read on screen. A room names its own in its `audit_words.py`."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise

_names: dict[str, str | Promise] = {}


def define(names: Mapping[str, str | Promise]) -> None:
    """Adds names by verb."""
    _names.update(names)


def name_of(verb: str) -> str:
    """The verb as people say it; the verb itself where nobody named it."""
    return str(_names.get(verb, verb))
