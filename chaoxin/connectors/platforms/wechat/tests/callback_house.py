"""An address to which the emulated platform pushes, answered as the house would answer."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qsl, urlsplit

from chaoxin.connectors.contract import Converse
from chaoxin.connectors.values import Event, Webhook

from .emulated import Desk


@contextmanager
def callback_address(desk: Desk) -> Iterator[tuple[str, list[Event], list[int]]]:
    """An address that answers as the house would; also the events and the number of unbelieved pushes."""
    assert desk.connector.converse
    house: Converse = desk.connector.converse
    events: list[Event] = []
    refused: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = house.answer_verification(desk.account, self.webhook())
            self.answer(200 if answer else 403, answer.body if answer else "")

        def do_POST(self) -> None:
            webhook = self.webhook()
            found = house.parse_webhook(desk.account, webhook)
            if found is None:
                refused.append(1)
            events.extend(found or [])
            self.answer(200, house.acknowledgement(webhook).body)

        def webhook(self) -> Webhook:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = dict(parse_qsl(urlsplit(self.path).query))
            return Webhook(self.command, query, dict(self.headers), body)

        def answer(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/callback", events, refused
        server.shutdown()
        thread.join()
