"""A whole installation on fresh data and free ports: database, sandbox, web server and worker, as `chaoxin demo`."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from journey.waiting import until

HOST = "127.0.0.1"
START_SECONDS = 180
STOP_SECONDS = 40
# What the tests' own database and keys left in the environment must not reach the installation.
OWN_VARIABLES = ("CHAOXIN_", "DATABASE_URL", "DJANGO_", "PYTEST_")


@dataclass(frozen=True)
class Installation:
    address: str
    sandbox_address: str


@contextmanager
def installation() -> Iterator[Installation]:
    """Starts everything without the example company's story, and takes it away afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-browser-"))
    made = Installation(f"http://{HOST}:{_free_port()}", f"http://{HOST}:{_free_port()}")
    log = folder / "demo.log"
    with log.open("wb") as written:
        process = subprocess.Popen(
            _command(made), env=_environment(folder), stdout=written, stderr=written, start_new_session=True
        )
    try:
        until(lambda: _is_ready(made, process, log), seconds=START_SECONDS, what="the installation to start")
        yield made
    finally:
        _stop(process)
        shutil.rmtree(folder, ignore_errors=True)


def _command(made: Installation) -> list[str]:
    program = str(Path(sys.executable).with_name("chaoxin"))
    ports = [address.rsplit(":", 1)[1] for address in (made.address, made.sandbox_address)]
    return [program, "demo", "--port", ports[0], "--sandbox-port", ports[1]]


def _environment(folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(OWN_VARIABLES)}
    return {**kept, "CHAOXIN_DATA": str(folder), "CHAOXIN_DEMO_STORY": "0"}


def _is_ready(made: Installation, process: subprocess.Popen[bytes], log: Path) -> bool:
    if process.poll() is not None:
        raise RuntimeError(log.read_text()[-1500:])
    return httpx.get(f"{made.address}/health?worker").status_code == 200


def _stop(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is not None:
        return
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _free_port() -> int:
    with socket.socket() as found:
        found.bind((HOST, 0))
        return int(found.getsockname()[1])
