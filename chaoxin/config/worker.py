"""The worker: runs jobs and loops until told to stop or until the database goes away.

Runs as a child of `chaoxin worker`, which starts it again; when its parent is gone it ends by itself.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time

from . import environment

JOBS_AT_ONCE = 4
BEAT_SECONDS = 5.0
POLL_SECONDS = 1.0
DRAIN_SECONDS = 20.0
JOB_DRAIN_SECONDS = 15.0

log = logging.getLogger("chaoxin.worker")


def main() -> None:
    """Works until SIGTERM, then finishes what it has begun, at most 20 s long, and ends the process: with 0 if it
    was told to stop, with 1 if it could not go on."""
    environment.load_secrets()
    environment.start_django()
    from django.db import connections

    from chaoxin.core import looping, starting

    starting.replace_workers(
        [name for name in os.environ.get("CHAOXIN_REPLACES_WORKER", "").split(",") if name]
    )
    connections.close_all()
    stop = threading.Event()
    threads = [_start_beating(stop), *looping.start_all(stop)]
    told_to_stop = asyncio.run(_run_jobs(stop))
    stop.set()
    _join(threads, seconds=DRAIN_SECONDS)
    logging.shutdown()
    # A job's thread that hangs would keep a normal exit waiting for ever.
    os._exit(0 if told_to_stop else 1)


async def _run_jobs(stop: threading.Event) -> bool:
    """Runs the job queue; answers whether it ended because it was told to."""
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app, connector_params

    # Only the runner gets this connector: jobs and loops go on deferring through Django's connection, and so
    # within their transaction.
    runner = app.with_connector(
        PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=JOBS_AT_ONCE)
    )
    jobs = asyncio.current_task()
    assert jobs is not None
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, _tell_to_stop, stop, jobs)
    try:
        async with runner.open_async():
            await runner.run_worker_async(
                concurrency=JOBS_AT_ONCE,
                fetch_job_polling_interval=POLL_SECONDS,
                shutdown_graceful_timeout=JOB_DRAIN_SECONDS,
                install_signal_handlers=False,
                delete_jobs="successful",
            )
    except asyncio.CancelledError:
        return stop.is_set()
    except Exception:
        log.exception("the job queue ended")
    return stop.is_set()


def _tell_to_stop(stop: threading.Event, jobs: asyncio.Task[bool]) -> None:
    if not stop.is_set():
        stop.set()
        jobs.cancel()


def _start_beating(stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=_beat, args=(stop,), name="heartbeat", daemon=True)
    thread.start()
    return thread


def _beat(stop: threading.Event) -> None:
    from django.db import close_old_connections

    from chaoxin.core import heartbeats

    parent = os.getppid()
    while not stop.is_set():
        try:
            close_old_connections()
            heartbeats.beat("worker")
        except Exception:
            log.exception("the sign of life could not be written")
        if stop.wait(BEAT_SECONDS) or os.getppid() != parent:
            break
    if not stop.is_set():
        log.error("the parent process is gone; ending")
        os.kill(os.getpid(), signal.SIGTERM)
        return
    try:
        heartbeats.fall_silent()
    except Exception:
        log.exception("the sign of life could not be removed")


def _join(threads: list[threading.Thread], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            log.warning("%s did not end in time", thread.name)
