"""When a post is read: often at first, then every hour, then once a day, then no more."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chaoxin.channels.models import Channel
from chaoxin.channels.quotas import DEFAULT_PROFILE, quotas_of
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Quota

from .recording import PLATFORM_ZONE

FIRST_MINUTES = (1, 2, 5, 10, 15, 30, 45, 60)
HOURLY_UNTIL = timedelta(hours=48)
DAILY_UNTIL = timedelta(days=30)
# Platforms that state whole days have those of yesterday ready by then.
DAILY_AT = time(9, 30)
SHORTEST_INTERVAL = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def next_slot(published_at: datetime, *, after: datetime) -> datetime | None:
    """The first planned reading of a post later than `after`; None where there is none any more."""
    after = max(after, published_at)
    for minutes in FIRST_MINUTES:
        if (slot := published_at + timedelta(minutes=minutes)) > after:
            return slot
    hours = (after - published_at) // HOUR + 1
    if hours * HOUR <= HOURLY_UNTIL:
        return published_at + hours * HOUR
    slot = _daily_slot(after)
    return slot if slot <= published_at + DAILY_UNTIL else None


def interval_of(channel: Channel) -> timedelta:
    """How far apart readings of a channel must lie. The manifest says it for the default quota profile; a profile
    with more calls shortens it in proportion, down to a minute."""
    manifest = registry.manifest(channel.platform)
    default = _background_calls([quota for quota in manifest.quotas if quota.profile == DEFAULT_PROFILE])
    chosen = _background_calls(quotas_of(channel))
    shared = [chosen[meter] / calls for meter, calls in default.items() if calls and meter in chosen]
    factor = max(1.0, min(shared, default=1.0))
    return max(SHORTEST_INTERVAL, manifest.read_metrics_every / factor)


def _daily_slot(after: datetime) -> datetime:
    local = after.astimezone(ZoneInfo(PLATFORM_ZONE))
    slot = datetime.combine(local.date(), DAILY_AT, tzinfo=local.tzinfo)
    return (slot if slot > local else slot + DAY).astimezone(UTC)


def _background_calls(quotas: list[Quota] | tuple[Quota, ...]) -> dict[str, float]:
    """Calls a day that background work may make, by meter; only meters that keep a reserve are read in the
    background. The tightest window counts."""
    calls: dict[str, float] = {}
    for quota in quotas:
        if quota.reserve:
            a_day = (quota.calls - quota.reserve) * (DAY / quota.window)
            calls[quota.meter] = min(calls.get(quota.meter, a_day), a_day)
    return calls
