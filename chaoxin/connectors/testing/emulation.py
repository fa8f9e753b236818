"""The emulated platforms as a process of their own, for what a stub cannot show."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

START_SECONDS = 30.0
HOUSE = Path(__file__).parents[3]


@dataclass
class Emulated:
    """The running emulation. `ahead` is how far its world time has been moved."""

    url: str
    client: httpx.Client
    ahead: timedelta = timedelta(0)

    def control(self, method: str, path: str, given: Mapping[str, Any] | None = None) -> Any:
        """A call of its control API."""
        answer = self.client.request(method, f"{self.url}/control/{path}", json=given)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def advance(self, seconds: float, *, services: bool = False) -> None:
        """Lets world time pass, and with `services` that of tokens and counts too."""
        self.control("POST", "advance", {"seconds": seconds, "services": services})
        self.ahead += timedelta(seconds=seconds)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead


@contextlib.contextmanager
def running(folder: Path) -> Iterator[Emulated]:
    """The emulation on a free port, ended at the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    command = [sys.executable, "-m", "sandbox", "--port", str(port), "--data", str(folder)]
    process = subprocess.Popen(command, cwd=HOUSE, env={**os.environ, "TZ": "UTC"}, stdout=subprocess.DEVNULL)
    try:
        with httpx.Client(trust_env=False, timeout=30) as client:
            emulated = Emulated(f"http://127.0.0.1:{port}", client)
            _wait_for(emulated)
            yield emulated
    finally:
        process.terminate()
        process.wait(timeout=15)


def _wait_for(emulated: Emulated) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        with contextlib.suppress(httpx.TransportError):
            if emulated.client.get(f"{emulated.url}/control/health").status_code == 200:
                return
        time.sleep(0.1)
    raise AssertionError("the emulated platform did not start")
