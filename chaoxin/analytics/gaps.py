"""Stretches without readings, kept as what they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from chaoxin.channels.models import Channel
from chaoxin.publishing.models import Delivery

from .models import ReadingGap

LATE_REASON = _("系统没有按时读取：工作进程停止过，或者排队太久。")


def open_gap(
    channel: Channel,
    *,
    delivery: Delivery | None,
    starts_at: datetime,
    reason: str | Promise,
    remedy: str = "",
) -> ReadingGap:
    """Notes that readings planned from `starts_at` on cannot be made; one that is open already keeps its start and
    takes the newer reason."""
    gap, _is_new = ReadingGap.objects.update_or_create(
        channel=channel,
        delivery=delivery,
        ended_at=None,
        defaults={"reason": str(reason), "remedy": remedy},
        create_defaults={"reason": str(reason), "remedy": remedy, "starts_at": starts_at},
    )
    return gap


def close_gap(channel: Channel, *, delivery: Delivery | None, at: datetime) -> bool:
    """Ends the open gap, if any, with the reading made at `at`."""
    open_ones = ReadingGap.objects.filter(channel=channel, delivery=delivery, ended_at=None)
    return bool(open_ones.update(ended_at=at))


def note_gap(
    channel: Channel,
    *,
    delivery: Delivery | None,
    starts_at: datetime,
    ended_at: datetime,
    reason: str | Promise,
) -> ReadingGap:
    """Notes a gap that is over already; the same one twice is one."""
    gap, _is_new = ReadingGap.objects.get_or_create(
        channel=channel,
        delivery=delivery,
        starts_at=starts_at,
        ended_at=ended_at,
        defaults={"reason": str(reason)},
    )
    return gap


def gaps_between(channel_ids: list[UUID], *, start: datetime, end: datetime) -> list[ReadingGap]:
    """Gaps of the accounts themselves that touch the stretch, by start."""
    found = ReadingGap.objects.filter(channel_id__in=channel_ids, delivery=None, starts_at__lt=end)
    return list(found.filter(Q(ended_at=None) | Q(ended_at__gt=start)))
