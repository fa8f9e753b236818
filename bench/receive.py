"""A 4 GB video from a browser's side: sent to the web server in parts, looked into by a worker.

The video is whole but for its size, which comes of a box of nothing behind it, so that no memory and no source file is
needed on the sender's side. What the processes keep in memory is looked at all the while.
"""

from __future__ import annotations

import argparse
import base64
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx
import psutil

from bench.stack import Stack, stack, wait_until

GIGABYTE = 1024**3
MEGABYTE = 1024**2
AIM_GROWN_MB = 150
PART = "application/offset+octet-stream"


def run(arguments: list[str]) -> dict[str, Any]:
    """Seconds of both halves and by how many MB each process grew at most; `ok` while that is within 150 MB."""
    parser = argparse.ArgumentParser(prog="bench receive")
    parser.add_argument("--gigabytes", type=float, default=4.0)
    parser.add_argument("--part-mb", type=int, default=16, help="0 sends the file as one part")
    options = parser.parse_args(arguments)
    with stack() as installation:
        return _measure(installation, int(options.gigabytes * GIGABYTE), options.part_mb * MEGABYTE)


def _measure(installation: Stack, size: int, part: int) -> dict[str, Any]:
    from chaoxin.content.testing import films

    web, worker = installation.start_web(), installation.start_worker()
    client = httpx.Client(base_url=installation.web_address, headers=_token(), timeout=600)
    client.get("/api/v1/uploads/00000000-0000-7000-8000-000000000000")
    assert web.pid
    assert worker.pid
    watch = Watch({"web": web.pid, "worker": worker.pid})
    film = films.film_bytes()
    source = films.Padded(film, size - len(film))
    began = time.monotonic()
    address = _send(client, source, size, part or size)
    sent = time.monotonic()
    wait_until(lambda: client.get(address).json()["state"] != "checking", seconds=600)
    ended = time.monotonic()
    told, grown = client.get(address).json(), watch.stop()
    return {
        "gigabytes": round(size / GIGABYTE, 2),
        "seconds_sent": round(sent - began, 1),
        "seconds_checked": round(ended - sent, 1),
        **{f"{name}_grown_mb": round(octets / MEGABYTE) for name, octets in grown.items()},
        "aim_grown_mb": AIM_GROWN_MB,
        "state": told["state"],
        "ok": told["state"] == "done" and max(grown.values()) < AIM_GROWN_MB * MEGABYTE,
    }


def _send(client: httpx.Client, source: Any, size: int, part: int) -> str:
    name = base64.b64encode(b"bench.mp4").decode()
    headers = {"Upload-Length": str(size), "Upload-Metadata": f"filename {name}"}
    address = client.post("/api/v1/uploads", headers=headers).raise_for_status().headers["Location"]
    for offset in range(0, size, part):
        length = min(part, size - offset)
        headers = {"Content-Type": PART, "Upload-Offset": str(offset), "Content-Length": str(length)}
        client.patch(address, headers=headers, content=_pieces(source, length)).raise_for_status()
    return str(address)


def _pieces(source: Any, length: int) -> Iterator[bytes]:
    while length:
        piece = source.read(min(MEGABYTE, length))
        length -= len(piece)
        yield piece


def _token() -> dict[str, str]:
    from chaoxin.accounts.testing.cast import assemble, bearer

    return bearer(assemble().editor)


class Watch:
    """Looks every 0.05 s at what process families keep in memory."""

    def __init__(self, pids: dict[str, int]) -> None:
        self._pids, self._ended = pids, threading.Event()
        self._first = {name: _resident(pid) for name, pid in pids.items()}
        self._most = dict(self._first)
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._thread.start()

    def stop(self) -> dict[str, int]:
        """By how many octets each family grew at most."""
        self._ended.set()
        self._thread.join()
        return {name: self._most[name] - self._first[name] for name in self._pids}

    def _look(self) -> None:
        while not self._ended.wait(0.05):
            for name, pid in self._pids.items():
                self._most[name] = max(self._most[name], _resident(pid))


def _resident(pid: int) -> int:
    process = psutil.Process(pid)
    return int(sum(member.memory_info().rss for member in [process, *process.children(recursive=True)]))
