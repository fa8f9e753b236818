"""What callers of the REST API send: a key that nobody knows is refused, with the known one it resembles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any, ClassVar

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from chaoxin.core.refusals import Invalid
from chaoxin.core.sentences import joined

UNKNOWN_KEY = "unknown_key"
MOST_NAMED = 5
LONGEST_NAMED = 60


class UnknownKeys(Invalid):
    """Keys that nobody knows; `errors` has each with its place."""

    code = UNKNOWN_KEY

    def __init__(self, places: Mapping[str, str]) -> None:
        super().__init__(joined(*list(places.values())[:MOST_NAMED]), field=next(iter(places)))
        self.errors = [{"field": place, "message": sentence} for place, sentence in places.items()]


class Body(BaseModel):
    """The base of every JSON object that an operation takes, also of those within one. `answered` are keys of the
    answer to a reading that may come back with a changed one; nobody looks at them."""

    model_config = ConfigDict(extra="forbid")
    answered: ClassVar[frozenset[str]] = frozenset()

    @model_validator(mode="before")
    @classmethod
    def knows_every_key(cls, told: Any) -> Any:
        """Before anything else, since what is misspelt is also missing."""
        if not isinstance(told, Mapping):
            return told
        if unknown := _unknown(told, cls):
            raise PydanticCustomError(UNKNOWN_KEY, "unknown keys", {"keys": unknown})
        return {key: value for key, value in told.items() if key not in cls.answered}


def require_known(told: Iterable[str], body: type[Body]) -> None:
    """For the fields of a form, which the API reads one by one: raises UnknownKeys for those that `body` has not."""
    if unknown := _unknown(told, body):
        raise UnknownKeys(unknown)


def _unknown(told: Iterable[str], body: type[Body]) -> dict[str, str]:
    """A sentence on each key that the body has not."""
    known = body.model_fields
    return {key: _sentence(key, known) for key in told if key not in known and key not in body.answered}


def _sentence(key: str, known: Iterable[str]) -> str:
    names = list(known)
    named = key[:LONGEST_NAMED]
    near = get_close_matches(named.lower(), names, n=1)
    if near:
        return _("不认识“%(key)s”，是不是要写“%(near)s”？") % {"key": named, "near": near[0]}
    return _("不认识“%(key)s”。这里可以写：%(known)s。") % {"key": named, "known": _("、").join(names)}
