from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

import httpx

T = TypeVar("T")


def until(asked: Callable[[], T], *, seconds: float, what: str, every: float = 0.5) -> T:
    """The first truthy answer of `asked`. Raises TimeoutError naming `what` was waited for."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            answer = asked()
        except httpx.TransportError:
            answer = None  # type: ignore[assignment]
        if answer:
            return answer
        if time.monotonic() > deadline:
            raise TimeoutError(f"waited {seconds:.0f} s for {what}")
        time.sleep(every)
