"""The fixed cast of every test: seven members of 示例企业, one stranger of another company."""

from __future__ import annotations

from dataclasses import dataclass

from django.test import Client

from chaoxin.accounts.actor import Actor, the_house
from chaoxin.accounts.models import Membership, User, Workspace
from chaoxin.accounts.roles import Role

PASSWORD = "correct horse battery staple"
NAMES = {
    Role.OWNER: "欧阳老板",
    Role.LEAD: "李负责",
    Role.EDITOR: "卞小编",
    Role.REVIEWER: "沈审核",
    Role.ANSWER_GIVER: "柯答",
    Role.ANALYST: "舒析",
    Role.VIEWER: "关看",
}


@dataclass(frozen=True)
class Cast:
    """Actors by name; `house` is the system in the first workspace, `stranger` owns the second."""

    workspace: Workspace
    other_workspace: Workspace
    owner: Actor
    lead: Actor
    editor: Actor
    reviewer: Actor
    answer_giver: Actor
    analyst: Actor
    viewer: Actor
    stranger: Actor
    house: Actor

    def of(self, role: str) -> Actor:
        """The actor of a role in the first workspace."""
        found: Actor = getattr(self, role)
        return found


def assemble() -> Cast:
    """Writes the cast to the database."""
    workspace = Workspace.objects.create(name="示例企业", slug="demo", industry="food")
    other = Workspace.objects.create(name="别家公司", slug="other")
    members = {
        str(role): _member(workspace, role, name, f"{role}@example.com") for role, name in NAMES.items()
    }
    stranger = _member(other, Role.OWNER, "莫生", "stranger@example.com")
    return Cast(
        workspace=workspace, other_workspace=other, stranger=stranger, house=the_house(workspace), **members
    )


def sign_in(actor: Actor) -> Client:
    """A browser in which the actor is signed in."""
    client = Client()
    assert actor.membership
    client.force_login(actor.membership.user)
    return client


def bearer(actor: Actor, *, scopes: list[str] | None = None) -> dict[str, str]:
    """Headers that carry a personal access token of the actor, for `Client(headers=…)` or a call."""
    from chaoxin.accounts import tokens

    assert actor.membership
    made = tokens.create(by=actor, name="测试", scopes=scopes or [])
    return {"Authorization": f"Bearer {made.secret}"}


def _member(workspace: Workspace, role: Role, name: str, email: str) -> Actor:
    user = User.objects.create_user(email, PASSWORD, name=name)
    membership = Membership.objects.create(workspace=workspace, user=user, role=role)
    return Actor(workspace=workspace, membership=membership)
