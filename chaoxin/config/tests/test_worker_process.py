"""The worker as a real process against a real database: killed, abandoned, told to stop."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg
import pytest
from django.conf import settings

from chaoxin.config.demo import WORKER
from chaoxin.config.supervisor import Program, Supervisor
from chaoxin.core.models import Heartbeat

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 40.0
PARENT = (
    sys.executable,
    "-c",
    "import subprocess, sys, time; print(subprocess.Popen(sys.argv[1:]).pid, flush=True); time.sleep(60)",
)
CHAOXIN = (sys.executable, "-m", "chaoxin.config.command_line")


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    made = Supervisor()
    yield made
    made.stop()


@pytest.fixture
def program() -> Program:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{settings.DATABASES['default']['NAME']}")
    return Program("worker", WORKER, environment={"DATABASE_URL": address.geturl()})


def test_a_killed_worker_is_replaced_and_its_heir_knows_whom_it_replaces(
    supervisor: Supervisor, program: Program
) -> None:
    child = supervisor.add(program)
    first = _wait_for(supervisor, _names)[0]
    assert child.pid
    os.kill(child.pid, signal.SIGKILL)
    both = _wait_for(supervisor, lambda: _names() if len(_names()) == 2 else [])
    assert first in both
    assert child.pid
    heir = psutil.Process(child.pid).environ()
    assert first in heir["CHAOXIN_REPLACES_WORKER"].split(",")


def test_the_worker_command_outlives_a_crash_of_its_database(tmp_path: Path) -> None:
    environment = {**os.environ, "CHAOXIN_DATA": str(tmp_path)}
    del environment["DATABASE_URL"]
    subprocess.run([*CHAOXIN, "migrate"], env=environment, check=True, capture_output=True)
    command = subprocess.Popen([*CHAOXIN, "worker"], env=environment)
    try:
        _wait_until(lambda: _beats_in(tmp_path) > 0)
        os.kill(int((tmp_path / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        crashed_at = time.time()
        _wait_until(lambda: _beats_in(tmp_path, since=crashed_at) > 0)
    finally:
        command.terminate()
        command.wait(PATIENCE_SECONDS)
    assert not (tmp_path / "postgres" / "postmaster.pid").exists()


def test_a_worker_told_to_stop_ends_in_order_and_leaves_no_sign_of_life(
    supervisor: Supervisor, program: Program
) -> None:
    child = supervisor.add(program)
    _wait_for(supervisor, _names)
    before = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - before < 15
    assert child.pid is None
    assert _names() == []


def test_a_worker_without_its_parent_ends(program: Program) -> None:
    environment = {**os.environ, **program.environment}
    parent = subprocess.Popen([*PARENT, *WORKER], env=environment, stdout=subprocess.PIPE, text=True)
    assert parent.stdout
    with parent.stdout:
        orphan = psutil.Process(int(parent.stdout.readline()))
    _wait_until(lambda: _names() != [])
    parent.kill()
    parent.wait()
    orphan.wait(PATIENCE_SECONDS)
    assert _names() == [], "it ended in order"


def _names() -> list[str]:
    return list(Heartbeat.objects.filter(kind="worker").values_list("worker", flat=True))


def _beats_in(folder: Path, *, since: float = 0.0) -> int:
    """Workers that have given a sign of life in the database of that folder; 0 while it does not answer."""
    try:
        with psycopg.connect(host=str(folder / "postgres"), user="postgres", dbname="chaoxin") as connection:
            count = "SELECT count(*) FROM core_heartbeat WHERE beat_at > to_timestamp(%s)"
            found = connection.execute(count, [since]).fetchone()
    except psycopg.OperationalError:
        return 0
    assert found
    return int(found[0])


def _wait_for(supervisor: Supervisor, look: Callable[[], list[str]]) -> list[str]:
    _wait_until(lambda: bool(look()), pause=lambda: supervisor.run(seconds=0.2))
    return look()


def _wait_until(done: Callable[[], bool], *, pause: Callable[[], object] = lambda: time.sleep(0.2)) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        pause()
