"""What happened to a live post on the platform without anybody here having asked for it: raised until somebody has
seen it."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.connectors.values import Submission
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Refusal
from chaoxin.notices import notifying

from . import facts, reminding
from .models import Delivery, Receipt
from .moving import move
from .states import State

Alarm = Delivery.Alarm


def raise_removed(delivery: Delivery, found: Submission) -> None:
    """The post is no longer on the platform. Raises TooLate where the delivery is not live."""
    now = clock.now()
    sentence = found.sentence or _("这条内容在平台上不见了：可能被平台下架，也可能有人在平台上删除了它。")
    changes = {"sentence": sentence, "ended_at": now, "next_look_at": None}
    with transaction.atomic():
        move(
            delivery,
            "lose",
            by=the_house(delivery.workspace),
            changes={**changes, "alarm": Alarm.REMOVED, "alarm_at": now},
        )
        Receipt.objects.filter(delivery=delivery).update(removed_at=now)
        _tell(delivery, Alarm.REMOVED, _("【平台上不见了】"), sentence)


def raise_limited(delivery: Delivery, found: Submission) -> None:
    """The post stands, but the platform shows it to fewer people. Said once, until it changes again."""
    sentence = found.sentence or _("平台限制了这条内容的可见范围。请到平台上查看原因，可以申诉或调整。")
    fresh = Delivery.objects.filter(pk=delivery.pk, state=State.PUBLISHED, limited=False)
    with transaction.atomic():
        if not fresh.update(limited=True, alarm=Alarm.LIMITED, alarm_at=clock.now(), sentence=sentence):
            return
        house, detail = the_house(delivery.workspace), {"title": delivery.title, "sentence": sentence}
        auditing.record("delivery.limit", by=house, subject=delivery, detail=detail)
        payload = {"channel": str(delivery.channel_id), "sentence": sentence}
        announcing.announce(
            facts.LIMITED, workspace_id=delivery.workspace_id, subject=delivery, payload=payload
        )
        _tell(delivery, Alarm.LIMITED, _("【可见范围受限】"), sentence)


def note_unlimited(delivery: Delivery) -> None:
    """The platform shows the post to everybody again."""
    limited = Delivery.objects.filter(pk=delivery.pk, limited=True)
    limited.update(limited=False, alarm="", alarm_at=None, sentence="")


def tell_refused(delivery: Delivery) -> None:
    """The platform has refused what it had taken: whoever is concerned hears why, inside the caller's transaction."""
    _tell(delivery, State.REFUSED, _("【平台没有通过】"), delivery.sentence)


def raise_unread_link(delivery: Delivery, sentence: str) -> None:
    """The link that a person gave could not be followed for long, or belongs to another delivery; somebody has to look,
    inside the caller's transaction."""
    live = Delivery.objects.filter(pk=delivery.pk, state=State.PUBLISHED, alarm="")
    if live.update(alarm=Alarm.LINK, alarm_at=clock.now(), sentence=sentence):
        _tell(delivery, Alarm.LINK, _("【链接没有核对】"), sentence)


def note_read_link(delivery: Delivery) -> None:
    """A person has brought another link in place of the one that could not be followed."""
    unread = Delivery.objects.filter(pk=delivery.pk, alarm=Alarm.LINK)
    unread.update(alarm="", alarm_at=None, sentence="")


def acknowledge(delivery: Delivery, *, by: Actor) -> Delivery:
    """Somebody has seen the alarm and takes care of it; it leaves the lists of what waits for a person. Doing so
    twice changes nothing. Raises Refusal where there never was one."""
    by.require("delivery.schedule")
    if not delivery.alarm_at:
        raise Refusal(_("这条投放没有提醒。"))
    with transaction.atomic():
        seen = Delivery.objects.filter(pk=delivery.pk).exclude(alarm="").update(alarm="")
        if seen:
            detail = {"title": delivery.title, "alarm": delivery.alarm}
            auditing.record("delivery.acknowledge", by=by, subject=delivery, detail=detail)
    delivery.alarm = ""
    return delivery


def _tell(delivery: Delivery, name: str, heading: str, sentence: str) -> None:
    """Who planned the delivery and who owns the account hear of it by mail, the robots of the account too. `name` is
    the same in every language: two processes that speak differently tell once."""
    address = reverse("publishing:delivery", args=[delivery.workspace.slug, delivery.pk])
    notifying.notify(
        delivery.workspace,
        key=f"delivery:{delivery.pk}:{name}:{clock.now():%Y%m%d%H%M%S}",
        words=notifying.Words(
            f"{heading}《{delivery.title}》",
            f"{reminding.place_of(delivery)}\n{sentence}",
            f"{settings.PUBLIC_URL}{address}",
        ),
        members=[member for member in (delivery.scheduled_by, delivery.channel.owner) if member],
        groups=reminding.groups_of(delivery),
    )
