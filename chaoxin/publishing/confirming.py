"""What a person says of a delivery that machinery cannot settle, and taking a live post down."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels import sessions
from chaoxin.channels.platform_words import told
from chaoxin.connectors import errors
from chaoxin.connectors.values import Submission
from chaoxin.content import packing
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal

from . import finishing, reconciling
from .finishing import Brought
from .models import Delivery, Handoff, Receipt
from .moving import move
from .states import State, allowed


def confirm(
    delivery: Delivery, *, url: str, by: Actor, ticked: Sequence[str] = (), instead: bool = False
) -> Delivery:
    """A person has seen the post on the platform and gives its link. Where the platform lists a matching post with
    that link, its full receipt is kept, else the link alone. What was handed over to be published by hand comes
    back by `finishing.bring_back`. A link that could not be followed is replaced by another one. Raises Invalid for
    no link, TooLate, Refusal when the post belongs to another delivery."""
    by.require("delivery.schedule")
    handoff = Handoff.objects.filter(delivery=delivery).first()
    if handoff is not None and (delivery.by_hand or delivery.state == State.HANDED_OVER):
        return finishing.bring_back(handoff, Brought(url, ticked, instead=instead), by=by)
    if delivery.state == State.PUBLISHED:
        unread = delivery.alarm == Delivery.Alarm.LINK
        return finishing.replace_link(delivery, url, by=by) if unread else delivery
    posted = finishing.read_link(delivery, url)
    found = _matching(delivery, posted.url)
    if found is None:
        return finishing.settle_by_hand(delivery, posted, by=by)
    try:
        with transaction.atomic():
            reconciling.settle(delivery, found, by=by, person=True)
    except IntegrityError as error:
        raise Refusal(_("这个链接已经是另一条投放的回执。请核对链接。")) from error
    return delivery


def declare_unpublished(delivery: Delivery, *, by: Actor, reason: str) -> Delivery:
    """A person says that the post is not on the platform and shall not go out. Raises TooLate."""
    by.require("delivery.schedule")
    changes = {"ended_at": clock.now(), "next_look_at": None, "sentence": reason}
    with transaction.atomic():
        move(delivery, "declare_unpublished", by=by, changes=changes, note=reason)
    return delivery


def withdraw(delivery: Delivery, *, by: Actor, reason: str) -> Delivery:
    """Takes a live post down on the platform; of one that was published by hand it is noted that a person has done
    so. Raises Refusal with the platform's reason where it does not let us, TooLate where the post is not live."""
    by.require("delivery.schedule")
    if delivery.state == State.REMOVED:
        return delivery
    if not allowed("withdraw", delivery.state):
        raise Refusal(_("只有已上线的内容可以撤回。"))
    if not delivery.by_hand:
        _withdraw_there(delivery)
    now = clock.now()
    with transaction.atomic():
        changes = {"ended_at": now, "next_look_at": None, "sentence": reason}
        move(delivery, "withdraw", by=by, changes=changes, note=reason)
        Receipt.objects.filter(delivery=delivery).update(removed_at=now)
    return delivery


def _withdraw_there(delivery: Delivery) -> None:
    try:
        session = sessions.open_session(delivery.channel, urgent=True)
        session.call(
            lambda connector, account: connector.publish.withdraw(account, delivery.receipt.reference)  # type: ignore[union-attr]
        )
    except errors.OutcomeUnknown as unknown:
        Delivery.objects.filter(pk=delivery.pk).update(next_look_at=clock.now())
        raise Refusal(_("撤回请求已发出，但没有收到平台的答复。系统正在核实，请稍后刷新。")) from unknown
    except errors.ConnectorError as error:
        raise Refusal(_("没能撤回：%s") % told(error.sentence)) from error


def _matching(delivery: Delivery, url: str) -> Submission | None:
    if delivery.channel.mode != "api":
        return None
    post = packing.post_of(delivery.content, key=str(delivery.pk))
    try:
        session = sessions.open_session(delivery.channel, urgent=True)
        sighting = session.call(
            lambda connector, account: connector.publish.find_published(  # type: ignore[union-attr]
                account, post, delivery.prepared, since=delivery.created_at
            )
        )
    except errors.ConnectorError:
        return None
    return next((found for found in sighting.candidates if found.url == url), None)
