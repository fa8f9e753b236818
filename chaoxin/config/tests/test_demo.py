"""The demonstration as a stranger meets it: starts, shows who can sign in, keeps its data, stops cleanly."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from chaoxin.config.seeds.sign_ins import SIGN_INS

DEMO = (sys.executable, "-m", "chaoxin.config.command_line", "demo")
START_SECONDS = 280.0
STOP_SECONDS = 40.0


@pytest.mark.timeout(600)
def test_the_demonstration_starts_keeps_its_data_and_stops_cleanly(tmp_path: Path) -> None:
    with _running(tmp_path) as first:
        assert all(one.email in first.greeting for one in SIGN_INS)
        assert _status(f"{first.address}/health?worker") == 200
        assert _status(f"{first.address}/accounts/login/") == 200
        secrets = (tmp_path / "secrets.env").read_text()
        first.stop()
    with _running(tmp_path) as second:
        assert (tmp_path / "secrets.env").read_text() == secrets
        second.stop()


def test_a_demonstration_whose_terminal_was_closed_leaves_nothing_behind(tmp_path: Path) -> None:
    demo = _Demo(tmp_path)
    assert demo.process.stdout
    demo.process.stdout.readline()
    _wait_until(lambda: bool(psutil.Process(demo.process.pid).children()))
    family = psutil.Process(demo.process.pid).children(recursive=True)
    demo.process.stdout.close()
    demo.process.send_signal(signal.SIGHUP)
    demo.process.wait(STOP_SECONDS)
    assert _alive(family) == []
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


@contextmanager
def _running(folder: Path) -> Iterator[_Demo]:
    demo = _Demo(folder)
    try:
        demo.read_greeting()
        yield demo
    finally:
        demo.abandon()


class _Demo:
    """A demonstration on free ports."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        port, sandbox_port = _free_port(), _free_port()
        self.address = f"http://127.0.0.1:{port}"
        names = ("DATABASE_URL", "CHAOXIN_SECRET_KEY", "CHAOXIN_FIELD_KEYS", "CHAOXIN_PUBLIC_URL")
        environment = {name: value for name, value in os.environ.items() if name not in names}
        self.process = subprocess.Popen(
            [*DEMO, "--port", str(port), "--sandbox-port", str(sandbox_port)],
            env={**environment, "CHAOXIN_DATA": str(folder), "CHAOXIN_DEMO_STORY": "0"},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.greeting = ""

    def read_greeting(self) -> None:
        """Waits until it tells where to go and as whom."""
        assert self.process.stdout
        deadline = time.monotonic() + START_SECONDS
        for line in self.process.stdout:
            self.greeting += line
            if "Ctrl-C" in line:
                return
            assert time.monotonic() < deadline, self.greeting
        pytest.fail(self.greeting)

    def stop(self) -> None:
        """Ctrl-C; nothing that belonged to the demonstration is left."""
        family = psutil.Process(self.process.pid).children(recursive=True)
        self.process.send_signal(signal.SIGINT)
        assert self.process.stdout
        self.process.stdout.read()
        assert self.process.wait(STOP_SECONDS) == 0
        assert _alive(family) == []
        assert not (self.folder / "postgres" / "postmaster.pid").exists()

    def abandon(self) -> None:
        """Ends it without looking."""
        assert self.process.stdout
        self.process.terminate()
        with self.process.stdout:
            self.process.stdout.read()
        self.process.wait(STOP_SECONDS)


def _alive(family: list[psutil.Process]) -> list[psutil.Process]:
    return [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]


def _wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + STOP_SECONDS
    while not done():
        assert time.monotonic() < deadline
        time.sleep(0.1)


def _status(address: str) -> int:
    with urllib.request.urlopen(address, timeout=10) as answer:
        return int(answer.status)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])
