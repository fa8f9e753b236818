"""The upload addresses of platforms, which take whatever comes and let it go: the other end for what sends large files.

Run as a process of its own (`python -m bench.sink PORT`), so that receiving costs the sender nothing but a core.
"""

from __future__ import annotations

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

HOST = "127.0.0.1"
BUFFER_BYTES = 1024 * 1024
# One answer holds what the first call of an upload, a part and the end are asked for by either platform.
ANSWER = {
    "result": 1,
    "upload_token": "token-of-the-upload",
    "endpoint": "upload.example.com",
    "data": {
        "error_code": 0,
        "upload_id": "upload-1",
        "video": {"video_id": "video-1", "width": 1080, "height": 1920},
        "image": {"image_id": "image-1", "width": 1080, "height": 1440},
    },
    "extra": {"error_code": 0},
}


class Sink(BaseHTTPRequestHandler):
    """Answers every POST alike; GET tells how many octets of bodies came since the last GET."""

    protocol_version = "HTTP/1.1"
    wbufsize = 65_536
    disable_nagle_algorithm = True
    received = 0

    def do_POST(self) -> None:
        room = memoryview(bytearray(BUFFER_BYTES))
        left = int(self.headers.get("Content-Length") or 0)
        while left:
            taken = self.rfile.readinto(room[: min(left, BUFFER_BYTES)])  # type: ignore[attr-defined]
            if not taken:
                return
            Sink.received += taken
            left -= taken
        self._answer(ANSWER)

    def do_GET(self) -> None:
        received, Sink.received = Sink.received, 0
        self._answer({"received": received})

    def _answer(self, told: object) -> None:
        body = json.dumps(told).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        return None


def main(port: int) -> None:
    """Serves until the process is ended."""
    ThreadingHTTPServer((HOST, port), Sink).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]))
