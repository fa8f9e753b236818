"""The quota ledger: how often a channel may use a metered call, counted where the call is made.

Windows start at the platforms' midnight or full hour (Asia/Shanghai). What a manifest reserves is kept back
from background work, so that people can still publish and answer when polling has used up its share.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.translation import gettext as _

from chaoxin.connectors import registry
from chaoxin.connectors.errors import Wait
from chaoxin.connectors.manifest import Quota
from chaoxin.core import clock

from .models import Channel, QuotaUse
from .platform_words import told

PLATFORM_ZONE = ZoneInfo("Asia/Shanghai")
PROFILE_SETTING = "quota_profile"
DEFAULT_PROFILE = "default"

# One statement, so that any number of processes share a window without ever passing its limit.
SPEND = """
    INSERT INTO channels_quotause AS ledger (channel_id, meter, window_start, window_seconds, used)
    VALUES (%s, %s, %s, %s, %s)
    ON CONFLICT (channel_id, meter, window_seconds, window_start)
    DO UPDATE SET used = ledger.used + excluded.used WHERE ledger.used + excluded.used <= %s
    RETURNING used
"""
NO_LIMIT = 2_000_000_000


def spend(channel: Channel, meter: str, *, urgent: bool) -> None:
    """Counts one use of `meter`. Raises Wait until the window's end where it is used up, and counts nothing
    then; for background work (`urgent` False) the reserve counts as used. A meter that the channel's profile
    does not limit is free."""
    quotas = [quota for quota in quotas_of(channel) if quota.meter == meter]
    with transaction.atomic() if len(quotas) > 1 else nullcontext():
        for quota in sorted(quotas, key=lambda quota: quota.window):
            allowed = quota.calls if urgent else quota.calls - quota.reserve
            if not _count(channel, quota, times=1, allowed=allowed):
                raise _used_up(quota, urgent=urgent)


def note_spent(channel: Channel, meters: Iterable[str]) -> None:
    """Counts calls that were made before the channel existed (while connecting), over the limit as well."""
    for meter, times in Counter(meters).items():
        for quota in quotas_of(channel):
            if quota.meter == meter:
                _count(channel, quota, times=times, allowed=NO_LIMIT)


@dataclass(frozen=True)
class Gauge:
    """How full a quota is in the current window. `used` may pass `calls` only after a change of profile."""

    meter: str
    name: str
    calls: int
    reserve: int
    used: int
    window: timedelta
    resets_at: datetime

    @property
    def left(self) -> int:
        return max(0, self.calls - self.used)

    @property
    def per(self) -> str:
        """The length of the window in words."""
        return words_for(self.window)

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.used / self.calls)) if self.calls else 100

    @property
    def reserved_only(self) -> bool:
        """Whether background work has to wait already."""
        return self.left <= self.reserve


def gauges_of(channels: Sequence[Channel]) -> dict[UUID, list[Gauge]]:
    """The gauges of each channel, fullest first, by one query."""
    now = clock.now()
    ends = [channel.pk for channel in channels]
    rows = QuotaUse.objects.filter(channel_id__in=ends, window_start__gt=now - _longest_window(channels))
    used = {(row.channel_id, row.meter, row.window_seconds, row.window_start): row.used for row in rows}
    return {channel.pk: _gauges(channel, used, now) for channel in channels}


def words_for(window: timedelta) -> str:
    """The length of a window in words."""
    seconds = int(window.total_seconds())
    words = {60: _("每分钟"), 3600: _("每小时"), 86_400: _("每天")}
    return words.get(seconds) or _("每 %d 分钟") % (seconds // 60)


def quotas_of(channel: Channel) -> tuple[Quota, ...]:
    """The quotas that hold for the channel: those of its profile."""
    profile = profile_of(channel)
    return tuple(q for q in registry.manifest(channel.platform).quotas if q.profile == profile)


def profile_of(channel: Channel) -> str:
    """The quota profile that holds for the channel: the one in its settings where the platform has it, else the
    default one."""
    chosen = str(channel.settings.get(PROFILE_SETTING, DEFAULT_PROFILE))
    known = {quota.profile for quota in registry.manifest(channel.platform).quotas}
    return chosen if chosen in known else DEFAULT_PROFILE


def window_start(quota: Quota, at: datetime) -> datetime:
    """The start (UTC) of the window that holds `at`; days begin at midnight in Shanghai."""
    local = at.astimezone(PLATFORM_ZONE)
    offset = local.utcoffset() or timedelta()
    seconds = (at + offset).timestamp() // quota.window.total_seconds() * quota.window.total_seconds()
    return datetime.fromtimestamp(seconds, UTC) - offset


def forget_old_uses(*, keep: timedelta) -> int:
    """Removes ledger rows of windows that began before `keep` ago and answers how many."""
    return QuotaUse.objects.filter(window_start__lt=clock.now() - keep).delete()[0]


def _count(channel: Channel, quota: Quota, *, times: int, allowed: int) -> bool:
    if allowed < times:
        return False
    start = window_start(quota, clock.now())
    seconds = int(quota.window.total_seconds())
    with connection.cursor() as cursor:
        cursor.execute(SPEND, [str(channel.pk), quota.meter, start, seconds, times, allowed])
        return cursor.fetchone() is not None


def _used_up(quota: Quota, *, urgent: bool) -> Wait:
    now = clock.now()
    until = window_start(quota, now) + quota.window
    at = until.astimezone(PLATFORM_ZONE).strftime("%m-%d %H:%M")
    if urgent:
        sentence = _(
            "平台给这个账号的调用额度（%(calls)s 次）已用完，%(at)s 恢复。到时会自动继续，无需处理。"
        )
    else:
        sentence = _("后台读取的额度已用完，余下的留给发布和回复，%(at)s 恢复。")
    return Wait(sentence % {"calls": quota.calls, "at": at}, until=until, code=quota.meter)


def _gauges(channel: Channel, used: dict[tuple[UUID, str, int, datetime], int], now: datetime) -> list[Gauge]:
    names = registry.manifest(channel.platform).meters
    gauges = []
    for quota in quotas_of(channel):
        start, seconds = window_start(quota, now), int(quota.window.total_seconds())
        gauges.append(
            Gauge(
                meter=quota.meter,
                name=told(names.get(quota.meter, quota.meter)),
                calls=quota.calls,
                reserve=quota.reserve,
                used=used.get((channel.pk, quota.meter, seconds, start), 0),
                window=quota.window,
                resets_at=start + quota.window,
            )
        )
    return sorted(gauges, key=lambda gauge: (-gauge.used / max(gauge.calls, 1), gauge.calls))


def _longest_window(channels: Sequence[Channel]) -> timedelta:
    return max(
        (quota.window for channel in channels for quota in quotas_of(channel)), default=timedelta(days=1)
    )
