"""The web server: Granian over Django's synchronous stack, threads with persistent database connections."""

from __future__ import annotations

import os
import sys

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
    options = {
        "interface": "wsgi",
        "host": host,
        "port": port,
        "workers": workers,
        "blocking-threads": threads,
        "blocking-threads-idle-timeout": THREAD_IDLE_SECONDS,
        "workers-kill-timeout": KILL_AFTER_SECONDS,
        "log-level": "warning",
    }
    written = [f"--{name}={value}" for name, value in options.items()]
    return [sys.executable, "-m", "granian", *written, "--respawn-failed-workers", "--no-ws", APPLICATION]


def become(arguments: list[str]) -> None:
    """Turns this process into the server; never returns."""
    os.execv(arguments[0], arguments)
