"""The only way to channels and their groups for doors: what is not yours is not found."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.roles import Role
from chaoxin.connectors import registry
from chaoxin.core.refusals import NotFound

from .models import Channel, ChannelGroup

# The mode of accounts whose figures and comments people import from the platform's own files.
FIGURES_ONLY = "import"


def channels_of(actor: Actor) -> QuerySet[Channel]:
    """Channels that the actor may use, without removed ones, by name. A member limited to groups sees the
    channels of his groups; owners see all."""
    found = Channel.objects.filter(workspace=actor.workspace, removed_at=None)
    if sees_all_channels(actor):
        return found
    groups = ChannelGroup.objects.filter(workspace=actor.workspace, accesses__membership=actor.membership)
    through = ChannelGroup.channels.through.objects.filter(channelgroup__in=groups)
    return found.filter(pk__in=through.values("channel_id"))


def publishing_channels_of(actor: Actor) -> QuerySet[Channel]:
    """Those of them on which something can be published; others are there for their figures or leads."""
    found = channels_of(actor).exclude(mode=FIGURES_ONLY)
    for platform, mode in _without_posts():
        found = found.exclude(platform=platform, mode=mode)
    return found


def _without_posts() -> Iterator[tuple[str, str]]:
    """Platforms and ways to be connected to them by which no form of post can be published."""
    for platform, manifest in registry.manifests().items():
        posting = {mode for form in manifest.formats for mode in form.modes}
        yield from ((platform, mode.key) for mode in manifest.modes if mode.key not in posting)


def channel_for(actor: Actor, pk: UUID) -> Channel:
    """One channel that the actor may use. Raises NotFound."""
    found = channels_of(actor).select_related("owner__user", "backup_admin__user").filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个账号：它可能已被移除，或不在你能使用的分组里。请向工作区所有者确认。"))
    return found


def channel_by_callback_key(key: str) -> Channel | None:
    """The channel whose callback address carries `key`, with its grant; None for unknown and removed ones."""
    return Channel.objects.select_related("grant").filter(callback_key=key, removed_at=None).first()


def sibling_of(channel: Channel, external_id: str) -> Channel | None:
    """The channel of another account on the same platform, of the same workspace and environment, with its grant;
    None where that account is not connected or was only declared."""
    found = Channel.objects.select_related("grant").filter(
        workspace_id=channel.workspace_id,
        platform=channel.platform,
        environment=channel.environment,
        external_id=external_id,
        removed_at=None,
        grant__isnull=False,
    )
    return found.first()


def groups_of(actor: Actor) -> QuerySet[ChannelGroup]:
    """Groups that the actor may see, by name: all of the workspace, or those he is limited to."""
    found = ChannelGroup.objects.filter(workspace=actor.workspace)
    return found if sees_all_channels(actor) else found.filter(accesses__membership=actor.membership)


def group_for(actor: Actor, pk: UUID) -> ChannelGroup:
    """One group that the actor may see. Raises NotFound."""
    found = groups_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个账号分组：它可能已被删除。请回到分组列表查看。"))
    return found


def sees_all_channels(actor: Actor) -> bool:
    """Whether no group limits the actor: the house, owners, and members not limited."""
    member = actor.membership
    return member is None or member.all_channels or member.role == Role.OWNER
