"""A long video through a platform's part upload, beside the same file as one plain httpx stream.

Both go, in turn, from this process to the same sink on loopback, which throws everything away; what differs is what the
connector adds: parts, their envelopes, answers and what is kept after each part. What this process holds in memory is
looked at while the connector sends.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import psutil
from PIL import Image

from bench.receive import Watch
from bench.stack import HOST, free_port, wait_until
from chaoxin.connectors import registry
from chaoxin.connectors.contract import Progress
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Account, Picture, Post, Token, Video

MEGABYTE = 1024**2
AIM_RATIO = 1.2
AIM_GROWN_MB = 150
UPLOAD_SECONDS = 120
ACCOUNTS = {
    "douyin": Account(
        "open-id",
        {"client_key": "bench-key", "client_secret": "bench-secret"},
        Token({"access_token": "bench-access-token"}, scopes=frozenset({"video.create.bind"})),
    ),
    "kuaishou": Account(
        "open-id",
        {"app_id": "bench-app", "app_secret": "bench-secret"},
        Token({"access_token": "bench-access-token"}),
    ),
}


def run(arguments: list[str]) -> dict[str, Any]:
    """Median seconds of either way, `ratio` of part upload to plain stream, and by how many MB this process grew at
    most; `ok` within 1.2 and 150 MB."""
    parser = argparse.ArgumentParser(prog="bench upload")
    parser.add_argument("--platform", choices=sorted(ACCOUNTS), default="douyin")
    parser.add_argument("--gigabytes", type=float, default=2.0)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args(arguments)
    size = int(options.gigabytes * 1024**3)
    with tempfile.TemporaryDirectory(prefix="chaoxin-bench-") as folder, _sink() as sink:
        race = Race(options.platform, sink, Path(folder), size)
        return {"gigabytes": options.gigabytes, "platform": options.platform, **race.run(options.rounds)}


class Race:
    """Both ways in turn, the order turned round each time, so that neither always finds the machine warm."""

    def __init__(self, platform: str, sink: str, folder: Path, size: int) -> None:
        self._sink, self._size = sink, size
        self._client = httpx.Client(trust_env=False, timeout=UPLOAD_SECONDS)
        publish = registry.connector(platform, Wire(sandbox_url=sink, client=self._client)).publish
        assert publish
        self._publish, self._account = publish, ACCOUNTS[platform]
        self._post, self._film = _post(folder, size), folder / "film.mp4"
        self._parts = 0

    def run(self, rounds: int) -> dict[str, Any]:
        seconds: dict[str, list[float]] = {"parts": [], "plain": []}
        ways: dict[str, Callable[[], None]] = {"parts": self._in_parts, "plain": self._plainly}
        grown = 0
        for number in range(rounds):
            for name in sorted(ways, reverse=bool(number % 2)):
                watch = Watch({"sender": os.getpid()})
                seconds[name].append(self._timed(ways[name]))
                most = watch.stop()["sender"]
                grown = max(grown, most if name == "parts" else 0)
        ratio = statistics.median(seconds["parts"]) / statistics.median(seconds["plain"])
        return {
            **{f"seconds_{name}": [round(each, 2) for each in found] for name, found in seconds.items()},
            "ratio": round(ratio, 3),
            "aim_ratio": AIM_RATIO,
            "parts": self._parts,
            "grown_mb": round(grown / MEGABYTE),
            "aim_grown_mb": AIM_GROWN_MB,
            "load": round(psutil.getloadavg()[0], 1),
            "ok": ratio <= AIM_RATIO and grown <= AIM_GROWN_MB * MEGABYTE,
        }

    def _timed(self, way: Callable[[], None]) -> float:
        self._received()
        began = time.monotonic()
        way()
        took = time.monotonic() - began
        received = self._received()
        if not self._size <= received <= self._size * 1.001 + MEGABYTE:
            raise RuntimeError(f"{received} octets arrived of a file of {self._size}")
        return took

    def _in_parts(self) -> None:
        kept: list[Progress] = []

        def keep(prepared: Mapping[str, Any], progress: Progress) -> None:
            kept.append(progress)

        self._publish.prepare(self._account, self._post, {}, keep=keep)
        self._parts = len({progress.done for progress in kept if progress.total == self._size} - {0})

    def _plainly(self) -> None:
        with self._film.open("rb") as file:
            self._client.post(f"{self._sink}/plain", content=file).raise_for_status()

    def _received(self) -> int:
        return int(self._client.get(f"{self._sink}/received").json()["received"])


def _post(folder: Path, size: int) -> Post:
    """A post that either platform takes: a film without content but for its first octets, and a cover."""
    film, cover = folder / "film.mp4", folder / "cover.png"
    with film.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(size)
    Image.new("RGB", (1080, 1440)).save(cover)
    return Post(
        key="bench",
        format="video",
        title="",
        text="新茶上市",
        video=Video("film", film, "video/mp4", size, 1080, 1920, 60.0, "h264", "aac"),
        cover=Picture("cover", cover, "image/png", 1080, 1440, cover.stat().st_size),
    )


@contextmanager
def _sink() -> Iterator[str]:
    """The address of a sink in a process of its own."""
    port = free_port()
    process = subprocess.Popen([sys.executable, "-m", "bench.sink", str(port)])
    address = f"http://{HOST}:{port}"
    try:
        wait_until(lambda: httpx.get(f"{address}/received", trust_env=False).status_code == 200)
        yield address
    finally:
        process.terminate()
        process.wait()
