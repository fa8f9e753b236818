"""What a worker does first in place of dead ones: free at once what they had leased.

Without this the leases would run out by themselves, later. A room registers its function in its `loops.py`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

log = logging.getLogger("chaoxin.starting")

Heir = Callable[[str], None]
_heirs: list[Heir] = []


def register(function: Heir) -> Heir:
    """Registers a function that is called with the name (`worker_identity.current()`) of every worker that has
    certainly ended and that this one replaces. It may be called more than once with the same name."""
    if function not in _heirs:
        _heirs.append(function)
    return function


def replace_workers(dead: Sequence[str]) -> None:
    """Tells every registered function of every dead worker. A function that fails is logged and does not keep
    the others from their turn: what it would have freed runs out by itself."""
    for name in dead:
        for heir in _heirs:
            try:
                heir(name)
            except Exception:
                log.exception("%s failed for dead worker %s", heir, name)
