"""Turns: a worker takes a channel's lane and with it the one delivery that is due there.

Claiming is a conditional update on the lane with SKIP LOCKED, so any number of workers on any number of hosts may
look for work; deliveries of one channel go out one after the other.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection

from chaoxin.accounts.models import Workspace
from chaoxin.channels.models import Channel
from chaoxin.core import clock, ids, looping, rows, worker_identity

from .models import Attempt, Delivery, Lane
from .states import BY_VERB

LEASE_SECONDS = 60
BEHIND = timedelta(seconds=1)

# Leases of turns that threads of this process are working on; only these are kept alive.
_active: set[str] = set()
_active_lock = threading.Lock()

# One statement, written out: where a thousand deliveries are due at once, what making statements anew costs decides
# how late the last one is. It answers the channel of the lane that was taken and, where the delivery that was due there
# still is, its row.
CLAIM = """
WITH lane AS (
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
), due AS (
    SELECT delivery.id FROM publishing_delivery delivery JOIN lane USING (channel_id)
    WHERE delivery.state = 'scheduled' AND NOT delivery.by_hand AND delivery.due_at <= %(now)s
      AND (delivery.not_before IS NULL OR delivery.not_before <= %(now)s)
    ORDER BY delivery.due_at, delivery.id LIMIT 1
    FOR UPDATE OF delivery
), claimed AS (
    UPDATE publishing_delivery SET state = %(sending)s, tries = tries + 1
    FROM due WHERE publishing_delivery.id = due.id
    RETURNING publishing_delivery.*
), tried AS (
    INSERT INTO publishing_attempt (
        id, created_at, delivery_id, number, worker, lease, started_at, outcome, remedy, code, sentence, excerpt
    )
    SELECT %(attempt)s, %(now)s, id, tries, %(worker)s, %(lease)s, %(now)s, '', '', '', '', '' FROM claimed
)
SELECT claimed.*, lane.channel_id AS lane_channel FROM lane LEFT JOIN claimed ON true
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

GIVE_BACK = """
UPDATE publishing_lane SET lease = '', leased_until = %(now)s, free_at = %(free_at)s
WHERE channel_id = %(channel)s AND lease = %(lease)s
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
    values: dict[str, Any] = {
        "lease": ids.new_token(),
        "worker": worker_identity.current(),
        "until": now + timedelta(seconds=LEASE_SECONDS),
        "now": now,
        "attempt": ids.new_id(),
        "sending": BY_VERB["claim"].target.value,
    }
    delivery = next(iter(Delivery.objects.raw(CLAIM, values)), None)
    if delivery is None:
        return None
    if delivery.pk is None:
        # Canceled or moved while we reached for it.
        Lane.objects.filter(channel_id=delivery.lane_channel, lease=values["lease"]).update(leased_until=now)
        return None
    delivery.channel = rows.one(Channel, delivery.channel_id)
    delivery.workspace = rows.one(Workspace, delivery.workspace_id)
    with _active_lock:
        _active.add(values["lease"])
    if now - delivery.due_at > BEHIND:
        looping.make_haste()
    return Turn(delivery=delivery, attempt=_attempt(delivery, values), lease=values["lease"])


def _attempt(delivery: Delivery, values: Mapping[str, Any]) -> Attempt:
    """The attempt as the claiming statement has written it."""
    made = Attempt(
        id=values["attempt"],
        created_at=values["now"],
        delivery=delivery,
        number=delivery.tries,
        worker=values["worker"],
        lease=values["lease"],
        started_at=values["now"],
    )
    made._state.adding = False
    return made


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
    values = {"now": now, "free_at": now + spacing, "channel": turn.delivery.channel_id, "lease": turn.lease}
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, values)


def release_dead_worker(worker: str) -> None:
    """Ends the leases of a worker that is known to be dead, so that its deliveries are swept at once."""
    Lane.objects.filter(worker=worker, leased_until__gt=clock.now()).update(leased_until=clock.now())
