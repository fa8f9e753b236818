"""Long work that one worker at a time holds under a lease: claimed, kept, given back, ended.

A row waits in one state of its model until it has ended. Whoever claims it writes his name and the number of the try on
it; what he writes afterwards reaches the row only as long as both are still there and it still waits. So a worker that
slept past its lease, or whose work was cancelled, changes nothing.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.db.models import QuerySet

from . import clock, worker_identity
from .models import Leased

log = logging.getLogger("chaoxin.leasing")

KEPT_EVERY_SECONDS = 1.0
Row = TypeVar("Row", bound=Leased)


class LetGo(Exception):
    """The work was cancelled, or another worker has it."""


@dataclass(frozen=True)
class Work(Generic[Row]):
    """One kind of work: rows of `model` in the state `waiting`, oldest first. A claimed row is held for `lease`, the
    first time for `first_lease` where that is said, and comes with its `related` rows and with `anew` written on it;
    after a failure it waits `retry_after`."""

    model: type[Row]
    waiting: str = "under_way"
    lease: timedelta = timedelta(seconds=60)
    first_lease: timedelta | None = None
    retry_after: timedelta = timedelta(seconds=20)
    most_tries: int = 3
    related: tuple[str, ...] = ()
    anew: Mapping[str, Any] = field(default_factory=dict)

    def take_turn(
        self, carry_out: Callable[[Row], None], give_up: Callable[[Row], None], *, only: Row | None = None
    ) -> int:
        """Claims one row and has it carried out, or given up where it has been tried `most_tries` times; 1 where
        there was one. A failure is logged and gives it back for another try. `only` is the one row to claim."""
        row = self.claim(only)
        if row is None:
            return 0
        try:
            (give_up if row.tries > self.most_tries else carry_out)(row)
        except LetGo:
            log.info("%s %s was let go", self.model.__name__, row.pk)
        except Exception:
            log.exception("%s %s failed", self.model.__name__, row.pk)
            self.mine(row).update(leased_until=clock.now() + self.retry_after)
        return 1

    def claim(self, only: Row | None = None) -> Row | None:
        """One row that waits and that nobody holds, held from now on; None where there is none."""
        now = clock.now()
        waiting = self.model._default_manager.filter(state=self.waiting, leased_until__lte=now)
        if only is not None:
            waiting = waiting.filter(pk=only.pk)
        with transaction.atomic():
            free = waiting.select_for_update(of=("self",), skip_locked=True).select_related(*self.related)
            row = free.order_by("created_at").first()
            if row is None:
                return None
            told = {
                "tries": row.tries + 1,
                "worker": worker_identity.current(),
                "leased_until": now + (self.first_lease or self.lease),
                **self.anew,
            }
            for name, value in told.items():
                setattr(row, name, value)
            row.save(update_fields=list(told))
        return row

    def mine(self, row: Row) -> QuerySet[Row]:
        """The claimed row as long as it is held in this try; none of it afterwards."""
        return self.model._default_manager.filter(
            pk=row.pk, worker=row.worker, tries=row.tries, state=self.waiting
        )

    def keep(self, row: Row, **changes: Any) -> None:
        """Holds the row for another lease and writes the changes on it. Raises LetGo."""
        if not self.mine(row).update(leased_until=clock.now() + self.lease, **changes):
            raise LetGo

    def end(self, row: Row, state: str, **changes: Any) -> None:
        """Ends the work in a state that does not wait, with the changes. Raises LetGo."""
        if not self.mine(row).update(state=state, **changes):
            raise LetGo

    def release_dead_worker(self, worker: str) -> None:
        """Frees at once what a worker that is known to be dead was holding."""
        now = clock.now()
        held = self.model._default_manager.filter(worker=worker, state=self.waiting, leased_until__gt=now)
        held.update(leased_until=now)


class Keeper(Generic[Row]):
    """Keeps a claimed row while its work goes on, once a second at most."""

    def __init__(self, work: Work[Row], row: Row) -> None:
        self._work, self._row, self._kept_at = work, row, time.monotonic()

    def again(self, **changes: Any) -> None:
        """`Work.keep`, where the last time is long enough ago. Raises LetGo."""
        if time.monotonic() - self._kept_at >= KEPT_EVERY_SECONDS:
            self._kept_at = time.monotonic()
            self._work.keep(self._row, **changes)
