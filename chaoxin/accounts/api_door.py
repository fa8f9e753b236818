"""Doors of the REST API: an operation declares the right it needs, whatever declares none stays shut.

    @router.get("/drafts", response=DraftPage)
    @requires("draft.read")
    def list_drafts(request: ApiRequest, page: int = 1) -> dict[str, Any]: ...

Callers bring a personal token (`Authorization: Bearer …`) or the session of a signed-in browser with its CSRF
header; a session of somebody with several workspaces also names one in `X-Workspace`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.operation import Operation
from ninja.security.base import AuthBase
from ninja.utils import check_csrf, contribute_operation_callback

from chaoxin.core.refusals import Invalid, NotAllowed

from . import access, api_parameters, attempts, tokens
from .actor import Actor
from .roles import RIGHTS

Function = TypeVar("Function", bound=Callable[..., Any])
FAILED_TOKENS = attempts.Limit("token", most=30, within_seconds=300)


class ApiRequest(HttpRequest):
    """A request that has passed an API door."""

    actor: Actor


class Door(AuthBase):
    """Admits members who have `right` and sets `request.actor`. Nobody known is 401, without the right 403, with query
    parameters other than `parameters` 422."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __init__(self, right: str) -> None:
        if right not in RIGHTS:
            raise KeyError(right)
        self.right = right
        self.parameters: tuple[str, ...] = ()
        super().__init__()

    def __call__(self, request: Any) -> Actor | None:
        actor = actor_of(request)
        if actor is not None:
            actor.require(self.right)
            api_parameters.require_known(request.GET, self.parameters)
            request.actor = actor
        return actor


class Shut(AuthBase):
    """The door of an operation that declares no right: nobody passes."""

    openapi_type = "http"
    openapi_scheme = "bearer"

    def __call__(self, request: HttpRequest) -> None:
        raise NotAllowed(_("这个接口没有声明所需权限，因此不开放。"))


def requires(right: str) -> Callable[[Function], Function]:
    """Declares the right that an operation needs; write it below the router's decorator."""
    door = Door(right)

    def contribute(operation: Operation) -> None:
        door.parameters = api_parameters.of(operation)
        operation.auth_param = door
        operation.auth_callbacks = [door]

    def mark(function: Function) -> Function:
        contribute_operation_callback(function, contribute)
        return function

    return mark


def actor_of(request: HttpRequest) -> Actor | None:
    """Who calls: by token, else by session. None for nobody; raises NotAllowed without a CSRF header, NotFound for
    a foreign workspace, and TooManyAttempts after many wrong tokens from one address."""
    header = request.headers.get("Authorization", "")
    if header:
        return _by_token(request, header)
    if not request.user.is_authenticated:
        return None
    if check_csrf(request):
        raise NotAllowed(_("缺少 CSRF 校验头。用浏览器会话调用接口时请带上 X-CSRFToken。"), code="csrf")
    return access.actor_for(request.user, _workspace_slug(request))


def _by_token(request: HttpRequest, header: str) -> Actor | None:
    scheme, _space, secret = header.partition(" ")
    attempts.require_room(FAILED_TOKENS, request)
    actor = tokens.actor_by(secret.strip()) if scheme.lower() == "bearer" else None
    if actor is None:
        attempts.count(FAILED_TOKENS, request)
    return actor


def _workspace_slug(request: HttpRequest) -> str:
    named = request.headers.get("X-Workspace", "")
    if named:
        return named
    memberships = access.memberships_of(request.user)[:2]  # type: ignore[arg-type]
    if len(memberships) != 1:
        raise Invalid(_("请在 X-Workspace 头里写明工作区的网址标识。"), field="X-Workspace")
    return memberships[0].workspace.slug
