"""What pages and the REST API show of channels, put together by a fixed number of queries and without opening
any secret."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.access import members_of
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.roles import Role
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Manifest, Mode, Offer
from chaoxin.core import clock

from . import health, offering, quotas
from .access import channels_of
from .applications import DECLARED
from .models import Channel, Grant

NO_SECRETS = ("credentials", "token")


@dataclass(frozen=True)
class Expiry:
    """When the grant ends. `by_itself` grants are renewed without a person and need no watching."""

    at: datetime | None
    by_itself: bool

    @property
    def days_left(self) -> int | None:
        """Whole days until a person has to renew; None where nobody has to."""
        if self.at is None or self.by_itself:
            return None
        return max(0, (self.at - clock.now()).days)

    @property
    def is_soon(self) -> bool:
        return self.at is not None and not self.by_itself and self.at <= clock.now() + health.WARN_BEFORE

    @property
    def is_over(self) -> bool:
        return self.at is not None and not self.by_itself and self.at <= clock.now()


@dataclass(frozen=True)
class Card:
    """A channel with what a person wants to see of it at a glance. `gauges` are fullest first."""

    channel: Channel
    manifest: Manifest
    mode: Mode | None
    expiry: Expiry
    grant: Grant | None
    gauges: tuple[quotas.Gauge, ...]
    offer: Offer

    @property
    def is_declared(self) -> bool:
        """Whether there is nothing to authorize: people publish by hand."""
        return self.mode is not None and self.mode.connects_by == DECLARED

    @property
    def fullest(self) -> quotas.Gauge | None:
        """The gauge nearest its limit; None where nothing has been used in the current windows."""
        return self.gauges[0] if self.used_gauges else None

    @property
    def used_gauges(self) -> list[quotas.Gauge]:
        return [gauge for gauge in self.gauges if gauge.used]

    @property
    def unused_gauges(self) -> list[quotas.Gauge]:
        return [gauge for gauge in self.gauges if not gauge.used]

    @property
    def tone(self) -> str:
        """The color of the state: good, warn or bad."""
        broken = self.grant is not None and self.grant.broken_at is not None
        if self.channel.state == Channel.State.ATTENTION or self.expiry.is_over or broken:
            return "bad"
        return "warn" if self.channel.state == Channel.State.DISCONNECTED or self.expiry.is_soon else "good"

    @property
    def verification_days_left(self) -> int | None:
        """Days until the account's verification ends at the platform; None where nobody wrote it down."""
        until = self.channel.verified_until
        return (until - clock.today("Asia/Shanghai")).days if until else None


def search(actor: Actor, *, words: str, platform: str, state: str, group: UUID | None) -> QuerySet[Channel]:
    """The actor's channels by the filters of the list; empty filters let everything through."""
    found = channels_of(actor).select_related("owner__user", "backup_admin__user").prefetch_related("groups")
    if words:
        found = found.filter(
            Q(name__icontains=words) | Q(external_id__icontains=words) | Q(legal_entity__icontains=words)
        )
    if platform:
        found = found.filter(platform=platform)
    if state:
        found = found.filter(state=state)
    return found.filter(groups__pk=group) if group else found


def counts(actor: Actor) -> dict[str, int]:
    """How many channels the actor has, in all ("") and by state, by one query."""
    rows = channels_of(actor).order_by().values("state").annotate(number=Count("pk"))
    by_state = {row["state"]: row["number"] for row in rows}
    return {"": sum(by_state.values()), **by_state}


def cards(channels: Sequence[Channel]) -> list[Card]:
    """Cards in the order of `channels`, by two queries."""
    grants = Grant.objects.filter(channel__in=channels).defer(*NO_SECRETS)
    by_channel = {grant.channel_id: grant for grant in grants}
    gauges = quotas.gauges_of(channels)
    by_itself: dict[str, bool] = {}
    return [_card(channel, by_channel, gauges, by_itself) for channel in channels]


def card(channel: Channel) -> Card:
    return cards([channel])[0]


def whom_to_ask(channel: Channel) -> list[tuple[str, str]]:
    """Who can settle what is wrong with the channel's authorization: name and part, those nearest to it first. Its
    keepers hold the account on the platform, owners of the workspace may connect it here."""
    keepers = [(channel.owner, _("负责人")), (channel.backup_admin, _("备用管理员"))]
    named = [(member.user.name, part) for member, part in keepers if member is not None]
    owners = members_of(channel.workspace).filter(role=Role.OWNER).select_related("user")
    known = {member.pk for member, _part in keepers if member is not None}
    return named + [(member.user.name, _("工作区所有者")) for member in owners if member.pk not in known]


def _card(
    channel: Channel,
    grants: Mapping[UUID, Grant],
    gauges: Mapping[UUID, list[quotas.Gauge]],
    by_itself: dict[str, bool],
) -> Card:
    manifest = registry.manifest(channel.platform)
    if channel.platform not in by_itself:
        by_itself[channel.platform] = health.renews_by_itself(channel)
    grant = grants.get(channel.pk)
    return Card(
        channel=channel,
        manifest=manifest,
        mode=next((mode for mode in manifest.modes if mode.key == channel.mode), None),
        expiry=_expiry(grant, by_itself=by_itself[channel.platform]),
        grant=grant,
        gauges=tuple(gauges.get(channel.pk, ())),
        offer=offering.offer_of(channel, scopes=grant.token_scopes if grant else ()),
    )


def _expiry(grant: Grant | None, *, by_itself: bool) -> Expiry:
    ends = health.end_of(grant, by_itself=by_itself) if grant else None
    if ends is None:
        return Expiry(at=grant.expires_at if grant else None, by_itself=by_itself and grant is not None)
    return Expiry(at=ends, by_itself=False)
