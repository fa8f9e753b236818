"""Facts: a room tells higher rooms what happened, without knowing them.

A room names its facts in its `facts.py` with `define`; whoever wants to react subscribes in its own
`subscribers.py`. `announce` writes the fact and a receipt per subscriber in the caller's transaction; the worker
hands it over after commit, at least once, so subscribers must bear repeats.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import models, transaction

from . import clock, rows
from .models import Fact, FactReceipt

log = logging.getLogger("chaoxin.facts")

Subscriber = Callable[[Fact], None]
TRIES_BEFORE_PARKING = 6
FIRST_PAUSE_SECONDS = 5
BATCH = 50


@dataclass(frozen=True)
class FactName:
    name: str
    meaning: str


_defined: dict[str, FactName] = {}
_subscribers: dict[str, dict[str, Subscriber]] = {}


class UndefinedFact(Exception):
    """A fact was announced or subscribed to that no room has defined."""


def define(name: str, meaning: str) -> FactName:
    """Names a fact once; `meaning` is a sentence for docs and the status page."""
    return _defined.setdefault(name, FactName(name, meaning))


def defined() -> dict[str, FactName]:
    """All facts by name."""
    return dict(sorted(_defined.items()))


def subscribe(name: str) -> Callable[[Subscriber], Subscriber]:
    """Registers a function for a fact. It may be called more than once with the same fact."""

    def register(function: Subscriber) -> Subscriber:
        _subscribers.setdefault(name, {})[f"{function.__module__}.{function.__qualname__}"] = function
        return function

    return register


def announce(
    fact: FactName,
    *,
    workspace_id: UUID | None,
    subject: models.Model,
    payload: Mapping[str, Any] | None = None,
) -> Fact:
    """Writes the fact in the current transaction; subscribers hear of it after commit. Raises UndefinedFact."""
    if fact.name not in _defined:
        raise UndefinedFact(fact.name)
    fact_row = Fact(
        name=fact.name,
        workspace_id=workspace_id,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        payload=dict(payload or {}),
    )
    rows.insert([fact_row])
    rows.insert([FactReceipt(fact=fact_row, subscriber=name) for name in _subscribers.get(fact.name, {})])
    return fact_row


def dispatch_pending(limit: int = BATCH) -> int:
    """Hands over up to `limit` facts that are due and answers how many receipts it worked on."""
    due = (
        FactReceipt.objects.filter(state=FactReceipt.State.PENDING, next_try_at__lte=clock.now())
        .order_by("next_try_at", "id")
        .values_list("pk", flat=True)[:limit]
    )
    return sum(_hand_over(pk) for pk in list(due))


def retry_parked(receipt: FactReceipt) -> None:
    """Puts a parked receipt back in line; harmless on any other."""
    FactReceipt.objects.filter(pk=receipt.pk, state=FactReceipt.State.PARKED).update(
        state=FactReceipt.State.PENDING, tries=0, next_try_at=clock.now()
    )


def _hand_over(pk: UUID) -> int:
    with transaction.atomic():
        receipt = (
            FactReceipt.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("fact")
            .filter(pk=pk, state=FactReceipt.State.PENDING)
            .first()
        )
        if receipt is None:
            return 0
        try:
            with transaction.atomic():
                _subscriber(receipt)(receipt.fact)
        except Exception as error:  # whatever a subscriber raises is kept on its receipt and shown
            log.exception("subscriber %s failed on %s", receipt.subscriber, receipt.fact)
            _note_failure(receipt, error)
        else:
            receipt.state, receipt.done_at = FactReceipt.State.DONE, clock.now()
        receipt.save()
    return 1


def _subscriber(receipt: FactReceipt) -> Subscriber:
    found = _subscribers.get(receipt.fact.name, {}).get(receipt.subscriber)
    if found is None:
        raise UndefinedFact(f"{receipt.subscriber} no longer subscribes to {receipt.fact.name}")
    return found


def _note_failure(receipt: FactReceipt, error: Exception) -> None:
    receipt.tries += 1
    receipt.last_error = f"{type(error).__name__}: {error}"[:2000]
    if receipt.tries >= TRIES_BEFORE_PARKING:
        receipt.state = FactReceipt.State.PARKED
    else:
        pause = FIRST_PAUSE_SECONDS * 3 ** (receipt.tries - 1)
        receipt.next_try_at = clock.now() + timedelta(seconds=pause)
