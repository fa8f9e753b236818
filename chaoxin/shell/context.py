from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject, cached_property

from chaoxin.accounts.access import actor_for, memberships_of
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import LAST_WORKSPACE
from chaoxin.core.refusals import NotFound

from .labels import labels
from .navigation import Entry, Stage, stages_for


class Navigation:
    """The way on for one actor, found out only where a page shows it: most answers to htmx do not."""

    def __init__(self, actor: Actor | None, path: str) -> None:
        self.actor, self.path = actor, path

    @cached_property
    def stages(self) -> list[Stage]:
        return stages_for(self.actor) if self.actor else []

    @property
    def entries(self) -> list[Entry]:
        return [entry for stage in self.stages for entry in stage.entries]

    @property
    def bottom_bar(self) -> list[Entry]:
        return [entry for entry in self.entries if entry.in_bottom_bar]

    @cached_property
    def current_url(self) -> str:
        """The address in the navigation under which the page lies: of the entry with the longest address that the
        page's own starts with."""
        above = (
            (len(begin), one.url)
            for one in self.entries
            for begin in one.begins
            if self.path.startswith(begin)
        )
        return max(above, default=(0, ""))[1]


def navigation(request: HttpRequest) -> dict[str, Any]:
    """What every page's frame needs: the actor (None outside a workspace), the navigation, the workspaces to switch
    to, the chosen theme and the words of the behaviours."""
    user = getattr(request, "user", None)
    signed_in = bool(user and user.is_authenticated)
    actor: Any = getattr(request, "actor", None)
    if actor is None and signed_in:
        actor = SimpleLazyObject(lambda: _last_actor(request))
    return {
        "actor": actor,
        "navigation": Navigation(actor, request.path),
        "memberships": SimpleLazyObject(lambda: list(memberships_of(user)) if signed_in else []),  # type: ignore[arg-type]
        "theme": user.theme if signed_in else "auto",  # type: ignore[union-attr]
        "behaviour_labels": labels,
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
