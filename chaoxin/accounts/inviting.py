"""Invitations: a link that lets one person join once, by the person it was made for or whoever it was handed to."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.core import clock, ids
from chaoxin.core.announcing import announce
from chaoxin.core.refusals import Invalid, NotFound, Refusal

from . import auditing, facts
from .actor import Actor
from .models import Invitation, Membership, User
from .roles import Role

VALID_FOR = timedelta(days=7)


@dataclass(frozen=True)
class MadeInvitation:
    """An invitation and the secret of its link, which cannot be read again."""

    invitation: Invitation
    secret: str


class AlreadyMember(Refusal):
    code = "already_member"


@transaction.atomic
def invite(*, by: Actor, email: str, role: str) -> MadeInvitation:
    """A fresh invitation, valid for seven days; an open one to the same address is replaced by it.
    Raises AlreadyMember, Invalid."""
    by.require("member.manage")
    address = User.objects.normalize_email(email.strip()).lower()
    if role not in Role.values:
        raise Invalid(_("没有“%s”这个角色。") % role, field="role")
    if Membership.objects.filter(workspace=by.workspace, user__email__iexact=address, left_at=None).exists():
        raise AlreadyMember(_("%s 已经是这个工作区的成员，直接改他的角色就行。") % address, field="email")
    _open_of(by).filter(email=address).update(revoked_at=clock.now())
    secret = ids.new_token()
    invitation = Invitation.objects.create(
        workspace=by.workspace,
        email=address,
        role=role,
        secret_hash=hash_of(secret),
        invited_by=by.membership,
        expires_at=clock.now() + VALID_FOR,
    )
    auditing.record("member.invited", by=by, subject=invitation, detail={"email": address, "role": role})
    return MadeInvitation(invitation=invitation, secret=secret)


@transaction.atomic
def revoke(invitation: Invitation, *, by: Actor) -> None:
    """Makes an open invitation useless; doing so again changes nothing."""
    by.require("member.manage")
    if _open_of(by).filter(pk=invitation.pk).update(revoked_at=clock.now()):
        auditing.record("invitation.revoked", by=by, subject=invitation, detail={"email": invitation.email})


def open_invitation(secret: str) -> Invitation:
    """The invitation behind a link. Raises NotFound when it is unknown, used, revoked or expired."""
    found = (
        Invitation.objects.filter(
            secret_hash=hash_of(secret), accepted_at=None, revoked_at=None, expires_at__gt=clock.now()
        )
        .select_related("workspace", "invited_by__user")
        .first()
    )
    if found is None:
        raise NotFound(_("这个邀请链接已失效：可能用过、过期或被撤回。请让邀请你的人再发一个。"))
    return found


@transaction.atomic
def accept(secret: str, *, user: User) -> Membership:
    """Makes the user a member and uses the invitation up. Somebody who left before comes back with the new role.
    Raises NotFound, AlreadyMember."""
    invitation = open_invitation(secret)
    claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at=None, revoked_at=None)
    if not claimed.update(accepted_at=clock.now()):
        return accept(secret, user=user)
    membership, made = Membership.objects.select_for_update().get_or_create(
        workspace=invitation.workspace, user=user, defaults={"role": invitation.role}
    )
    if not made:
        if membership.is_current:
            raise AlreadyMember(_("你已经是“%s”的成员了。") % invitation.workspace.name)
        membership.role, membership.left_at = invitation.role, None
        membership.save(update_fields=["role", "left_at"])
    by = Actor(workspace=invitation.workspace, membership=membership)
    auditing.record(
        "member.joined", by=by, subject=membership, detail={"email": user.email, "role": membership.role}
    )
    announce(facts.MEMBER_JOINED, workspace_id=invitation.workspace_id, subject=membership)
    return membership


@transaction.atomic
def join(secret: str, *, name: str, password: str) -> Membership:
    """Makes a user of the invitation's address and lets him join. Raises NotFound, and Invalid for a weak password
    or an address that already has a user (who signs in and accepts instead)."""
    invitation = open_invitation(secret)
    if User.objects.filter(email__iexact=invitation.email).exists():
        raise Invalid(_("%s 已有账号，请先登录再接受邀请。") % invitation.email, field="email")
    user = User(email=invitation.email, name=name.strip())
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password") from error
    user.set_password(password)
    user.save()
    return accept(secret, user=user)


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def _open_of(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.objects.filter(workspace=actor.workspace, accepted_at=None, revoked_at=None)
