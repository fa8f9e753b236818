"""What must hold before a delivery goes out, by machinery or by hand: in time, not frozen, connected, judged."""

from __future__ import annotations

from datetime import timedelta

from django.utils.translation import gettext as _

from chaoxin.connectors.errors import Wait
from chaoxin.content import media, recognizing
from chaoxin.core import clock

from . import clearing, freezing
from .models import Delivery

READ_AGAIN_AFTER = timedelta(seconds=30)


class Held(Exception):
    """The delivery cannot go out now and waits for a person. `kind` is the word kept in `Delivery.held_for`."""

    def __init__(self, kind: str, sentence: str) -> None:
        super().__init__(sentence)
        self.kind = kind
        self.sentence = sentence


def check(delivery: Delivery) -> None:
    """Raises Held where the delivery is too late or anything else is in its way, Wait while the gate has yet to see
    into a file of it."""
    check_time(delivery)
    check_standing(delivery)
    check_read(delivery)


def check_time(delivery: Delivery) -> None:
    """Raises Held where the delivery is later than its channel allows and nobody has said that it may be."""
    tolerance = timedelta(minutes=delivery.channel.late_tolerance_minutes)
    if clock.now() > delivery.due_at + tolerance and not delivery.late_allowed:
        raise Held("late", _("错过了计划时间，超过了允许的迟发范围。请决定立即发布、改期还是取消。"))


def check_standing(delivery: Delivery) -> None:
    """Raises Held where anything but the time is in the way."""
    check_freeze(delivery)
    if delivery.channel.state == "disconnected" or delivery.channel.removed_at:
        raise Held("disconnected", _("账号“%s”已断开。请重新接入后放行这条投放。") % delivery.channel)
    clearing.judge_by_today(delivery)
    if not clearing.still_passes(delivery):
        raise Held("verdict", _("内容的合规结论已失效。请重新检查内容，或由有权限的人放行。"))


def check_read(delivery: Delivery) -> None:
    """Raises Wait while writing and codes in a file of the delivery are still to be read."""
    keys = media.media_in(delivery.content)
    waiting = recognizing.unread(keys) if keys else []
    for asset in waiting:
        recognizing.look_at(asset)
    if waiting:
        sentence = _("“%s”里的文字和二维码还在识别，识别完、通过合规检查后再发。") % waiting[0].name
        raise Wait(sentence, until=clock.now() + READ_AGAIN_AFTER)


def check_freeze(delivery: Delivery) -> None:
    """Raises Held while a freeze covers the delivery."""
    frozen = freezing.freeze_of(delivery)
    if frozen:
        raise Held("frozen", _("发布已冻结：%s。解冻后会继续。") % frozen.reason)
