"""The only way to a workspace and its members for doors: what is not yours is not found."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.core import clock
from chaoxin.core.refusals import NotFound

from .actor import Actor
from .models import AccessToken, Invitation, Membership, User, Workspace


def memberships_of(user: User) -> QuerySet[Membership]:
    """Current memberships of a user, by workspace name."""
    return (
        Membership.objects.filter(user=user, left_at=None)
        .select_related("workspace", "user")
        .order_by("workspace__name")
    )


def actor_for(user: User, workspace_slug: str) -> Actor:
    """The user as a member of that workspace. Raises NotFound for strangers and unknown workspaces alike."""
    membership = memberships_of(user).filter(workspace__slug=workspace_slug, user__is_active=True).first()
    if membership is None:
        raise NotFound(_("没有这个工作区，或者你不是它的成员。请核对网址，或请所有者发一份邀请。"))
    return Actor(workspace=membership.workspace, membership=membership)


def member_for(actor: Actor, pk: UUID) -> Membership:
    """A current member of the actor's workspace. Raises NotFound."""
    found = members_of(actor.workspace).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这个成员不存在，或者已经离开工作区。"))
    return found


def members_of(workspace: Workspace) -> QuerySet[Membership]:
    """Current members of a workspace, oldest first."""
    return (
        Membership.objects.filter(workspace=workspace, left_at=None)
        .select_related("user")
        .order_by("created_at")
    )


def invitations_of(actor: Actor) -> QuerySet[Invitation]:
    """Open invitations of the actor's workspace, newest first; expired ones among them."""
    return Invitation.objects.filter(workspace=actor.workspace, accepted_at=None, revoked_at=None).order_by(
        "-created_at"
    )


def invitation_for(actor: Actor, pk: UUID) -> Invitation:
    """An open invitation of the actor's workspace. Raises NotFound."""
    found = invitations_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这份邀请不存在，或者已经用过、撤回。"))
    return found


def tokens_of(actor: Actor) -> QuerySet[AccessToken]:
    """The actor's own tokens that still open something, newest first."""
    alive = Q(expires_at=None) | Q(expires_at__gt=clock.now())
    return AccessToken.objects.filter(alive, membership=actor.membership, revoked_at=None).order_by(
        "-created_at"
    )


def token_for(actor: Actor, pk: UUID) -> AccessToken:
    """One of the actor's own tokens, revoked or not. Raises NotFound."""
    found = AccessToken.objects.filter(membership=actor.membership, pk=pk).first()
    if found is None:
        raise NotFound(_("这个令牌不存在，或者不是你的。"))
    return found
