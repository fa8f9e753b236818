"""The guide to the REST API for signed-in people: every operation with its right, made from the OpenAPI document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from ninja.operation import Operation

from chaoxin.accounts.api_door import Door
from chaoxin.accounts.doors import signed_in_door
from chaoxin.accounts.roles import RIGHTS

from .api import ROUTERS

# Django's converter in a path parameter, which callers need not know.
CONVERTER = re.compile(r"\{\w+:")


@dataclass(frozen=True)
class Described:
    """One operation as the guide shows it."""

    method: str
    path: str
    summary: str
    description: str
    right: str
    right_name: str


@signed_in_door
def api_guide(request: HttpRequest) -> HttpResponse:
    groups: dict[str, list[Described]] = {}
    for tag, method, path, operation in operations():
        groups.setdefault(tag, []).append(_describe(method, path, operation))
    return render(
        request, "shell/api_guide.html", {"groups": groups, "server": request.build_absolute_uri("/api/v1")}
    )


def operations() -> Iterator[tuple[str, str, str, Operation]]:
    """Every operation of the API as tag, method, path below /api/v1 and the operation itself."""
    for tag, router in ROUTERS:
        for path, operation in _operations_of(router):
            for method in operation.methods:
                yield tag, method, path, operation


def _operations_of(router: Any, before: str = "") -> Iterator[tuple[str, Operation]]:
    for path, view in router.path_operations.items():
        for operation in view.operations:
            yield before + path, operation
    for prefix, inner, _tags in router._routers:
        yield from _operations_of(inner, before + prefix)


def right_of(operation: Operation) -> str:
    """The right that an operation requires, "" for one that declares none and is therefore shut."""
    callbacks: Any = operation.auth_callbacks
    return next((callback.right for callback in callbacks if isinstance(callback, Door)), "")


def _describe(method: str, path: str, operation: Operation) -> Described:
    right = right_of(operation)
    return Described(
        method=method,
        path=CONVERTER.sub("{", path),
        summary=operation.summary,
        description=operation.description or "",
        right=right,
        right_name=str(RIGHTS.get(right, "")),
    )
