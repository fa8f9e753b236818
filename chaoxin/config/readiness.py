"""Waiting until something that was started is of use, with a clear word when it never will be."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Callable

from .supervisor import Program, Supervised, Supervisor
from .telling import CannotStart

HOST = "127.0.0.1"
ASK_EVERY_SECONDS = 0.2
ANSWER_SECONDS = 5.0
FAILURES_BEFORE_GIVING_UP = 3
SHOWN_LOG_LINES = 15


def require_free_port(port: int, *, option: str) -> None:
    """Raises CannotStart if somebody listens on that port already."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CannotStart(
                f"端口 {port} 已被别的程序占用。请停止那个程序，或换一个端口：`make demo {option}={port + 1}`。",
                f"Port {port} is taken. Stop that program or choose another port: `make demo {option}={port + 1}`.",
            ) from error


def wait_for(supervisor: Supervisor, child: Supervised, address: str, *, seconds: float) -> bool:
    """Waits until the address answers 200. Answers False if the operator tells us to stop meanwhile; raises
    CannotStart when the child keeps ending or time is up."""
    return _wait(supervisor, lambda: _answers(address), lambda: _check(child), child.program, seconds)


def wait_for_end(supervisor: Supervisor, program: Program, *, seconds: float) -> bool:
    """Runs a program to its end. Answers False if the operator tells us to stop meanwhile; raises CannotStart
    when it fails or time is up."""
    output = program.log.open("ab") if program.log else None
    process = subprocess.Popen(
        list(program.command), stdin=subprocess.DEVNULL, stdout=output, stderr=output, start_new_session=True
    )
    try:
        ended = _wait(supervisor, lambda: process.poll() is not None, lambda: None, program, seconds)
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        if output:
            output.close()
    if ended and process.returncode:
        raise _failure(program)
    return ended


def _wait(
    supervisor: Supervisor,
    is_done: Callable[[], bool],
    check: Callable[[], None],
    program: Program,
    seconds: float,
) -> bool:
    deadline = time.monotonic() + seconds
    while not is_done():
        check()
        if time.monotonic() > deadline:
            raise _failure(program)
        if supervisor.run(seconds=ASK_EVERY_SECONDS):
            return False
    return True


def _answers(address: str) -> bool:
    try:
        with urllib.request.urlopen(address, timeout=ANSWER_SECONDS) as answer:  # noqa: S310 - our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _check(child: Supervised) -> None:
    if child.failures >= FAILURES_BEFORE_GIVING_UP:
        raise _failure(child.program)


def _failure(program: Program) -> CannotStart:
    lines = program.log.read_text(errors="replace").splitlines()[-SHOWN_LOG_LINES:] if program.log else []
    shown = "\n".join(["", *(f"    {line}" for line in lines)])
    where = f" {program.log}" if program.log else ""
    return CannotStart(
        f"{program.name} 没有启动成功。日志：{where}{shown}",
        f"{program.name} did not start. Its log is above; `chaoxin doctor` says more.",
    )
