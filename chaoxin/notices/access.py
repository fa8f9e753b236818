"""The only way to robots and what they were told, for doors."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import NotFound

from .models import Dispatch, Robot


def robots_of(actor: Actor) -> QuerySet[Robot]:
    """Robots of the actor's workspace, by name, without address and secret."""
    found = Robot.objects.filter(workspace=actor.workspace, removed_at=None).select_related("group")
    return found.defer("address", "secret")


def robot_for(actor: Actor, pk: UUID) -> Robot:
    """One of those. Raises NotFound."""
    found = Robot.objects.filter(workspace=actor.workspace, removed_at=None).select_related(
        "group", "workspace"
    )
    robot = found.filter(pk=pk).first()
    if robot is None:
        raise NotFound(_("没有这个群机器人，可能已经删除。"))
    return robot


def failures_of(actor: Actor, *, most: int) -> list[Dispatch]:
    """What did not arrive lately, newest first."""
    found = Dispatch.objects.filter(notice__workspace=actor.workspace).exclude(sentence="")
    return list(found.select_related("notice", "member__user", "robot").order_by("-created_at")[:most])
