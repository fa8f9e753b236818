"""The only way to deliveries for doors: those on channels that the actor may use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.core.refusals import NotFound

from .models import Delivery, FirstComment, Freeze, Handoff


def deliveries_of(actor: Actor) -> QuerySet[Delivery]:
    """Deliveries of the actor's workspace on channels he may use, by due time."""
    return (
        Delivery.objects.filter(workspace=actor.workspace, channel__in=channels_of(actor))
        .select_related("channel", "variant__draft", "receipt", "handoff__responsible__user")
        .order_by("due_at", "id")
    )


def delivery_for(actor: Actor, pk: UUID) -> Delivery:
    """One of those. Raises NotFound."""
    found = deliveries_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这条投放，或者你不能使用它的账号。"))
    return found


def first_comment_of(delivery: Delivery) -> FirstComment:
    """The first comment of a delivery that the actor may see. Raises NotFound where it has none."""
    found = FirstComment.objects.filter(delivery=delivery).select_related("delivery").first()
    if found is None:
        raise NotFound(_("这条投放没有首评。"))
    return found


def handoffs_of(actor: Actor) -> QuerySet[Handoff]:
    """Hand-offs of deliveries on channels that the actor may use, by due time."""
    return (
        Handoff.objects.filter(delivery__workspace=actor.workspace, delivery__channel__in=channels_of(actor))
        .select_related("delivery__channel", "delivery__workspace", "delivery__receipt", "responsible__user")
        .order_by("delivery__due_at", "pk")
    )


def handoff_for(actor: Actor, delivery: UUID) -> Handoff:
    """The hand-off of a delivery. Raises NotFound."""
    found = handoffs_of(actor).filter(delivery_id=delivery).first()
    if found is None:
        raise NotFound(_("没有这条人工发布，或者你不能使用它的账号。"))
    return found


def freezes_of(actor: Actor) -> QuerySet[Freeze]:
    """Freezes in force of the whole workspace and of channels that the actor may use, newest first."""
    concerning = Q(channel=None) | Q(channel__in=channels_of(actor))
    found = Freeze.objects.filter(concerning, workspace=actor.workspace, thawed_at=None)
    return found.select_related("channel", "by__user")
