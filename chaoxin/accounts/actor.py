"""Who acts: a member of a workspace at a door, or the house itself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from chaoxin.core.refusals import NotAllowed

from .models import Membership, Workspace
from .roles import RIGHTS, rights_of


@dataclass(frozen=True)
class Actor:
    """`membership` is None only for the house itself (worker, seeds), which may do everything.
    `scopes` limits what a token may do; None means no limit."""

    workspace: Workspace
    membership: Membership | None
    scopes: frozenset[str] | None = None

    def may(self, right: str) -> bool:
        """Whether this actor has a right. KeyError for a right that does not exist."""
        if right not in RIGHTS:
            raise KeyError(right)
        if self.membership is None:
            return True
        if not self.membership.is_current or right not in rights_of(self.membership.role):
            return False
        return self.scopes is None or right in self.scopes

    def require(self, right: str) -> None:
        """Raises NotAllowed without the right."""
        if not self.may(right):
            raise NotAllowed(
                _("你的角色没有“%s”的权限。需要的话，请联系工作区所有者调整角色。") % RIGHTS[right]
            )

    @property
    def user_id(self) -> UUID | None:
        return self.membership.user_id if self.membership else None

    @property
    def name(self) -> str:
        return str(self.membership.user) if self.membership else _("系统")


def the_house(workspace: Workspace) -> Actor:
    """The actor for what the system does by itself in a workspace."""
    return Actor(workspace=workspace, membership=None)
