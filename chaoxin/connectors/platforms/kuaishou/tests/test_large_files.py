"""A video of four gigabytes goes through in bounded memory. The other side throws everything away."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from PIL import Image

GIGABYTES = 4_000_000_000
MOST_MEGABYTES = 150
MOST_SECONDS = 110  # a few on a machine that has nothing else to do
BUFFER = memoryview(bytearray(1 << 20))

UPLOAD = """
import json, re, sys, time
from pathlib import Path
import httpx
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.kuaishou import build
from chaoxin.connectors.values import Account, Picture, Post, Token, Video

url, video_path, cover_path, size = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3]), int(sys.argv[4])
publish = build(Wire(sandbox_url=url, client=httpx.Client(trust_env=False))).publish
account = Account("o", {"app_id": "ks1", "app_secret": "s"}, Token({"access_token": "t"}))
video = Video("v", video_path, "video/mp4", size, 1080, 1920, 60.0)
cover = Picture("c", cover_path, "image/png", 4, 4, cover_path.stat().st_size)
post = Post("k", "video", "", "新茶", video=video, cover=cover)
steps = []
started = time.monotonic()
prepared = publish.prepare(account, post, {}, keep=lambda prepared, progress: steps.append(progress.done))
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1]) / 1024
print(json.dumps({"megabytes": peak, "seconds": time.monotonic() - started, "steps": len(steps),
                  "done": steps[-1], "finished": bool(prepared["upload"]["finished_at"])}))
"""


class Sink(BaseHTTPRequestHandler):
    """Answers like the platform and its gateway, and keeps nothing but the number of octets."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536  # head and body of an answer go out together
    octets: dict[int, int] = {}

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        left = length
        while left:
            left -= self.rfile.readinto(BUFFER[: min(left, len(BUFFER))])  # type: ignore[attr-defined]
        parts = urlsplit(self.path)
        told: dict[str, object] = {"result": 1}
        if parts.path.endswith("/start_upload"):
            told |= {"upload_token": "token-of-the-upload", "endpoint": "upload.example.com"}
        elif parts.path.endswith("/fragment"):
            Sink.octets[int(dict(parse_qsl(parts.query))["fragment_id"])] = length
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return None


@pytest.fixture
def sink() -> Iterator[str]:
    Sink.octets = {}
    with ThreadingHTTPServer(("127.0.0.1", 0), Sink) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


def test_four_gigabytes_are_uploaded_piece_by_piece(sink: str, tmp_path: Path) -> None:
    film, cover = tmp_path / "film.mp4", tmp_path / "cover.png"
    with film.open("wb") as file:
        file.write(b"\0\0\0\x18ftypmp42")
        file.truncate(GIGABYTES)
    Image.new("RGB", (4, 4)).save(cover)
    command = [sys.executable, "-c", UPLOAD, sink, str(film), str(cover), str(GIGABYTES)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=MOST_SECONDS, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["finished"]
    assert told["done"] == sum(Sink.octets.values()) == GIGABYTES
    assert sorted(Sink.octets) == list(range(len(Sink.octets)))
    assert told["steps"] == len(Sink.octets) + 2
    assert told["megabytes"] < MOST_MEGABYTES, told
