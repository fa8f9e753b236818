"""Groups of channels, and the members that are limited to some of them."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import Role
from chaoxin.core.refusals import Invalid, NotFound

from .access import channels_of, sees_all_channels
from .models import Channel, ChannelGroup, GroupAccess

LONGEST_GROUP_NAME = 60


def create_group(*, by: Actor, name: str, channels: Sequence[UUID] = ()) -> ChannelGroup:
    """A new group with those channels in it; an actor limited to groups may use it too. Raises Invalid for a
    name that is empty, too long or taken."""
    by.require("channel.change")
    with transaction.atomic():
        group = _named(ChannelGroup(workspace=by.workspace), name)
        group.channels.set(_own(by, channels))
        if by.membership and not sees_all_channels(by):
            GroupAccess.objects.create(group=group, membership=by.membership)
        auditing.record("channel_group.created", by=by, subject=group, detail={"name": group.name})
    return group


def rename_group(group: ChannelGroup, *, by: Actor, name: str) -> ChannelGroup:
    """Raises Invalid as `create_group` does."""
    by.require("channel.change")
    with transaction.atomic():
        _named(group, name)
        auditing.record("channel_group.renamed", by=by, subject=group, detail={"name": group.name})
    return group


def set_channels(group: ChannelGroup, *, by: Actor, channels: Sequence[UUID]) -> None:
    """Makes the group hold these channels of the actor's; channels that the actor cannot see stay as they are."""
    by.require("channel.change")
    with transaction.atomic():
        hidden = group.channels.exclude(pk__in=channels_of(by).values("pk"))
        group.channels.set([*hidden, *_own(by, channels)])
        names = list(group.channels.values_list("name", flat=True))
        auditing.record("channel_group.filled", by=by, subject=group, detail={"channels": names})


def assign_channels(group: ChannelGroup, *, by: Actor, channels: Sequence[UUID]) -> int:
    """Adds channels to the group, keeping those it has; answers how many were new."""
    by.require("channel.change")
    with transaction.atomic():
        new = [channel for channel in _own(by, channels) if not group.channels.filter(pk=channel.pk).exists()]
        if new:
            group.channels.add(*new)
            detail = {"added": [channel.name for channel in new]}
            auditing.record("channel_group.filled", by=by, subject=group, detail=detail)
    return len(new)


def delete_group(group: ChannelGroup, *, by: Actor) -> None:
    """Deletes the group, not its channels; members limited to it lose what they saw through it."""
    by.require("channel.change")
    with transaction.atomic():
        auditing.record("channel_group.deleted", by=by, subject=group, detail={"name": group.name})
        group.delete()


def limit_member(member: Membership, *, by: Actor, groups: Sequence[UUID]) -> None:
    """Limits a member to the channels of some groups (of none: to no channel). Raises Invalid for an owner, who
    sees everything, and NotFound for a member or group of another workspace."""
    by.require("member.manage")
    _require_own(member, by)
    if member.role == Role.OWNER:
        raise Invalid(_("所有者始终可以使用全部账号，不能限制。"), field="member")
    found = list(ChannelGroup.objects.filter(workspace=by.workspace, pk__in=groups))
    if len(found) != len(set(groups)):
        raise NotFound(_("有的分组不存在，可能刚被删除。请刷新后重选。"))
    with transaction.atomic():
        _set_all_channels(member, value=False)
        member.group_accesses.exclude(group__in=found).delete()
        for group in found:
            GroupAccess.objects.get_or_create(group=group, membership=member)
        detail = {"member": str(member.user), "groups": [group.name for group in found]}
        auditing.record("member.limited", by=by, subject=member, detail=detail)


def free_member(member: Membership, *, by: Actor) -> None:
    """Lets a member use all channels of the workspace again."""
    by.require("member.manage")
    _require_own(member, by)
    with transaction.atomic():
        _set_all_channels(member, value=True)
        member.group_accesses.all().delete()
        auditing.record("member.freed", by=by, subject=member, detail={"member": str(member.user)})


def _named(group: ChannelGroup, name: str) -> ChannelGroup:
    group.name = name.strip()
    if not group.name:
        raise Invalid(_("请填写分组名。"), field="name")
    if len(group.name) > LONGEST_GROUP_NAME:
        raise Invalid(_("分组名最多 %d 个字。") % LONGEST_GROUP_NAME, field="name")
    try:
        with transaction.atomic():
            group.save()
    except IntegrityError as error:
        raise Invalid(_("已经有同名的分组，请换一个名字。"), field="name") from error
    return group


def _own(by: Actor, channels: Sequence[UUID]) -> list[Channel]:
    found = list(channels_of(by).filter(pk__in=channels))
    if len(found) != len(set(channels)):
        raise NotFound(_("有的账号不存在或不归你使用。请刷新后重选。"))
    return found


def _require_own(member: Membership, by: Actor) -> None:
    if member.workspace_id != by.workspace.pk or not member.is_current:
        raise NotFound(_("这个成员不存在，或者已经离开工作区。"))


def _set_all_channels(member: Membership, *, value: bool) -> None:
    member.all_channels = value
    member.save(update_fields=["all_channels"])
