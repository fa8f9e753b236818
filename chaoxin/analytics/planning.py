"""Plan the readings of posts and accounts."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.applications import is_declared
from chaoxin.channels.models import Channel
from chaoxin.connectors import registry
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal
from chaoxin.publishing.models import Delivery

from .models import ChannelReadingPlan, PostReadingPlan, ReadingGap
from .timetable import next_slot


class NotReadable(Refusal):
    """There is nothing to read for this post (any more)."""

    code = "not_readable"


def begin(delivery: Delivery) -> PostReadingPlan | None:
    """Plans the readings of a published post; None where the platform gives no figures, where the post is not
    ours to read, or where its 30 days are over. Asking twice answers the same plan."""
    plan_channel(delivery.channel)
    if delivery.published_at is None or not is_measured(delivery.channel):
        return None
    slot = next_slot(delivery.published_at, after=delivery.published_at)
    overdue = slot is not None and slot < clock.now()
    first = next_slot(delivery.published_at, after=clock.now()) if overdue else slot
    if first is None:
        return None
    plan, _is_new = PostReadingPlan.objects.get_or_create(
        delivery=delivery, defaults={"channel_id": delivery.channel_id, "next_read_at": first}
    )
    return plan


def end(delivery: Delivery, *, at: datetime) -> None:
    """Stops reading a post that no longer stands; what was read stays."""
    PostReadingPlan.objects.filter(delivery=delivery, ended_at=None).update(ended_at=at, asked_at=None)
    ReadingGap.objects.filter(delivery=delivery, ended_at=None).update(ended_at=at)


def plan_channel(channel: Channel) -> ChannelReadingPlan | None:
    """Plans the readings of an account; None where its platform gives no figures. Asking twice changes nothing."""
    if not is_measured(channel):
        return None
    plan, _is_new = ChannelReadingPlan.objects.get_or_create(channel=channel)
    return plan


def read_again_soon(channel: Channel) -> None:
    """Has everything of a channel that failed tried again now: it has been connected or has recovered."""
    if plan_channel(channel):
        now = clock.now()
        ChannelReadingPlan.objects.filter(channel=channel).update(
            next_account_at=now, next_posts_at=now, account_failures=0, post_failures=0
        )


def ask_account(channel: Channel, *, by: Actor) -> ChannelReadingPlan:
    """Has the worker read an account next, before its turn; asking twice is asking once. Raises NotReadable
    where its platform gives no figures."""
    by.require("analytics.change")
    plan = plan_channel(channel)
    if plan is None:
        raise NotReadable(_("这个账号没有可读取数据的接口。"))
    now = clock.now()
    asked = {"next_account_at": now, "account_asked_at": plan.account_asked_at or now}
    ChannelReadingPlan.objects.filter(pk=plan.pk).update(**asked)
    plan.next_account_at, plan.account_asked_at = asked["next_account_at"], asked["account_asked_at"]
    return plan


def ask(delivery: Delivery, *, by: Actor) -> PostReadingPlan:
    """Has the worker read a post next, before its turn. Raises NotReadable for a post that is not read."""
    by.require("analytics.change")
    plan = PostReadingPlan.objects.filter(delivery=delivery, ended_at=None).first()
    if plan is None:
        raise NotReadable(_("这条内容没有可读的数据：它不在线，或者发布已超过 30 天，平台也可能不提供数据。"))
    if plan.asked_at is None:
        plan.asked_at = clock.now()
        PostReadingPlan.objects.filter(pk=plan.pk).update(asked_at=plan.asked_at)
    return plan


def is_measured(channel: Channel) -> bool:
    """Whether figures of the channel can be read at all: its platform gives some, and there is a grant to ask with."""
    return bool(registry.manifest(channel.platform).metrics) and not is_declared(channel)
