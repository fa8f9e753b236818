"""What an idle installation keeps in memory: web, worker and database after a rest.

Counted as proportional set size (PSS): memory that several processes share is counted once. Linux only.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import httpx
import psutil

from bench.stack import Stack, stack, wait_until

AIM_MB = 500
WARMING_REQUESTS = 20
KB_PER_MB = 1024


def run(arguments: list[str]) -> dict[str, Any]:
    """MB of each part; `ratio` is the sum against the aim of 500 MB, so less than 1 is within it."""
    parser = argparse.ArgumentParser(prog="bench memory")
    parser.add_argument("--rest", type=float, default=30.0, help="seconds of rest before looking")
    options = parser.parse_args(arguments)
    with stack() as installation:
        return _measure(installation, rest=options.rest)


def _measure(installation: Stack, *, rest: float) -> dict[str, Any]:
    web, worker = installation.start_web(), installation.start_worker()
    wait_until(_worker_beats)
    for _ in range(WARMING_REQUESTS):
        httpx.get(f"{installation.web_address}/accounts/login/").raise_for_status()
    installation.run(rest)
    database = int((installation.database.folder / "postmaster.pid").read_text().split()[0])
    assert web.pid
    assert worker.pid
    parts = {"web": web.pid, "worker": worker.pid, "database": database}
    measured = {f"{name}_mb": round(_pss_mb(pid)) for name, pid in parts.items()}
    total = sum(measured.values())
    return {
        **measured,
        "total_mb": total,
        "aim_mb": AIM_MB,
        "ratio": round(total / AIM_MB, 3),
        "ok": total < AIM_MB,
    }


def _worker_beats() -> bool:
    from chaoxin.core.models import Heartbeat

    return Heartbeat.objects.filter(kind="worker").exists()


def _pss_mb(pid: int) -> float:
    """The PSS of a process and all that it has started."""
    process = psutil.Process(pid)
    family = [process, *process.children(recursive=True)]
    return sum(_pss_kb(member.pid) for member in family) / KB_PER_MB


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
