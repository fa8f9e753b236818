"""Children are started again, ever more slowly while they fail, and never outlive their keeper."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from chaoxin.config.supervisor import Program, Supervised, Supervisor

SLEEPER = (sys.executable, "-c", "import time; time.sleep(60)")
FAILER = (sys.executable, "-c", "raise SystemExit(1)")
STUBBORN = (
    sys.executable,
    "-c",
    "import signal, subprocess, sys, time; signal.signal(signal.SIGTERM, signal.SIG_IGN);"
    "print(subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']).pid, flush=True); time.sleep(60)",
)


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor()
    yield made
    made.stop()


def test_a_child_that_is_killed_is_started_again(supervisor: Supervisor) -> None:
    child = supervisor.add(Program("sleeper", SLEEPER))
    first = child.pid
    assert first
    os.kill(first, signal.SIGKILL)
    supervisor.run(seconds=1.5)
    assert child.pid not in (None, first)


def test_a_child_that_keeps_failing_is_started_ever_more_slowly(supervisor: Supervisor) -> None:
    child = supervisor.add(Program("failer", FAILER))
    supervisor.run(seconds=3)
    assert 2 <= child.failures <= 4


def test_a_healthy_life_makes_up_for_earlier_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("chaoxin.config.supervisor.HEALTHY_AFTER_SECONDS", 0.0)
    child = Supervised(Program("failer", FAILER))
    child.failures = 7
    child.look_after()
    time.sleep(0.3)
    child.look_after()
    assert child.failures == 1


def test_a_child_that_will_not_end_is_killed_with_its_own_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("chaoxin.config.supervisor.STOP_SECONDS", 0.5)
    supervisor = Supervisor()
    log = tmp_path / "log"
    supervisor.add(Program("stubborn", STUBBORN, log=log))
    while not log.read_text().strip():
        time.sleep(0.05)
    grandchild = psutil.Process(int(log.read_text()))
    supervisor.stop()
    grandchild.wait(5)


def test_an_heir_is_told_of_every_worker_that_died_before_it(supervisor: Supervisor) -> None:
    child = supervisor.add(Program("sleeper", SLEEPER))
    dead = []
    for _ in range(2):
        assert child.pid
        environment = _environment(child)
        dead.append(f"{child.pid}:{environment['CHAOXIN_PROCESS_START']}")
        os.kill(child.pid, signal.SIGKILL)
        supervisor.run(seconds=1.2)
    told = _environment(child)["CHAOXIN_REPLACES_WORKER"].split(",")
    assert [name.partition(":")[2] for name in told] == dead


def _environment(child: Supervised) -> dict[str, str]:
    """What the child was given; between its making and its program's start it still shows ours."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        found = psutil.Process(child.pid).environ()
        if "CHAOXIN_REPLACES_WORKER" in found:
            return found
        time.sleep(0.02)
    pytest.fail("the program did not start")
