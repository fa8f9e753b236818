"""The only way to what this room holds for doors: what is not yours is not found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of, sees_all_channels
from chaoxin.channels.models import Channel
from chaoxin.core.refusals import NotFound

from .models import Review, ReviewAction


def channels_chosen(actor: Actor, chosen: str = "") -> list[Channel]:
    """The channels that the actor may use, or of them those with these ids, separated by commas. Raises NotFound
    where one of them is not among them."""
    found = channels_of(actor).select_related("workspace")
    if not chosen:
        return list(found)
    try:
        ids = {UUID(text) for text in chosen.split(",")}
    except ValueError:
        ids = set()
    channels = list(found.filter(pk__in=ids)) if ids else []
    if not channels or len(channels) < len(ids):
        raise NotFound(_("没有这个账号，或者你不能使用它。请重新选择账号。"))
    return channels


def reviews_of(actor: Actor) -> QuerySet[Review]:
    """Reviews of the actor's workspace, newest week first; none for a member limited to some channels, since a
    review speaks of all."""
    found = Review.objects.filter(workspace=actor.workspace).select_related(
        "author__user", "finished_by__user"
    )
    return found if sees_all_channels(actor) else found.none()


def review_for(actor: Actor, pk: UUID) -> Review:
    """One of those. Raises NotFound."""
    found = reviews_of(actor).select_related("workspace").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这份复盘，或者它包含你不能查看的账号。"))
    return found


def action_for(actor: Actor, pk: UUID) -> ReviewAction:
    """An action of one of those reviews. Raises NotFound."""
    found = ReviewAction.objects.select_related("review__workspace", "owner__user")
    row = found.filter(pk=pk, review__in=reviews_of(actor).values("pk")).first()
    if row is None:
        raise NotFound(_("没有这条行动，它可能已被删除。请刷新页面。"))
    return row
