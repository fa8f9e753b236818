"""A member's place: role, leaving. A workspace keeps at least one owner."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.core import clock
from chaoxin.core.announcing import announce
from chaoxin.core.refusals import Invalid, Refusal

from . import auditing, facts
from .actor import Actor
from .models import AccessToken, Membership, Workspace
from .roles import Role


class LastOwner(Refusal):
    """The workspace would be left without an owner."""

    code = "last_owner"


@transaction.atomic
def change_role(membership: Membership, *, by: Actor, role: str) -> Membership:
    """Gives a member another role; the same role again changes nothing. Raises LastOwner, Invalid."""
    by.require("member.manage")
    if role not in Role.values:
        raise Invalid(_("没有“%s”这个角色。") % role, field="role")
    locked = _lock(membership)
    if locked.role == role:
        return locked
    if locked.role == Role.OWNER:
        _keep_an_owner(locked)
    before, locked.role = locked.role, role
    locked.save(update_fields=["role"])
    detail = {"member": locked.user.email, "from": before, "to": role}
    auditing.record("member.role_changed", by=by, subject=locked, detail=detail)
    return locked


@transaction.atomic
def remove(membership: Membership, *, by: Actor) -> None:
    """Ends a membership and its tokens; what the person wrote stays. Doing so again changes nothing.
    Raises LastOwner."""
    by.require("member.manage")
    _end(membership, by=by, verb="member.removed")


@transaction.atomic
def leave(*, by: Actor) -> None:
    """Ends the actor's own membership. Raises LastOwner."""
    if by.membership is not None:
        _end(by.membership, by=by, verb="member.left")


def _end(membership: Membership, *, by: Actor, verb: str) -> None:
    locked = _lock(membership)
    if not locked.is_current:
        return
    if locked.role == Role.OWNER:
        _keep_an_owner(locked)
    locked.left_at = clock.now()
    locked.save(update_fields=["left_at"])
    AccessToken.objects.filter(membership=locked, revoked_at=None).update(revoked_at=locked.left_at)
    auditing.record(verb, by=by, subject=locked, detail={"member": locked.user.email})
    announce(facts.MEMBER_LEFT, workspace_id=locked.workspace_id, subject=locked)


def _lock(membership: Membership) -> Membership:
    """The membership afresh. The workspace's row is locked, so that two owners cannot remove each other at once."""
    Workspace.objects.select_for_update().get(pk=membership.workspace_id)
    return Membership.objects.select_related("user").get(pk=membership.pk)


def _keep_an_owner(membership: Membership) -> None:
    owners = Membership.objects.filter(workspace_id=membership.workspace_id, role=Role.OWNER, left_at=None)
    if not owners.exclude(pk=membership.pk).exists():
        raise LastOwner(_("这是工作区最后一位所有者。请先把另一位成员设为所有者，再改这位的角色或移出。"))
