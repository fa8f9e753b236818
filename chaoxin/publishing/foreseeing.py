"""What can be known before a content is scheduled: that what is planned uses the platform's quota up already, and
what a person should think about first."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from chaoxin.channels import quotas
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.connectors.manifest import Quota
from chaoxin.content import media
from chaoxin.core import clock
from chaoxin.zhtext import folding

from . import lapsing
from .models import Delivery
from .states import LIVE_STATES

REPEATED_WITHIN = timedelta(hours=24)


def fullness(
    channel: Channel, content: Mapping[str, Any], *, due_at: datetime, but: Delivery | None = None
) -> str:
    """Why one more such post at that time would pass what the platform lets the account publish; "" where there is
    room. Asked with the channel's lane locked, the answer holds until the transaction ends. `but` is a delivery
    that is being moved."""
    for quota in quotas.quotas_of(channel):
        if not uses(quota, content.get("options", {})):
            continue
        start = quotas.window_start(quota, due_at)
        planned = _others(channel, but).filter(due_at__gte=start, due_at__lt=start + quota.window)
        options = planned.values_list("content__options", flat=True)
        if sum(uses(quota, chosen or {}) for chosen in options) >= quota.calls:
            return _full(quota, start)
    return ""


def doubts(channel: Channel, content: Mapping[str, Any], *, due_at: datetime) -> list[str]:
    """Why a person should think again before this content goes out at that time: a sentence each."""
    near = Q(due_at__gte=due_at - REPEATED_WITHIN, due_at__lte=due_at + REPEATED_WITHIN)
    others = _others(channel, None).filter(near).order_by("due_at")
    found = [lapsing.lapse_of(content, due_at=due_at), *(_repetition(content, other) for other in others)]
    return [sentence for sentence in dict.fromkeys([*found, _too_many(channel, due_at)]) if sentence]


def crowding(channel: Channel, *, due_at: datetime) -> str:
    """That another post of the channel is so near that the later one waits; "" where none is."""
    spacing = timedelta(seconds=channel.spacing_seconds)
    near = Q(due_at__gt=due_at - spacing, due_at__lt=due_at + spacing)
    other = _others(channel, None).filter(near).order_by("due_at").first()
    if other is None:
        return ""
    values = {"title": other.title, "at": _at(other), "minutes": max(1, round(spacing.total_seconds() / 60))}
    return (
        _("和“%(title)s”（%(at)s）离得很近。这个账号两条之间至少隔 %(minutes)d 分钟，后一条会顺延发出。")
        % values
    )


def _others(channel: Channel, but: Delivery | None) -> QuerySet[Delivery]:
    found = Delivery.objects.filter(channel=channel, state__in=LIVE_STATES)
    return found.exclude(pk=but.pk) if but else found


def uses(quota: Quota, options: Mapping[str, Any]) -> bool:
    """Whether a published post with these options uses the quota once."""
    return quota.published and all(options.get(key) == value for key, value in quota.only_for.items())


def _full(quota: Quota, start: datetime) -> str:
    until = (start + quota.window).astimezone(quotas.PLATFORM_ZONE).strftime("%m-%d %H:%M")
    return _(
        "平台在这段时间里最多让这个账号发 %(calls)d 条，已经排满了。请排到 %(until)s 以后，或先挪走一条。"
    ) % {"calls": quota.calls, "until": until}


def _too_many(channel: Channel, due_at: datetime) -> str:
    advised = registry.manifest(channel.platform).advised_posts_per_day
    if advised is None:
        return ""
    day = due_at.astimezone(quotas.PLATFORM_ZONE).date()
    start, end = clock.day_bounds(day, str(quotas.PLATFORM_ZONE))
    planned = _others(channel, None).filter(due_at__gte=start, due_at__lt=end).count()
    if planned < advised.value:
        return ""
    values = {"day": f"{day:%m-%d}", "planned": planned, "most": advised.value}
    return (
        _(
            "%(day)s 这个账号已经排了 %(planned)d 条。建议一天不超过 %(most)d 条，太密可能影响推荐；"
            "平台没有公布这个数，确实要发可以继续。"
        )
        % values
    )


def _repetition(content: Mapping[str, Any], other: Delivery) -> str:
    values = {"title": other.title, "at": _at(other)}
    if _words(content) and _words(content) == _words(other.content):
        return (
            _("前后 24 小时内，这个账号还有一条文字一样的“%(title)s”（%(at)s），平台可能判为重复。") % values
        )
    if set(media.originals_in(content)) & set(media.originals_in(other.content)):
        return (
            _("前后 24 小时内，这个账号的“%(title)s”（%(at)s）用了同样的图片或视频，看的人会觉得重复。")
            % values
        )
    return ""


def _at(other: Delivery) -> str:
    return other.due_at.astimezone(ZoneInfo(other.zone)).strftime("%m-%d %H:%M")


def _words(content: Mapping[str, Any]) -> str:
    return folding.tightly(f"{content['title']}{content['text']}").text
