from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from chaoxin.accounts.access import actor_for, memberships_of
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import LAST_WORKSPACE
from chaoxin.core.refusals import NotFound

from .labels import labels
from .navigation import Entry, Stage, stages_for


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs: the actor (None outside a workspace), the stages of the navigation, the page
    the person is on, the workspaces to switch to, the chosen theme and the words of the behaviours."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    actor: Actor | None = getattr(request, "actor", None) or (_last_actor(request) if signed_in else None)
    stages = stages_for(actor) if actor else []
    return {
        "actor": actor,
        "stages": stages,
        "current_url": _current(request.path, stages),
        "bottom_bar": [entry for stage in stages for entry in stage.entries if entry.in_bottom_bar],
        "memberships": SimpleLazyObject(lambda: list(memberships_of(user)) if signed_in else []),  # type: ignore[arg-type]
        "theme": user.theme if signed_in else "auto",  # type: ignore[union-attr]
        "behaviour_labels": labels(),
    }


def _last_actor(request: HttpRequest) -> Actor | None:
    """The person in the workspace that he came from, for pages of his own such as the profile."""
    slug = request.session.get(LAST_WORKSPACE)
    if not slug:
        return None
    try:
        return actor_for(request.user, slug)  # type: ignore[arg-type]
    except NotFound:
        return None


def _current(path: str, stages: list[Stage]) -> str:
    """The address in the navigation under which `path` lies: the longest that it starts with."""
    entries: list[Entry] = [entry for stage in stages for entry in stage.entries]
    return max((entry.url for entry in entries if path.startswith(entry.url)), key=len, default="")
