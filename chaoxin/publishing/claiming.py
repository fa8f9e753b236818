"""Turns: a worker takes a channel's lane and with it the one delivery that is due there.

Claiming is a conditional update on the lane with SKIP LOCKED, so any number of workers on any number of hosts may
look for work; deliveries of one channel go out one after the other.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection, transaction

from chaoxin.accounts.actor import the_house
from chaoxin.core import clock, ids, looping, worker_identity

from .models import Attempt, Delivery, Lane
from .moving import move
from .states import State

LEASE_SECONDS = 60
BEHIND = timedelta(seconds=1)

# Leases of turns that threads of this process are working on; only these are kept alive.
_active: set[str] = set()
_active_lock = threading.Lock()

TAKE_LANE = """
UPDATE publishing_lane SET lease = %(lease)s, worker = %(worker)s, leased_until = %(until)s
WHERE channel_id = (
    SELECT lane.channel_id FROM publishing_lane lane
    JOIN LATERAL (
        SELECT due_at FROM publishing_delivery
        WHERE channel_id = lane.channel_id AND state = 'scheduled' AND NOT by_hand AND due_at <= %(now)s
          AND (not_before IS NULL OR not_before <= %(now)s)
        ORDER BY due_at LIMIT 1
    ) due ON true
    WHERE lane.leased_until <= %(now)s AND lane.free_at <= %(now)s
    ORDER BY due.due_at LIMIT 1
    FOR UPDATE OF lane SKIP LOCKED
)
RETURNING channel_id
"""

# One statement: whoever takes the lane over waits for it, or makes it find nothing.
NOTE_INTENT = """
WITH held AS (
    SELECT channel_id FROM publishing_lane
    WHERE channel_id = %(channel)s AND lease = %(lease)s AND leased_until > %(now)s
    FOR UPDATE
)
UPDATE publishing_attempt SET intent_at = %(now)s, first_call_at = %(first_call)s
FROM held, publishing_delivery delivery
WHERE publishing_attempt.id = %(attempt)s AND publishing_attempt.intent_at IS NULL
  AND publishing_attempt.ended_at IS NULL
  AND delivery.id = publishing_attempt.delivery_id AND delivery.state = 'sending'
  AND NOT EXISTS (
    SELECT 1 FROM publishing_freeze stopped
    WHERE stopped.workspace_id = delivery.workspace_id AND stopped.thawed_at IS NULL
      AND (stopped.channel_id IS NULL OR stopped.channel_id = delivery.channel_id)
  )
"""


@dataclass(frozen=True)
class Turn:
    """A claimed delivery in state `sending`, its new attempt, and the lease that must still be ours."""

    delivery: Delivery
    attempt: Attempt
    lease: str


class LeaseLost(Exception):
    """Somebody else has taken over the lane; whoever held it must stop at once."""


def claim() -> Turn | None:
    """The next due delivery whose lane is free, moved to `sending`; None where nothing is due."""
    now = clock.now()
    lease = ids.new_token()
    with transaction.atomic():
        values: dict[str, Any] = {
            "lease": lease,
            "worker": worker_identity.current(),
            "until": now + timedelta(seconds=LEASE_SECONDS),
            "now": now,
        }
        with connection.cursor() as cursor:
            cursor.execute(TAKE_LANE, values)
            row = cursor.fetchone()
        if row is None:
            return None
        delivery = _first_due(row[0])
        if delivery is None:
            Lane.objects.filter(channel_id=row[0]).update(leased_until=now)
            return None
        move(delivery, "claim", by=the_house(delivery.workspace), changes={"tries": delivery.tries + 1})
        attempt = Attempt.objects.create(
            delivery=delivery,
            number=delivery.tries,
            worker=values["worker"],
            lease=lease,
            started_at=now,
        )
    with _active_lock:
        _active.add(lease)
    if now - delivery.due_at > BEHIND:
        looping.make_haste()
    return Turn(delivery=delivery, attempt=attempt, lease=lease)


def keep_leases() -> int:
    """Extends the leases of turns under way in this process; run by a loop. Never brings a lapsed one back."""
    now = clock.now()
    with _active_lock:
        leases = list(_active)
    if leases:
        held = Lane.objects.filter(lease__in=leases, leased_until__gt=now)
        held.update(leased_until=now + timedelta(seconds=LEASE_SECONDS))
    return 0


def forget(turn: Turn) -> None:
    """Stops keeping a turn's lease alive, whatever became of the turn."""
    with _active_lock:
        _active.discard(turn.lease)


def note_intent(turn: Turn) -> None:
    """Writes, in a transaction of its own, that the one irreversible call comes next. Raises LeaseLost when the turn
    is no longer ours, so that a worker that was asleep does not send what another has taken over, or when a freeze
    is in force."""
    values: dict[str, Any] = {
        "channel": turn.delivery.channel_id,
        "attempt": turn.attempt.pk,
        "lease": turn.lease,
        "first_call": turn.attempt.first_call_at,
        "now": clock.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(NOTE_INTENT, values)
        if not cursor.rowcount:
            raise LeaseLost
    turn.attempt.intent_at = values["now"]


def give_back(turn: Turn, *, sent: bool) -> None:
    """Frees the lane; after something was sent it stays closed for the channel's spacing. The lease is wiped out, or
    `keep_leases` on its way would bring it back to life."""
    now = clock.now()
    spacing = timedelta(seconds=turn.delivery.channel.spacing_seconds if sent else 0)
    Lane.objects.filter(channel_id=turn.delivery.channel_id, lease=turn.lease).update(
        lease="", leased_until=now, free_at=now + spacing
    )


def release_dead_worker(worker: str) -> None:
    """Ends the leases of a worker that is known to be dead, so that its deliveries are swept at once."""
    Lane.objects.filter(worker=worker, leased_until__gt=clock.now()).update(leased_until=clock.now())


def _first_due(channel_id: str) -> Delivery | None:
    now = clock.now()
    due = Delivery.objects.filter(
        channel_id=channel_id, state=State.SCHEDULED, by_hand=False, due_at__lte=now
    )
    return (
        due.exclude(not_before__gt=now)
        .select_related("channel", "workspace")
        .select_for_update(of=("self",))
        .order_by("due_at", "id")
        .first()
    )
