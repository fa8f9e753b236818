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
from collections.abc import Callable
from typing import TYPE_CHECKING

from . import environment, heap

if TYPE_CHECKING:
    from procrastinate.worker import Worker

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT)
JOBS_AT_ONCE = 4
BEAT_SECONDS = 5.0
POLL_SECONDS = 1.0
DRAIN_SECONDS = 20.0
JOB_DRAIN_SECONDS = 15.0
GIVE_UP_SECONDS = 18.0

log = logging.getLogger("chaoxin.worker")


def main() -> None:
    """Works until SIGTERM, then finishes what it has begun, at most 20 s long, and ends the process: with 0 if it
    was told to stop, with 1 if it could not go on."""
    environment.load_secrets()
    environment.start_django()
    from django.db import connections

    from chaoxin.core import looping, starting

    stop = threading.Event()
    for number in STOP_SIGNALS:
        signal.signal(number, lambda *_: stop.set())
    starting.replace_workers(
        [name for name in os.environ.get("CHAOXIN_REPLACES_WORKER", "").split(",") if name]
    )
    connections.close_all()
    heap.give_back()
    threads = [_start_beating(stop), *looping.start_all(stop)]
    # Not asyncio.run, nor a normal exit: connection pools and threads of jobs that hang would be waited for.
    told_to_stop = asyncio.new_event_loop().run_until_complete(_work(stop))
    stop.set()
    _join(threads, seconds=DRAIN_SECONDS)
    logging.shutdown()
    os._exit(0 if told_to_stop else 1)


async def _work(stop: threading.Event) -> bool:
    """Runs the job queue; answers whether it ended because it was told to."""
    events = asyncio.get_running_loop()
    runner = _runner()
    given_up = events.create_future()

    def tell_to_stop() -> None:
        if not stop.is_set():
            stop.set()
            runner.stop()
            events.call_later(GIVE_UP_SECONDS, given_up.set_result, None)

    for number in STOP_SIGNALS:
        events.add_signal_handler(number, tell_to_stop)
    if not stop.is_set():
        jobs = events.create_task(_run_jobs(runner, stop))
        await asyncio.wait({jobs, given_up}, return_when=asyncio.FIRST_COMPLETED)
    return stop.is_set()


def _runner() -> Worker:
    from procrastinate import PsycopgConnector
    from procrastinate.contrib.django import app, connector_params
    from procrastinate.worker import Worker

    # Only the runner gets this connector: jobs and loops go on deferring through Django's connection, and so
    # within their transaction.
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=JOBS_AT_ONCE)
    own = app.with_connector(connector)
    own.perform_import_paths()
    return Worker(
        app=own,
        task_middleware=own.worker_defaults.get("task_middleware"),
        concurrency=JOBS_AT_ONCE,
        fetch_job_polling_interval=POLL_SECONDS,
        # What listens or waits for a connection may miss a cancellation, and then nothing ends; so the runner is
        # told to stop instead of being canceled, and asks every second instead of listening.
        listen_notify=False,
        install_signal_handlers=False,
        shutdown_graceful_timeout=JOB_DRAIN_SECONDS,
        delete_jobs="successful",
    )


async def _run_jobs(runner: Worker, stop: threading.Event) -> None:
    try:
        async with runner.app.open_async():
            # Before it runs it cannot be told to stop.
            if not stop.is_set():
                await runner.run()
    except Exception:
        log.exception("the job queue ended")


def _start_beating(stop: threading.Event) -> threading.Thread:
    thread = threading.Thread(target=_beat, args=(stop,), name="heartbeat", daemon=True)
    thread.start()
    return thread


def _beat(stop: threading.Event) -> None:
    from chaoxin.core import heartbeats

    parent = os.getppid()
    while not stop.is_set():
        _try(lambda: heartbeats.beat("worker"))
        if os.getppid() != parent:
            log.error("the parent process is gone; ending")
            os.kill(os.getpid(), signal.SIGTERM)
        stop.wait(BEAT_SECONDS)
    _try(heartbeats.fall_silent)


def _try(write: Callable[[], None]) -> None:
    from django.db import close_old_connections

    try:
        close_old_connections()
        write()
    except Exception:
        log.exception("the sign of life could not be written")


def _join(threads: list[threading.Thread], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    for thread in threads:
        thread.join(max(0.0, deadline - time.monotonic()))
        if thread.is_alive():
            log.warning("%s did not end in time", thread.name)
