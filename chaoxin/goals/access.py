"""The only way to objectives and campaigns for doors: what is not yours is not found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import NotFound

from .models import Campaign, Objective


def objectives_of(actor: Actor) -> QuerySet[Objective]:
    """Objectives of the actor's workspace with their targets, latest start first."""
    return (
        Objective.objects.filter(workspace=actor.workspace)
        .select_related("workspace", "owner__user", "campaign")
        .prefetch_related("targets")
    )


def objective_for(actor: Actor, pk: UUID) -> Objective:
    """One objective of the actor's workspace. Raises NotFound."""
    found = objectives_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个目标，它可能已被删除。请回到目标列表查看。"))
    return found


def campaigns_of(actor: Actor) -> QuerySet[Campaign]:
    """Campaigns of the actor's workspace, latest start first."""
    return Campaign.objects.filter(workspace=actor.workspace).select_related("workspace", "owner__user")


def campaign_for(actor: Actor, pk: UUID) -> Campaign:
    """One campaign of the actor's workspace. Raises NotFound."""
    found = campaigns_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个战役，它可能已被删除。请回到战役列表查看。"))
    return found
