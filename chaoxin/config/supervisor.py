"""Keeps child processes alive: starts each again, with growing pauses, whenever it ends."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from chaoxin.core import worker_identity

from .embedded_database import EmbeddedDatabase

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 15.0
HEALTHY_AFTER_SECONDS = 30.0
LOOK_EVERY_SECONDS = 0.2
STOP_SECONDS = 25.0
REMEMBERED_DEAD = 20


@dataclass(frozen=True)
class Program:
    """What to run. `log` takes its output instead of this process's own."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict)
    log: Path | None = None


class Supervised:
    """One program and its child process of the moment."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.failures = 0
        self._process: subprocess.Popen[bytes] | None = None
        self._start = ""
        self._started_at = 0.0
        self._next_start_at = 0.0
        # A child may die before it could free what the one before it held, so more than the last is remembered.
        self._dead: deque[str] = deque(maxlen=REMEMBERED_DEAD)

    @property
    def pid(self) -> int | None:
        return self._process.pid if self._process else None

    def look_after(self) -> None:
        """Notes an end, starts when it is time."""
        if self._process is not None and self._process.poll() is not None:
            self._note_end()
        if self._process is None and time.monotonic() >= self._next_start_at:
            self._begin()

    def restart(self) -> None:
        """Ends the child in order and lets the next look start it at once."""
        self.stop(time.monotonic() + STOP_SECONDS)
        self.failures, self._next_start_at = 0, 0.0

    def ask_to_stop(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def stop(self, deadline: float) -> None:
        """Asks the child to end and kills it and all its own children at `deadline` (monotonic seconds)."""
        if self._process is None:
            return
        self.ask_to_stop()
        try:
            self._process.wait(max(0.1, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            os.killpg(self._process.pid, signal.SIGKILL)
            self._process.wait()
        self._note_end()

    def _begin(self) -> None:
        self._start = str(int(time.time() * 1000))
        self._started_at = time.monotonic()
        environment = {
            **os.environ,
            **self.program.environment,
            worker_identity.START_VARIABLE: self._start,
            "CHAOXIN_REPLACES_WORKER": ",".join(self._dead),
        }
        output = self.program.log.open("ab") if self.program.log else None
        # A session of its own: Ctrl-C in the terminal reaches this process only, which then ends all in order.
        self._process = subprocess.Popen(
            list(self.program.command),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        if output:
            output.close()

    def _note_end(self) -> None:
        assert self._process is not None
        self._dead.append(worker_identity.name_of(pid=self._process.pid, start=self._start))
        lived = time.monotonic() - self._started_at
        self.failures = 1 if lived >= HEALTHY_AFTER_SECONDS else self.failures + 1
        pause = min(FIRST_PAUSE_SECONDS * 2 ** (self.failures - 1), LONGEST_PAUSE_SECONDS)
        self._next_start_at = time.monotonic() + pause
        self._process = None


class Supervisor:
    """Keeps programs, and the embedded database if there is one, running until told to stop."""

    def __init__(self) -> None:
        self.children: list[Supervised] = []
        self._database: EmbeddedDatabase | None = None
        self._stop = threading.Event()

    def look_after(self, database: EmbeddedDatabase | None) -> None:
        """Revives the embedded database, if there is one, whenever it dies."""
        self._database = database

    def add(self, program: Program) -> Supervised:
        """Starts a program and keeps it from now on."""
        child = Supervised(program)
        self.children.append(child)
        child.look_after()
        return child

    def stop_on_signals(self) -> None:
        """SIGTERM and Ctrl-C end `run`."""
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, lambda *_: self._stop.set())

    def run(self, *, seconds: float | None = None) -> bool:
        """Looks after everything until told to stop, or for so many seconds. Answers whether it was told."""
        deadline = None if seconds is None else time.monotonic() + seconds
        while not self._stop.wait(LOOK_EVERY_SECONDS):
            self._look_once()
            if deadline is not None and time.monotonic() >= deadline:
                return False
        return True

    def stop(self) -> None:
        """Ends all children in order; kills what still runs after 25 s."""
        deadline = time.monotonic() + STOP_SECONDS
        for child in self.children:
            child.ask_to_stop()
        for child in self.children:
            child.stop(deadline)

    def _look_once(self) -> None:
        if self._database is not None:
            self._database.revive()
        for child in self.children:
            child.look_after()
