"""Slots: places on a page that a higher room fills, named so that the page need not know the room."""

from __future__ import annotations

from typing import Any

from django import template
from django.urls import NoReverseMatch, reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def slot(context: dict[str, Any], name: str, argument: Any) -> str:
    """The address that fills the slot `name` for one object in the actor's workspace; "" where no room answers."""
    actor = context.get("actor")
    if not actor:
        return ""
    return slot_address(name, actor.workspace.slug, argument)


def slot_address(name: str, workspace_slug: str, argument: Any) -> str:
    """The address behind a slot, "" where no room answers."""
    try:
        return reverse(f"slot:{name}", args=[workspace_slug, argument])
    except NoReverseMatch:
        return ""
