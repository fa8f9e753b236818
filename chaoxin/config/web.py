"""The web server: Granian over Django's synchronous stack, threads with persistent database connections.

The first process loads the application; those that answer are forked from it, so that what it holds is in memory once.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from importlib import import_module

HOST = "127.0.0.1"
PORT = 8000
WORKERS = 2
THREADS = 4
# A thread that ends takes its database connection with it, so threads live long.
THREAD_IDLE_SECONDS = 600
KILL_AFTER_SECONDS = 15
APPLICATION = "chaoxin.config.wsgi:application"


def command(
    *, host: str = HOST, port: int = PORT, workers: int = WORKERS, threads: int = THREADS
) -> list[str]:
    """The command line of a server that answers on `host:port` with `workers` processes of `threads` threads."""
    options = {"host": host, "port": port, "workers": workers, "threads": threads}
    written = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", __name__, *written, APPLICATION]


def become(arguments: list[str]) -> None:
    """Turns this process into the server; never returns."""
    os.execv(arguments[0], arguments)


def main() -> None:
    """Serves until it is told to stop."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--host", required=True)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--workers", type=int, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("application", help="module:name")
    _serve(parser.parse_args())


def _serve(options: argparse.Namespace) -> None:
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    if "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin":
        multiprocessing.set_start_method("fork")
        import_module(options.application.partition(":")[0])
    Server(
        options.application,
        address=options.host,
        port=options.port,
        interface=Interfaces.WSGI,
        workers=options.workers,
        blocking_threads=options.threads,
        blocking_threads_idle_timeout=THREAD_IDLE_SECONDS,
        workers_kill_timeout=KILL_AFTER_SECONDS,
        respawn_failed_workers=True,
        websockets=False,
        log_level=LogLevels.warning,
    ).serve()


if __name__ == "__main__":
    main()
