"""Turns: a worker takes a channel's lane and with it the one delivery that is due there.

Claiming is a conditional update on the lane with SKIP LOCKED, so any number of workers on any number of hosts may
look for work; deliveries of one channel go out one after the other.
"""

from __future__ import annotations

import json
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
from .statements import CLAIM, GIVE_BACK, NOTE_INTENT
from .states import BY_VERB

LEASE_SECONDS = 60
BEHIND = timedelta(seconds=1)

# Leases of turns that threads of this process are working on; only these are kept alive.
_active: set[str] = set()
_active_lock = threading.Lock()


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
    delivery = next(iter(rows.read(Delivery, CLAIM, values, more=["lane_channel"])), None)
    if delivery is None:
        return None
    if delivery.pk is None:
        # Canceled or moved while we reached for it.
        Lane.objects.filter(channel_id=delivery.lane_channel, lease=values["lease"]).update(leased_until=now)
        return None
    delivery.channel = rows.one(Channel, delivery.channel_id)
    # Read only where more than its id is asked for, which sending does not.
    delivery.workspace = Workspace.from_db(None, ["id"], [delivery.workspace_id])
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
    """Writes, in a transaction of its own, what is prepared and that the one irreversible call comes next. Raises
    LeaseLost when the turn is no longer ours, so that a worker that was asleep does not send what another has taken
    over, or when a freeze is in force."""
    values: dict[str, Any] = {
        "channel": turn.delivery.channel_id,
        "attempt": turn.attempt.pk,
        "delivery": turn.delivery.pk,
        "prepared": json.dumps(turn.delivery.prepared),
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
    values: dict[str, Any] = {
        "now": now,
        "free_at": now + spacing,
        "channel": turn.delivery.channel_id,
        "lease": turn.lease,
    }
    with connection.cursor() as cursor:
        cursor.execute(GIVE_BACK, values)


def release_dead_worker(worker: str) -> None:
    """Ends the leases of a worker that is known to be dead, so that its deliveries are swept at once."""
    Lane.objects.filter(worker=worker, leased_until__gt=clock.now()).update(leased_until=clock.now())
