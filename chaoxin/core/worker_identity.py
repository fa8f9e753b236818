"""Who this process is: the name under which it beats and holds leases, host:pid:start."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Whoever starts a process names the moment, so that he can tell its name after it has died.
START_VARIABLE = "CHAOXIN_PROCESS_START"

_started = os.environ.get(START_VARIABLE) or str(int(time.time() * 1000))
_assumed: ContextVar[str] = ContextVar("assumed", default="")


def current() -> str:
    """The name of this process; unique over hosts and restarts."""
    return _assumed.get() or name_of(pid=os.getpid(), start=_started)


def name_of(*, pid: int, start: str) -> str:
    """The name of a process of this host that was started with `start` in START_VARIABLE."""
    return f"{socket.gethostname()}:{pid}:{start}"


@contextmanager
def assumed(name: str) -> Iterator[None]:
    """Within the block this thread or task is another worker; lets one test play several."""
    token = _assumed.set(name)
    try:
        yield
    finally:
        _assumed.reset(token)
