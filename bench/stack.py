"""A whole installation on fresh data and free ports, in a folder that goes away with it."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx

from chaoxin.config import environment, web
from chaoxin.config.embedded_database import EmbeddedDatabase
from chaoxin.config.supervisor import Program, Supervised, Supervisor

HOST = "127.0.0.1"
START_SECONDS = 60.0


class Stack:
    """The processes of an installation. `folder` holds its data; `control` calls the sandbox's control API."""

    def __init__(self, folder: Path, database: EmbeddedDatabase) -> None:
        self.folder = folder
        self.database = database
        self.sandbox_address = f"http://{HOST}:{free_port()}"
        self.web_address = f"http://{HOST}:{free_port()}"
        self.supervisor = Supervisor()
        self._client = httpx.Client(base_url=self.sandbox_address, timeout=120)

    def start_sandbox(self) -> None:
        port = self.sandbox_address.rsplit(":", 1)[1]
        command = [sys.executable, "-m", "sandbox", "--port", port, "--data", str(self.folder / "sandbox")]
        self.supervisor.add(Program("sandbox", command, log=self.folder / "sandbox.log"))
        wait_until(lambda: httpx.get(f"{self.sandbox_address}/control/health").status_code == 200)

    def start_worker(
        self, *, module: str = "chaoxin.config.worker", variables: dict[str, str] | None = None
    ) -> Supervised:
        command = (sys.executable, "-c", f"from {module} import main; main()")
        program = Program("worker", command, environment=variables or {}, log=self.folder / "worker.log")
        return self.supervisor.add(program)

    def start_web(self) -> Supervised:
        command = web.command(port=int(self.web_address.rsplit(":", 1)[1]))
        started = self.supervisor.add(Program("web", command, log=self.folder / "web.log"))
        wait_until(lambda: httpx.get(f"{self.web_address}/health").status_code == 200)
        return started

    def control(self, method: str, path: str, /, **body: Any) -> Any:
        """The answer of the sandbox's control API; raises httpx.HTTPStatusError."""
        answer = self._client.request(method, f"/control{path}", json=body or None)
        answer.raise_for_status()
        return answer.json()

    def run(self, seconds: float) -> None:
        """Keeps everything running for so long."""
        self.supervisor.run(seconds=seconds)

    def restart_database(self) -> None:
        """Ends the database server as a crash of the host would and starts it again."""
        pid = int((self.database.folder / "postmaster.pid").read_text().split()[0])
        os.kill(pid, signal.SIGQUIT)
        wait_until(lambda: not self.database.is_running())
        self.database.revive()
        from django.db import connections

        connections.close_all()


@contextmanager
def stack() -> Iterator[Stack]:
    """A database and Django's set-up in this process; the other processes are started by who needs them."""
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-bench-"))
    os.environ["CHAOXIN_DATA"] = str(folder)
    os.environ["CHAOXIN_LOG_LEVEL"] = "WARNING"
    environment.make_secrets_once()
    database = EmbeddedDatabase(folder / "postgres")
    os.environ["DATABASE_URL"] = database.start()
    made = Stack(folder, database)
    os.environ["CHAOXIN_SANDBOX_URL"] = made.sandbox_address
    os.environ["CHAOXIN_PUBLIC_URL"] = made.web_address
    environment.start_django()
    from chaoxin.config import migrating

    with contextlib.redirect_stdout(sys.stderr):
        migrating.migrate()
    try:
        yield made
    finally:
        made.supervisor.stop()
        from django.db import connections

        connections.close_all()
        database.stop()
        if not os.environ.get("BENCH_KEEP"):
            shutil.rmtree(folder, ignore_errors=True)


def wait_until(happened: Callable[[], bool], *, seconds: float = START_SECONDS) -> None:
    """Asks every 0.1 s; raises TimeoutError. A refused connection counts as not yet."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            if happened():
                return
        except httpx.TransportError:
            pass
        time.sleep(0.1)
    raise TimeoutError("the installation did not start in time")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def share(values: list[float], part: float) -> float:
    """The value below which `part` of the values lie; 0 for none."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))] if ordered else 0.0
