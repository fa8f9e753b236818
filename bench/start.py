"""How long `make demo` takes until it says where to go: with data from before, and from nothing."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.stack import free_port
from chaoxin.config import environment

AIM_SECONDS = 10.0
AIM_FROM_NOTHING_SECONDS = 180.0
LONGEST_SECONDS = 900.0
STOP_SECONDS = 60.0
SIGN = "Chaoxin is running"
# Of the caller's environment; an ordinary machine lets Python keep its compiled files.
LEFT_OUT = ("DATABASE_URL", "VIRTUAL_ENV", "PYTHONDONTWRITEBYTECODE")


def run(arguments: list[str]) -> dict[str, Any]:
    """Seconds of the first start on empty data and of the second; `ratio` is the second against the aim of 10 s.
    With --from-nothing the first is that of a clean clone that installs everything, aim 180 s."""
    parser = argparse.ArgumentParser(prog="bench start")
    parser.add_argument(
        "--from-nothing", action="store_true", help="in a clean clone, which needs the network"
    )
    options = parser.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-start-"))
    try:
        checkout = _clone(folder) if options.from_nothing else environment.ROOT
        first, second = _start(checkout, folder / "data"), _start(checkout, folder / "data")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    fast_enough = second <= AIM_SECONDS and (not options.from_nothing or first < AIM_FROM_NOTHING_SECONDS)
    return {
        "from_nothing": options.from_nothing,
        "first_start_seconds": round(first, 1),
        "second_start_seconds": round(second, 1),
        "ratio": round(second / AIM_SECONDS, 3),
        "ok": fast_enough,
    }


def _clone(folder: Path) -> Path:
    """What is committed, without anything that was installed or made."""
    checkout = folder / "checkout"
    subprocess.run(["git", "clone", "--quiet", str(environment.ROOT), str(checkout)], check=True)
    return checkout


def _start(checkout: Path, data: Path) -> float:
    """Starts the demo, stops it again as Ctrl-C does, and answers the seconds until it said that it runs."""
    log = data.parent / "demo.log"
    variables = {name: value for name, value in os.environ.items() if name not in LEFT_OUT}
    command = ["make", "demo", f"PORT={free_port()}", f"SANDBOX_PORT={free_port()}"]
    began = time.monotonic()
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=checkout,
            env={**variables, "CHAOXIN_DATA": str(data), "PYTHONUNBUFFERED": "1"},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        while SIGN not in log.read_text():
            if process.poll() is not None or time.monotonic() - began > LONGEST_SECONDS:
                raise RuntimeError(f"the demo did not start:\n{log.read_text()[-2000:]}")
            time.sleep(0.05)
        return time.monotonic() - began
    finally:
        _stop(process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    try:
        os.killpg(process.pid, signal.SIGINT)
        process.wait(STOP_SECONDS)
    except ProcessLookupError:
        pass
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
