"""Stretches in which nothing could be read; they are kept as gaps and nothing is made up for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from chaoxin.analytics.gaps import LATE_REASON
from chaoxin.analytics.models import ReadingGap
from chaoxin.channels.models import Channel
from chaoxin.publishing.models import Delivery

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Silence:
    """`accounts` are those that fell silent, by key. `remedy` is that of the error, "" where the fault was ours."""

    accounts: tuple[str, ...]
    starts_at: datetime
    ends_at: datetime
    reason: str
    remedy: str = ""


def silences(*, now: datetime) -> list[Silence]:
    """The story's silences, oldest first."""
    both = ("brand_weibo", "shops_weibo")
    every = ("brand_wechat", "members_wechat", *both)
    return [
        Silence(every, now - 23.4 * 24 * HOUR, now - 23.4 * 24 * HOUR + 6.5 * HOUR, str(LATE_REASON)),
        Silence(
            both,
            now - 9.3 * 24 * HOUR,
            now - 9.3 * 24 * HOUR + 13 * HOUR,
            "平台的接口连续没有应答，这段时间没有读到数据；恢复后自动继续。",
            remedy="wait",
        ),
        Silence(
            ("members_wechat",),
            now - 4.1 * 24 * HOUR,
            now - 4.1 * 24 * HOUR + 5 * HOUR,
            "平台说调用太频繁，等到下一个整点后恢复读取。",
            remedy="wait",
        ),
    ]


def is_silent(found: Sequence[Silence], account: str, at: datetime) -> bool:
    """Whether nothing could be read of the account at that time."""
    return any(account in one.accounts and one.starts_at <= at < one.ends_at for one in found)


def gap(one: Silence, channel: Channel, delivery: Delivery | None, *, starts_at: datetime) -> ReadingGap:
    """The gap that a silence leaves for an account, or for a post of which readings were planned."""
    return ReadingGap(
        channel=channel,
        delivery=delivery,
        starts_at=starts_at,
        ended_at=one.ends_at,
        remedy=one.remedy,
        reason=one.reason,
        created_at=starts_at,
    )
