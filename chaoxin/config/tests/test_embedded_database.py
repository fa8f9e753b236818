"""The embedded database: shared while held, stopped by the last, revived after a kill."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from chaoxin.config.embedded_database import EmbeddedDatabase, held_database

# A folder is made once: initialising a cluster takes seconds.
pytestmark = pytest.mark.xdist_group("embedded_database")
HOLDER = """
import sys, time
from pathlib import Path
from chaoxin.config.embedded_database import EmbeddedDatabase
EmbeddedDatabase(Path(sys.argv[1])).start()
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("embedded") / "postgres"


@pytest.fixture
def database(folder: Path) -> Iterator[EmbeddedDatabase]:
    made = EmbeddedDatabase(folder)
    yield made
    made.stop()


def test_it_answers_at_the_address_it_gives_and_stops_with_its_last_holder(
    database: EmbeddedDatabase, folder: Path
) -> None:
    address = database.start()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT current_database()").fetchone() == ("chaoxin",)
        assert connection.execute("SELECT upper('straße')").fetchone() == ("STRAßE",)
    database.stop()
    assert not (folder / "postmaster.pid").exists()


def test_it_takes_the_connections_of_several_workers(database: EmbeddedDatabase, folder: Path) -> None:
    with psycopg.connect(database.start()) as connection:
        assert connection.execute("SHOW max_connections").fetchone() == ("300",)
    database.start()
    assert (folder / "postgresql.conf").read_text().count("\nmax_connections = 300\n") == 1


def test_a_server_that_was_killed_is_revived_with_its_data(database: EmbeddedDatabase, folder: Path) -> None:
    address = database.start()
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
    os.kill(_server_pid(folder), signal.SIGKILL)
    time.sleep(0.5)
    assert not database.is_running()
    database.revive()
    with psycopg.connect(address) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_holder_that_was_killed_does_not_keep_the_server_alive(
    database: EmbeddedDatabase, folder: Path
) -> None:
    with subprocess.Popen([sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == b"held\n"
        holder.kill()
    assert json.loads((folder / ".handle_pids.json").read_text()) == [holder.pid]
    database.start()
    database.stop()
    assert not (folder / "postmaster.pid").exists()


def test_a_number_that_now_belongs_to_somebody_else_is_not_taken_for_the_server(
    database: EmbeddedDatabase, folder: Path
) -> None:
    database.start()
    database.stop()
    lines = [str(os.getpid()), str(folder), "1700000000", "5432", str(folder), "", "0 0", "ready"]
    (folder / "postmaster.pid").write_text("\n".join(lines) + "\n")
    psycopg.connect(database.start()).close()


def test_a_server_named_in_the_environment_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://elsewhere/chaoxin")
    with held_database() as database:
        assert database is None
        assert os.environ["DATABASE_URL"] == "postgresql://elsewhere/chaoxin"


def _server_pid(folder: Path) -> int:
    return int((folder / "postmaster.pid").read_text().split()[0])
