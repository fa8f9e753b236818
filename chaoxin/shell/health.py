"""The state of the running system, for the status page: each line a check with a tone and a sentence."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Count, Min, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from chaoxin.accounts.actor import Actor
from chaoxin.channels import showing as channel_showing
from chaoxin.channels.access import channels_of
from chaoxin.core import clock, heartbeats
from chaoxin.core.models import FactReceipt
from chaoxin.core.refusals import NotFound
from chaoxin.inbox.models import InboundEvent
from chaoxin.publishing.access import deliveries_of
from chaoxin.publishing.states import State

LATE_AFTER = timedelta(seconds=60)
FACTS_LATE_AFTER = timedelta(seconds=30)
DISK_LOW_BYTES = 5 * 1024**3
DISK_LOW_SHARE = 0.1
PARKED_SHOWN = 50


@dataclass(frozen=True)
class Check:
    """`tone` is good, warn or bad; `figure` is the measured value as text."""

    name: str | Promise
    tone: str
    figure: str
    sentence: str


def checks(actor: Actor) -> list[Check]:
    """What the installation and the actor's workspace are like right now."""
    return [_workers(), _deliveries(actor), _facts(), _events(actor), _database(), _disk()]


def channel_cards(actor: Actor) -> list[channel_showing.Card]:
    """The actor's channels with the state of their grants, those in need first."""
    cards = channel_showing.cards(list(channels_of(actor)))
    return sorted(cards, key=lambda card: {"bad": 0, "warn": 1}.get(card.tone, 2))


def parked_facts(actor: Actor) -> QuerySet[FactReceipt]:
    """Receipts of facts of the actor's workspace that a subscriber failed on again and again, oldest first."""
    return (
        FactReceipt.objects.filter(state=FactReceipt.State.PARKED, fact__workspace_id=actor.workspace.pk)
        .select_related("fact")
        .order_by("created_at")
    )


def parked_fact_for(actor: Actor, pk: UUID) -> FactReceipt:
    """One of those. Raises NotFound."""
    found = parked_facts(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("这条搁置的通知不存在，可能已经重试成功。请刷新页面。"))
    return found


def _workers() -> Check:
    alive = list(heartbeats.alive("worker"))
    if not alive:
        sentence = _(
            "没有后台进程在运行：到点的投放不会发出，消息不会收取。请在服务器上启动 chaoxin worker。"
        )
        return Check(_("后台进程"), "bad", "0", sentence)
    newest = max(beat.beat_at for beat in alive)
    sentence = _("最近一次心跳在 %d 秒前。") % max(0, (clock.now() - newest).seconds)
    return Check(_("后台进程"), "good", str(len(alive)), sentence)


def _deliveries(actor: Actor) -> Check:
    due = deliveries_of(actor).order_by().filter(state=State.SCHEDULED, due_at__lte=clock.now())
    found = due.filter(Q(not_before=None) | Q(not_before__lte=clock.now())).aggregate(
        n=Count("pk"), oldest=Min("due_at")
    )
    waited = _age(found["oldest"])
    if waited > LATE_AFTER:
        sentence = _(
            "最早一条已到点 %s 还没发。常见原因：后台进程停了、发布被冻结，或账号额度用完。"
        ) % _span(waited)
        return Check(_("到点待发"), "bad", str(found["n"]), sentence)
    return Check(_("到点待发"), "good", str(found["n"]), _("到点的投放都在 60 秒内开始处理。"))


def _facts() -> Check:
    pending = FactReceipt.objects.filter(state=FactReceipt.State.PENDING, next_try_at__lte=clock.now())
    found = pending.aggregate(n=Count("pk"), oldest=Min("next_try_at"))
    waited = _age(found["oldest"])
    if waited > FACTS_LATE_AFTER:
        sentence = _("最早一条已等 %s。积压不会丢，但页面上的数字会晚到。") % _span(waited)
        return Check(_("待传递的通知"), "warn", str(found["n"]), sentence)
    return Check(_("待传递的通知"), "good", str(found["n"]), _("各环节之间的通知没有积压。"))


def _events(actor: Actor) -> Check:
    mine = InboundEvent.objects.filter(channel__workspace=actor.workspace)
    found = mine.aggregate(
        new=Count("pk", filter=Q(state=InboundEvent.State.NEW)),
        oldest=Min("created_at", filter=Q(state=InboundEvent.State.NEW)),
        parked=Count("pk", filter=Q(state=InboundEvent.State.PARKED)),
    )
    if found["parked"]:
        sentence = ngettext(
            "有 %d 条收到的消息反复归并失败，已搁置，内容没有丢。请把服务器日志交给管理员。",
            "有 %d 条收到的消息反复归并失败，已搁置，内容没有丢。请把服务器日志交给管理员。",
            found["parked"],
        )
        return Check(_("收到待归并的消息"), "bad", str(found["new"]), sentence % found["parked"])
    if _age(found["oldest"]) > LATE_AFTER:
        sentence = _("最早一条已等 %s，可能后台进程忙或停了。") % _span(_age(found["oldest"]))
        return Check(_("收到待归并的消息"), "warn", str(found["new"]), sentence)
    return Check(_("收到待归并的消息"), "good", str(found["new"]), _("平台推来的消息都已进收件箱。"))


def _database() -> Check:
    started = time.monotonic()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        size = cursor.fetchone()[0]
    milliseconds = (time.monotonic() - started) * 1000
    tone = "good" if milliseconds < 100 else "warn"
    return Check(_("数据库"), tone, _bytes(size), _("应答用时 %.1f 毫秒。") % milliseconds)


def _disk() -> Check:
    usage = shutil.disk_usage(settings.DATA if settings.DATA.exists() else settings.ROOT)
    low = usage.free < DISK_LOW_BYTES or usage.free < usage.total * DISK_LOW_SHARE
    sentence = _("共 %s。") % _bytes(usage.total)
    if low:
        sentence += _("空间快用完了，满了以后图片传不上来、数据库会停写。请尽快扩容或清理。")
    return Check(_("磁盘剩余"), "warn" if low else "good", _bytes(usage.free), sentence)


def _age(since: datetime | None) -> timedelta:
    return clock.now() - since if since else timedelta(0)


def _span(waited: timedelta) -> str:
    minutes = int(waited.total_seconds() // 60)
    if minutes < 1:
        return _("%d 秒") % int(waited.total_seconds())
    return _("%d 分钟") % minutes if minutes < 120 else _("%d 小时") % (minutes // 60)


def _bytes(size: int) -> str:
    return next(f"{size / unit:.1f} {name}" for name, unit in _units() if size >= unit or name == "KB")


def _units() -> Iterator[tuple[str, int]]:
    yield from (("TB", 1024**4), ("GB", 1024**3), ("MB", 1024**2), ("KB", 1024))
