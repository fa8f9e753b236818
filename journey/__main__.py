"""`python -m journey`: starts everything on fresh data and free ports, walks the journey, prints one JSON line."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import httpx

from journey.steps import STEPS, Walk
from journey.waiting import until

START_SECONDS = 180


def main() -> int:
    folder = Path(tempfile.mkdtemp(prefix="chaoxin-journey-"))
    started = time.monotonic()
    done: list[dict[str, Any]] = []
    process = None
    try:
        walk, process = _start(folder)
        for step in STEPS:
            began = time.monotonic()
            print(f"… {step.__doc__}", file=sys.stderr, flush=True)
            try:
                step(walk)
            except Exception as error:
                done.append(
                    {"step": step.__name__, "ok": False, "error": f"{type(error).__name__}: {error}"[:800]}
                )
                raise
            done.append({"step": step.__name__, "ok": True, "seconds": round(time.monotonic() - began, 1)})
    except Exception as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
    ok = len(done) == len(STEPS) and all(entry["ok"] for entry in done)
    _stop(process, folder, keep=not ok and "JOURNEY_KEEP" in os.environ)
    print(
        json.dumps(
            {"ok": ok, "seconds": round(time.monotonic() - started, 1), "steps": done}, ensure_ascii=False
        )
    )
    return 0 if ok else 1


def _start(folder: Path) -> tuple[Walk, subprocess.Popen[bytes]]:
    from bench.stack import free_port

    port, sandbox_port = free_port(), free_port()
    environment = {**os.environ, "CHAOXIN_DATA": str(folder), "CHAOXIN_DEMO_STORY": "0"}
    environment.pop("DATABASE_URL", None)
    command = [
        Path(sys.executable).with_name("chaoxin"),
        "demo",
        "--port",
        str(port),
        "--sandbox-port",
        str(sandbox_port),
    ]
    log = (folder / "demo.log").open("wb")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
    address, sandbox = f"http://127.0.0.1:{port}", f"http://127.0.0.1:{sandbox_port}"

    def ready() -> bool:
        if process.poll() is not None:
            raise RuntimeError((folder / "demo.log").read_text()[-1500:])
        return httpx.get(f"{address}/health?worker").status_code == 200

    until(ready, seconds=START_SECONDS, what="the installation to start")
    return Walk(address=address, sandbox_address=sandbox), process


def _stop(process: subprocess.Popen[bytes] | None, folder: Path, *, keep: bool) -> None:
    if process is not None and process.poll() is None:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
    if not keep:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
