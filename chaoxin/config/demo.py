"""The demonstration: database, sandbox, web server and worker together around an example company."""

from __future__ import annotations

import contextlib
import fcntl
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import demo_data, environment, readiness, sandbox_hooks, web
from .embedded_database import held_database
from .reloading import Changes
from .seeds.sign_ins import COMPANY_SLUG, PASSWORD, SIGN_INS
from .supervisor import Program, Supervisor
from .telling import CannotStart, say

HOST = "127.0.0.1"
WEB_PORT = 8000
SANDBOX_PORT = 9100
SANDBOX_SECONDS = 30.0
PREPARE_SECONDS = 900.0
START_SECONDS = 120.0
# Not -m: the job library refuses to be the main module.
WORKER = (sys.executable, "-c", "from chaoxin.config.worker import main; main()")
PREPARE = (sys.executable, "-m", "chaoxin.config.preparing")


@dataclass(frozen=True)
class Wishes:
    port: int = WEB_PORT
    sandbox_port: int = SANDBOX_PORT
    fresh: bool = False
    reload: bool = False

    @property
    def address(self) -> str:
        return f"http://{HOST}:{self.port}"

    @property
    def sandbox_address(self) -> str:
        return f"http://{HOST}:{self.sandbox_port}"


def run(wishes: Wishes) -> int:
    """Runs everything until told to stop and answers the exit code. Raises CannotStart."""
    with _only_one():
        readiness.require_free_port(wishes.port, option="PORT")
        readiness.require_free_port(wishes.sandbox_port, option="SANDBOX_PORT")
        if wishes.fresh:
            demo_data.erase()
        environment.make_secrets_once()
        os.environ.setdefault("CHAOXIN_PUBLIC_URL", wishes.address)
        os.environ["CHAOXIN_SANDBOX_URL"] = wishes.sandbox_address
        if wishes.reload:
            os.environ.setdefault("CHAOXIN_DEBUG", "1")
        say("正在准备数据库……", "Starting the database …")
        return _run_all(wishes)


def _run_all(wishes: Wishes) -> int:
    # Told to stop while the database is being made, it is made first: half of one could not be started again.
    supervisor = Supervisor()
    supervisor.stop_on_signals()
    with held_database() as database:
        supervisor.look_after(database)
        try:
            if _start(supervisor, wishes):
                print(greeting(wishes), flush=True)
                _stay(supervisor, wishes)
        finally:
            say("正在停止……", "Stopping …")
            supervisor.stop()
    return 0


def _start(supervisor: Supervisor, wishes: Wishes) -> bool:
    """Starts one after the other; answers False as soon as the operator has told us to stop."""
    logs = demo_data.fresh_log_folder() if not wishes.reload else None
    sandbox = supervisor.add(Program("sandbox", _sandbox_command(wishes), log=_log(logs, "sandbox")))
    if not readiness.wait_for(supervisor, sandbox, wishes.sandbox_address, seconds=SANDBOX_SECONDS):
        return False
    say("正在建表，写入示例企业……", "Making tables and the example company …")
    prepare = Program("prepare", PREPARE, log=_log(logs, "prepare"))
    if not readiness.wait_for_end(supervisor, prepare, seconds=PREPARE_SECONDS):
        return False
    say("正在启动网页服务与后台任务……", "Starting the web server and the worker …")
    server = supervisor.add(Program("web", web.command(port=wishes.port), log=_log(logs, "web")))
    worker = supervisor.add(Program("worker", WORKER, log=_log(logs, "worker")))
    health = f"{wishes.address}/health"
    if not readiness.wait_for(supervisor, server, health, seconds=START_SECONDS):
        return False
    sandbox_hooks.connect(wishes.sandbox_address, wishes.address)
    return readiness.wait_for(supervisor, worker, f"{health}?worker", seconds=START_SECONDS)


def _stay(supervisor: Supervisor, wishes: Wishes) -> None:
    if not wishes.reload:
        supervisor.run()
        return
    changes = Changes([environment.ROOT / "chaoxin", environment.ROOT / "sandbox"])
    while not supervisor.run(seconds=0.5):
        if changes.happened():
            say("代码有改动，正在重启……", "The code has changed, restarting …")
            for child in supervisor.children:
                child.restart()


def greeting(wishes: Wishes) -> str:
    """Where to go and as whom, in both languages."""
    lines = [
        "",
        f"潮信已启动  Chaoxin is running:  {wishes.address}/",
        f"沙盒控制台  Sandbox control:     {wishes.sandbox_address}/",
        f"示例企业    Example company:     {wishes.address}/w/{COMPANY_SLUG}/",
        "",
        f"密码（所有账号） Password of all: {PASSWORD}",
        *(f"  {one.email:<28}{one.title}（{one.name}） · {one.english}" for one in SIGN_INS),
        "",
        "按 Ctrl-C 停止，数据会保留。  Ctrl-C stops everything and keeps the data.",
        "",
    ]
    return "\n".join(lines)


def _sandbox_command(wishes: Wishes) -> list[str]:
    folder = environment.data_folder() / "sandbox"
    return [sys.executable, "-m", "sandbox", "--port", str(wishes.sandbox_port), "--data", str(folder)]


def _log(folder: Path | None, name: str) -> Path | None:
    return folder / f"{name}.log" if folder else None


@contextlib.contextmanager
def _only_one() -> Iterator[None]:
    environment.data_folder().mkdir(parents=True, exist_ok=True)
    with (environment.data_folder() / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStart(
                "演示已经在运行（同一个数据目录）。请先在它的窗口按 Ctrl-C，或用 CHAOXIN_DATA 指定另一个目录。",
                "A demo already runs on this data folder. Stop it with Ctrl-C, or name another folder in CHAOXIN_DATA.",
            ) from error
        yield
