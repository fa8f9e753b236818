"""An answer reaches whoever is still sending: what nobody has read of a request is read first and forgotten.

A server that answers and closes while a client sends makes most clients report a broken connection in place of the
answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Start = Callable[..., Any]
Application = Callable[[dict[str, Any], Start], Iterable[bytes]]
CHUNK_BYTES = 64 * 1024
# Whoever sends more than this beyond what is read does not get to know why it was refused.
MOST_BYTES = 256 * 1024 * 1024


class WholeBodies:
    """The application, with every request read to its end before its answer goes out."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        answer = self.application(environ, start)
        if environ.get("CONTENT_LENGTH", "0") != "0" or "HTTP_TRANSFER_ENCODING" in environ:
            _read_to_end(environ["wsgi.input"])
        return answer


def _read_to_end(body: Any) -> None:
    left = MOST_BYTES
    while left > 0 and (chunk := body.read(CHUNK_BYTES)):
        left -= len(chunk)
