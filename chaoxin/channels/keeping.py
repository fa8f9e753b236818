"""The keepers of a channel, its owner and its backup admin in the register: beside those who may connect accounts at
all, they may connect this one again, and nothing else."""

from __future__ import annotations

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core.refusals import NotAllowed

from .applications import is_declared
from .models import Channel


def keepers_of(channel: Channel) -> list[Membership]:
    """The members named as its owner and backup admin, without those who have left."""
    named = (channel.owner, channel.backup_admin)
    return [member for member in named if member is not None and member.is_current]


def may_renew(channel: Channel, by: Actor) -> bool:
    """Whether the actor may connect the channel again. What an owner of the workspace has let go, and what was only
    declared, is not for keepers to bring back or change."""
    if by.may("channel.connect"):
        return True
    if channel.state == Channel.State.DISCONNECTED or is_declared(channel) or channel.removed_at:
        return False
    return by.may("channel.renew") and by.membership in keepers_of(channel)


def require_renewal(channel: Channel | None, *, by: Actor) -> None:
    """Raises NotAllowed where the actor may not connect that channel again, or, for None, a new one."""
    if channel is None:
        by.require("channel.connect")
    elif not may_renew(channel, by):
        raise NotAllowed(
            _(
                "只有工作区所有者，和这个账号登记的负责人、备用管理员能重新授权；已断开的账号只有所有者能接回来。"
            )
        )
