"""Stopping what a platform has taken and not yet shown: nothing is called stopped before the platform has said so."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.channels import sessions
from chaoxin.channels.offering import bring_scopes, offer_of
from chaoxin.channels.platform_words import told
from chaoxin.connectors import errors
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, Refusal

from . import reconciling
from .models import Delivery
from .reconciling import STOPPING
from .states import State, TooLate, allowed

CAPABILITY = "stop_pending"
LONGEST_REASON = 300


def stop(delivery: Delivery, *, by: Actor, reason: str) -> Delivery:
    """Asks the platform to stop what it has taken and not yet shown. The delivery is canceled once the platform has
    confirmed that nobody received it, published where part had gone out, and else goes on being looked after, marked
    as STOPPING; asking again is harmless. Raises Invalid without a reason, Refusal where the platform has no such way
    or says no, TooLate."""
    by.require("delivery.schedule")
    why = reason.strip()[:LONGEST_REASON]
    if not why:
        raise Invalid(_("请写一句停止的原因，同事会看到。"), field="reason")
    if delivery.state == State.CANCELED:
        return delivery
    if not may_be_stopped(delivery):
        raise Refusal(_("这条投放现在不能停止：要么平台没有这种做法，要么它已经不在等平台处理。"))
    before = (delivery.held_for, delivery.sentence)
    _note_wish(delivery, by=by, reason=why)
    try:
        found = _stop_there(delivery)
    except errors.OutcomeUnknown as unknown:
        Delivery.objects.filter(pk=delivery.pk).update(next_look_at=clock.now())
        raise Refusal(
            _("停止请求已发出，但没有收到平台的答复。系统正在核实，也可以再点一次停止。")
        ) from unknown
    except errors.ConnectorError as error:
        _forget_wish(delivery, *before)
        raise Refusal(_("没能停止：%s") % told(error.sentence)) from error
    reconciling.take_answer(delivery, found)
    if found.outcome == Outcome.PUBLISHED:
        Delivery.objects.filter(pk=delivery.pk, state=State.PUBLISHED).update(sentence=found.sentence)
    delivery.refresh_from_db()
    return delivery


def may_be_stopped(delivery: Delivery) -> bool:
    """Whether the delivery waits for a platform that can stop it for this account."""
    return mark([delivery])[0].stoppable


def mark(deliveries: Iterable[Delivery]) -> list[Delivery]:
    """The same deliveries, each knowing whether it can be stopped, by one query more at most."""
    rows = list(deliveries)
    waiting = [row for row in rows if row.reference and not row.by_hand and allowed("stop", row.state)]
    bring_scopes(row.channel for row in waiting)
    for row in waiting:
        row.stoppable = offer_of(row.channel).offers(CAPABILITY)
    return rows


@transaction.atomic
def _note_wish(delivery: Delivery, *, by: Actor, reason: str) -> None:
    sentence = _("%(who)s 已请平台停止，平台还没有确认：%(why)s") % {"who": by.name, "why": reason}
    waiting = Delivery.objects.filter(pk=delivery.pk, state=delivery.state)
    if not waiting.update(held_for=STOPPING, sentence=sentence, looks=0, next_look_at=clock.now()):
        raise TooLate(_("平台刚刚有了结果，请刷新页面看最新状态。"))
    delivery.held_for, delivery.sentence = STOPPING, sentence
    detail = {"title": delivery.title, "channel": str(delivery.channel_id), "note": reason}
    auditing.record("delivery.ask_to_stop", by=by, subject=delivery, detail=detail)


def _forget_wish(delivery: Delivery, held_for: str, sentence: str) -> None:
    Delivery.objects.filter(pk=delivery.pk, state=delivery.state, held_for=STOPPING).update(
        held_for=held_for, sentence=sentence
    )


def _stop_there(delivery: Delivery) -> Submission:
    session = sessions.open_session(delivery.channel, urgent=True)
    return session.call(
        lambda connector, account: connector.stop_pending.stop(account, delivery.reference)  # type: ignore[union-attr]
    )
