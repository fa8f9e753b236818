"""The variants of a draft for several accounts at once: those of a group, or those chosen one by one."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import publishing_channels_of
from chaoxin.channels.models import Channel, ChannelGroup
from chaoxin.content.access import variants_of
from chaoxin.content.models import Draft, Variant


@dataclass(frozen=True)
class Gathered:
    """The variants in the order in which they go out, by the names of their accounts, and the accounts for which the
    draft has none."""

    variants: tuple[Variant, ...]
    missing: tuple[Channel, ...]


def of_group(draft: Draft, group: ChannelGroup, *, by: Actor) -> Gathered:
    """What the draft has for the accounts of a group that the actor may use."""
    return of_channels(draft, group.channels.values_list("pk", flat=True), by=by)


def of_channels(draft: Draft, channels: Collection[UUID], *, by: Actor) -> Gathered:
    """What the draft has for these accounts; those that the actor may not use are passed over."""
    usable = publishing_channels_of(by).filter(pk__in=list(channels)).order_by("name", "pk")
    by_channel = {variant.channel_id: variant for variant in variants_of(by, draft)}
    return Gathered(
        tuple(by_channel[channel.pk] for channel in usable if channel.pk in by_channel),
        tuple(channel for channel in usable if channel.pk not in by_channel),
    )
