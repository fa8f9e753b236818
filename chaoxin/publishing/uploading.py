"""Keeping what a long upload has finished, so that a repeat goes on from there, and how far it is for the page."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.contract import Progress

from .claiming import LeaseLost, Turn
from .models import Delivery
from .states import State

# A part may take milliseconds; more writes than this help neither a repeat nor a reader.
WRITE_EVERY_SECONDS = 1.0


class Keeper:
    """The `Keep` of one turn: what it is given stands on the delivery in memory at once, and in the database about once
    a second; the last octet and `settle` are written always. Raises LeaseLost where the turn was taken over, so
    that two workers never upload the same."""

    def __init__(self, turn: Turn) -> None:
        self._turn = turn
        self._pending: dict[str, Any] = {}
        self._written_at = float("-inf")

    def __call__(self, prepared: Mapping[str, Any], progress: Progress) -> None:
        self._take(prepared=dict(prepared), upload_done=progress.done, upload_total=progress.total)
        is_last = progress.done >= progress.total
        if is_last or time.monotonic() - self._written_at >= WRITE_EVERY_SECONDS:
            self._write()

    def settle(self, prepared: Mapping[str, Any]) -> None:
        """Writes what is ready in the end (empty: what was kept last)."""
        if prepared:
            self._take(prepared=dict(prepared))
        self._write()

    def settle_with_intent(self, prepared: Mapping[str, Any]) -> None:
        """As `settle`, for who notes the intent at once: that writes `prepared` too."""
        if self._pending:
            self.settle(prepared)
        elif prepared:
            self._turn.delivery.prepared = dict(prepared)

    def _take(self, **values: Any) -> None:
        self._pending |= values
        for name, value in values.items():
            setattr(self._turn.delivery, name, value)

    def _write(self) -> None:
        if not self._pending:
            return
        ours = Delivery.objects.filter(
            pk=self._turn.delivery.pk, state=State.SENDING, channel__lane__lease=self._turn.lease
        )
        if not ours.update(**self._pending):
            raise LeaseLost
        self._pending, self._written_at = {}, time.monotonic()
