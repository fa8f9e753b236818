"""Find what a dead or stopped worker left behind, so that nothing stays in `sending`."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import the_house
from chaoxin.core import clock

from .models import Attempt, Delivery, Lane
from .moving import move
from .reconciling import GRACE_SECONDS
from .states import State

BATCH = 100


def sweep() -> int:
    """Settles up to 100 deliveries in `sending` whose worker no longer holds the lane. One without a noted intent
    goes back in line; one with an intent is of unknown outcome and is looked up after a pause. Answers 0, since
    a second round at once finds nothing new."""
    stuck = (
        Attempt.objects.filter(delivery__state=State.SENDING, ended_at=None)
        .filter(
            ~Q(delivery__channel__lane__lease=F("lease"))
            | Q(delivery__channel__lane__leased_until__lte=clock.now())
        )
        .values_list("pk", flat=True)[:BATCH]
    )
    for pk in list(stuck):
        _settle(pk)
    return 0


def _settle(attempt_pk: UUID) -> None:
    now = clock.now()
    with transaction.atomic():
        attempt = Attempt.objects.select_related("delivery__workspace").get(pk=attempt_pk)
        delivery = attempt.delivery
        lane = Lane.objects.select_for_update().get(channel_id=delivery.channel_id)
        attempt = Attempt.objects.select_for_update().get(pk=attempt_pk)
        ours_still = lane.lease == attempt.lease and lane.leased_until > now
        still_sending = Delivery.objects.filter(pk=delivery.pk, state=State.SENDING).exists()
        if ours_still or attempt.ended_at or not still_sending:
            return
        # Whoever held this lane may wake up again: a fresh lease value keeps it from going on.
        if lane.lease == attempt.lease:
            Lane.objects.filter(pk=lane.pk).update(lease="", leased_until=now)
        if attempt.intent_at is None:
            _back_in_line(attempt, delivery)
        else:
            _in_doubt(attempt, delivery)


def _back_in_line(attempt: Attempt, delivery: Delivery) -> None:
    attempt.ended_at, attempt.outcome = clock.now(), Attempt.Outcome.STOPPED
    attempt.sentence = _("发布进程中断，还没有向平台提交。已重新排队。")
    attempt.save(update_fields=["ended_at", "outcome", "sentence"])
    move(delivery, "put_back", by=the_house(delivery.workspace))


def _in_doubt(attempt: Attempt, delivery: Delivery) -> None:
    attempt.ended_at, attempt.outcome = clock.now(), Attempt.Outcome.UNKNOWN
    attempt.sentence = _("发布进程在提交时中断，不确定平台是否已收到。正在到平台上核实，不会重复发送。")
    attempt.save(update_fields=["ended_at", "outcome", "sentence"])
    look_at = clock.now() + timedelta(seconds=GRACE_SECONDS)
    changes = {"sentence": attempt.sentence, "looks": 0, "next_look_at": look_at}
    move(delivery, "doubt", by=the_house(delivery.workspace), changes=changes)
