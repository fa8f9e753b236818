"""What callers of the REST API write behind the question mark: a parameter that nobody knows is refused, with
those that there are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches

from django.utils.translation import gettext as _
from ninja.operation import Operation
from ninja.params.models import QueryModel

from chaoxin.core.sentences import joined

from .api_bodies import LONGEST_NAMED, UnknownKeys


def of(operation: Operation) -> tuple[str, ...]:
    """The names of the query parameters that an operation takes, in the order of its declaration."""
    models = [model for model in operation.models if issubclass(model, QueryModel)]
    return tuple(name for model in models for name in model.__ninja_flatten_map__)  # type: ignore[attr-defined]


def require_known(told: Iterable[str], known: Sequence[str]) -> None:
    """Raises UnknownKeys for parameters that are not among the known ones."""
    if unknown := {name: _sentence(name, known) for name in told if name not in known}:
        raise UnknownKeys(unknown)


def _sentence(name: str, known: Sequence[str]) -> str:
    named = name[:LONGEST_NAMED]
    if not known:
        return _("不认识参数“%s”。这个接口没有查询参数。") % named
    near = get_close_matches(named.lower(), known, n=1)
    said = {"name": named, "near": near[0] if near else "", "known": _("、").join(known)}
    there_are = _("这里可以写：%(known)s。") % said
    if near:
        return joined(_("不认识参数“%(name)s”，是不是要写“%(near)s”？") % said, there_are)
    return joined(_("不认识参数“%(name)s”。") % said, there_are)
