"""Whether channels still work, asked regularly, so that people hear of trouble before a post is due."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.connectors.contract import unmetered
from chaoxin.connectors.errors import AskPlatform, ConnectorError, Reconnect
from chaoxin.core import clock
from chaoxin.core.announcing import announce

from . import attention, facts, quotas, renewing
from .applications import is_declared
from .grants import token_of
from .identities import check_identity
from .models import Channel, Grant
from .sessions import open_session
from .wires import connector_of

log = logging.getLogger("chaoxin.channels")

CHECK_EVERY = timedelta(days=1)
WARN_BEFORE = timedelta(days=7)


@dataclass(frozen=True)
class Checked:
    """What a health check found; `sentence` says what is wrong or why nothing could be found out."""

    level: str  # success, warning (could not be asked now) or danger
    sentence: str = ""


def check_health(channel: Channel, *, urgent: bool = False) -> Checked:
    """Asks the platform who stands behind the grant and marks the channel sound or in need of a person. What
    cannot be asked now changes nothing, and of a declared channel nothing can be asked."""
    if is_declared(channel):
        return Checked("success", _("这个账号由人手动发布，没有授权，不需要核对。"))
    try:
        check_identity(open_session(channel, urgent=urgent, even_broken=True))
    except Reconnect as error:
        return Checked("danger", error.sentence)
    except AskPlatform as error:
        attention.ask_for_person(channel, sentence=error.sentence)
        return Checked("danger", error.sentence)
    except ConnectorError as error:
        return Checked("warning", error.sentence)
    attention.recover(channel)
    return Checked("success")


def keep_fresh(channel: Channel) -> None:
    """Renews the channel's token ahead of its end; harmless where that is not due. What fails is noted on the
    grant and tried again later."""
    grant = Grant.objects.filter(channel=channel).first()
    if grant is None or not _renewal_is_due(grant):
        return
    try:
        meter = partial(quotas.spend, channel, urgent=True)
        connector = connector_of(channel.platform, channel.environment, meter=meter)
        renewing.renew(channel, connector, generation=grant.generation, held=token_of(grant))
    except ConnectorError as error:
        log.info("channel %s was not renewed: %s", channel.pk, error.code or type(error).__name__)


def channels_to_check() -> list[UUID]:
    """Channels whose identity has not been confirmed for a day. A broken one is asked again only where the
    platform renews without a person; otherwise it stays broken until one comes."""
    stale = Q(identity_checked_at=None) | Q(identity_checked_at__lt=clock.now() - CHECK_EVERY)
    found = _acting_channels().filter(stale, grant__isnull=False).select_related("grant")
    return [channel.pk for channel in found if channel.grant.broken_at is None or renews_by_itself(channel)]


def channels_to_renew() -> list[UUID]:
    """Channels whose token ends soon and that the platform renews without a person."""
    grants = (
        Grant.objects.filter(broken_at=None, channel__in=_acting_channels())
        .filter(Q(expires_at=None, token=None) | Q(expires_at__lt=clock.now() + renewing.LONGEST_LEAD))
        .select_related("channel")
    )
    return [
        grant.channel_id for grant in grants if _renewal_is_due(grant) and renews_by_itself(grant.channel)
    ]


def warn_of_expiry() -> int:
    """Announces, once per expiry, every grant that ends within 7 days and that only a person can renew; breaks
    those that have ended. Answers how many it found."""
    now, found = clock.now(), 0
    soon = Q(expires_at__lte=now + WARN_BEFORE) | Q(renewable_until__lte=now + WARN_BEFORE)
    ending = Grant.objects.filter(soon, broken_at=None, channel__in=_acting_channels())
    for grant in ending.select_related("channel"):
        ends = end_of(grant, by_itself=renews_by_itself(grant.channel))
        if ends is not None and ends <= now + WARN_BEFORE:
            found += _warn_or_break(grant, ends, now)
    return found


def end_of(grant: Grant, *, by_itself: bool) -> datetime | None:
    """When a person has to renew the grant: where renewals end, or the token itself where the platform gives none;
    None where nobody has to."""
    return grant.renewable_until if by_itself else grant.expires_at


def renews_by_itself(channel: Channel) -> bool:
    """Whether the platform gives this channel fresh tokens without a person."""
    return platform_renews_by_itself(channel.platform)


def platform_renews_by_itself(platform: str) -> bool:
    """Whether the platform gives fresh tokens without a person."""
    return connector_of(platform, Channel.Environment.LIVE, meter=unmetered).connect.renews_by_itself()


@transaction.atomic
def _warn_or_break(grant: Grant, ends: datetime, now: datetime) -> int:
    channel = grant.channel
    if ends <= now:
        attention.expire_grant(channel, generation=grant.generation)
        return 1
    unwarned = Grant.objects.filter(pk=grant.pk, generation=grant.generation).exclude(expiry_warned_for=ends)
    if not unwarned.update(expiry_warned_for=ends):
        return 0
    payload = {"expires_at": ends.isoformat()}
    announce(facts.CHANNEL_EXPIRING, workspace_id=channel.workspace_id, subject=channel, payload=payload)
    return 1


def _renewal_is_due(grant: Grant) -> bool:
    now = clock.now()
    due = renewing.renewal_due(grant)
    return (
        due is not None and due <= now and (grant.renew_not_before is None or grant.renew_not_before <= now)
    )


def _acting_channels() -> QuerySet[Channel]:
    return Channel.objects.filter(removed_at=None).exclude(state=Channel.State.DISCONNECTED)
