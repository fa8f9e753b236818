"""The data folder of the demonstration."""

from __future__ import annotations

import shutil
from pathlib import Path

from . import environment
from .embedded_database import EmbeddedDatabase
from .telling import CannotStart

# Only what the product itself has put there is ever deleted.
OURS = (
    "postgres",
    "media",
    "sandbox",
    "outgoing-mail",
    "logs",
    "static",
    "secrets.env",
    "sandbox-hooks.json",
)


def erase() -> None:
    """Deletes what earlier runs have left. Raises CannotStart when the data is not ours to delete or in use."""
    if environment.text("DATABASE_URL"):
        raise CannotStart(
            "DATABASE_URL 指向你自己的数据库服务器，演示不会清空它。请自己重建那个数据库，再运行 `make demo`。",
            "DATABASE_URL names a server of your own, which the demo does not empty. Recreate that database yourself.",
        )
    folder = environment.data_folder()
    _stop_database(folder / "postgres")
    environment.forget_secrets()
    for name in OURS:
        path = folder / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def fresh_log_folder() -> Path:
    """The folder for output of the demo's processes, emptied."""
    folder = environment.data_folder() / "logs"
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.log"):
        old.unlink()
    return folder


def _stop_database(folder: Path) -> None:
    if not (folder / "postmaster.pid").exists():
        return
    # It may be left over from a run that was killed: whoever joins and leaves last stops it.
    database = EmbeddedDatabase(folder)
    database.start()
    database.stop()
    if (folder / "postmaster.pid").exists():
        raise CannotStart(
            "另一个 chaoxin 命令正在使用内置数据库。请先停止它，再重新开始。",
            "Another chaoxin command is using the embedded database. Stop it first, then start over.",
        )
