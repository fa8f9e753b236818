"""Doors of pages: every view declares who may enter; whatever declares nothing is refused.

@workspace_door("draft.read")      a member with that right, at /w/<workspace>/…; sets request.actor
@signed_in_door                    any signed-in user
@public_door("why")                everybody, with the reason written down
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone

from . import access
from .actor import Actor
from .models import User

P = ParamSpec("P")
View = Callable[..., HttpResponseBase]
# Where a browser's session keeps the workspace in which its person was last.
LAST_WORKSPACE = "workspace"


class WorkspaceRequest(HttpRequest):
    """A request that has passed a workspace door."""

    actor: Actor
    user: User  # type: ignore[assignment]
    htmx: Any


def workspace_door(right: str) -> Callable[[Callable[Concatenate[Any, P], HttpResponseBase]], View]:
    """Admits members of the workspace named in the address who have `right`. A stranger sees 404, a member
    without the right 403, somebody not signed in the sign-in page."""

    def decorate(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> View:
        @wraps(view)
        def enter(request: Any, workspace: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _to_sign_in(request)
            request.actor = access.actor_for(request.user, workspace)
            request.actor.require(right)
            timezone.activate(request.actor.workspace.timezone)
            if request.session.get(LAST_WORKSPACE) != workspace:
                request.session[LAST_WORKSPACE] = workspace
            return view(request, *args, **kwargs)

        enter.door = right  # type: ignore[attr-defined]
        return enter

    return decorate


def signed_in_door(view: Callable[Concatenate[Any, P], HttpResponseBase]) -> View:
    """Admits any signed-in user."""

    @wraps(view)
    def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        return view(request, *args, **kwargs)

    enter.door = "signed_in"  # type: ignore[attr-defined]
    return enter


def public_door(why: str) -> Callable[[View], View]:
    """Admits everybody. `why` says what protects the view instead."""

    def decorate(view: View) -> View:
        @wraps(view)
        def enter(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return view(request, *args, **kwargs)

        enter.door = f"public: {why}"  # type: ignore[attr-defined]
        return enter

    return decorate


def _to_sign_in(request: Any) -> HttpResponseBase:
    if getattr(request, "htmx", None):
        answer = HttpResponse(status=204)
        answer["HX-Redirect"] = "/accounts/login/"
        return answer
    return redirect_to_login(request.get_full_path())
