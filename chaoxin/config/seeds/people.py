"""The example company and its people."""

from __future__ import annotations

from collections.abc import Mapping

from django.db import transaction

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, User, Workspace

from .sign_ins import COMPANY_NAME, COMPANY_SLUG, INDUSTRY, PASSWORD, SIGN_INS, SignIn


@transaction.atomic
def seed() -> Workspace:
    """The example company with a member for each role; whoever is there already stays as he is."""
    workspace, _ = Workspace.objects.get_or_create(
        slug=COMPANY_SLUG, defaults={"name": COMPANY_NAME, "industry": INDUSTRY}
    )
    for one in SIGN_INS:
        _member(workspace, one)
    return workspace


def actors(workspace: Workspace) -> Mapping[str, Actor]:
    """The people of the company as actors, by role."""
    emails = {one.email: one.role for one in SIGN_INS}
    members = Membership.objects.filter(workspace=workspace, user__email__in=emails)
    return {
        emails[member.user.email]: Actor(workspace=workspace, membership=member)
        for member in members.select_related("user", "workspace")
    }


def member(cast: Mapping[str, Actor], role: str) -> Membership:
    """The membership behind a role of the cast. Raises LookupError for an actor without one."""
    found = cast[role].membership
    if found is None:
        raise LookupError(role)
    return found


def _member(workspace: Workspace, one: SignIn) -> None:
    user = User.objects.filter(email=one.email).first()
    if user is None:
        user = User.objects.create_user(one.email, PASSWORD, name=one.name)
    Membership.objects.get_or_create(workspace=workspace, user=user, defaults={"role": one.role})
