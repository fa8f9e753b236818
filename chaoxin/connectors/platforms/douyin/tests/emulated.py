"""The emulated platform as a process of its own, and an account on it that was connected as a person would."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

from chaoxin.connectors.contract import Connector, Converse, PostReference, Publish
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.testing.emulation import START_SECONDS, Emulated
from chaoxin.connectors.values import Account, Event, Outcome, Post, Submission, Webhook

RETURN_URL = "https://chaoxin.example.com/channels/back"


@dataclass
class Desk:
    """An account on the emulation with its connector, as the rooms would hold it."""

    emulated: Emulated
    key: str
    wire: Wire
    connector: Connector
    account: Account
    shown: dict[str, str]
    kept: dict[str, Any] = field(default_factory=dict)

    @property
    def publish(self) -> Publish:
        assert self.connector.publish
        return self.connector.publish

    @property
    def converse(self) -> Converse:
        assert self.connector.converse
        return self.connector.converse

    def fault(self, kind: str, path: str = "*", options: Mapping[str, Any] | None = None) -> None:
        """Lets one call, publication or push go wrong."""
        given = {"kind": kind, "account": self.key, "path": path, "count": 1, "options": options or {}}
        self.emulated.control("POST", "faults", given)

    def change(self, **changes: Any) -> None:
        self.emulated.control("PATCH", f"accounts/{self.key}", changes)

    def posts(self) -> list[dict[str, Any]]:
        """What the account has published according to the platform itself, the newest first."""
        found: list[dict[str, Any]] = self.emulated.control("GET", f"posts?account={self.key}")
        return found

    def prepare(self, post: Post) -> dict[str, Any]:
        self.kept = dict(self.publish.prepare(self.account, post, self.kept))
        return self.kept

    def submit(self, post: Post) -> Submission:
        return self.publish.submit(self.account, post, self.prepare(post))

    def settled(self, submission: Submission) -> Submission:
        """What became of a submission after its review."""
        self.emulated.advance(30)
        return self.publish.look_up(self.account, submission.reference)

    def live(self, post: Post) -> PostReference:
        """Publishes a post and waits until it can be read."""
        submitted = self.submit(post)
        found = self.settled(submitted)
        assert found.outcome is Outcome.PUBLISHED, found.sentence
        self.kept = {}
        return PostReference(found.post_id, found.reference, {**submitted.facts, **found.facts})

    def comment(self, text: str, person: str = "小鱼", **more: Any) -> dict[str, Any]:
        """A fan comments on the newest item."""
        given = {"text": text, "person": person, **more}
        made: dict[str, Any] = self.emulated.control("POST", f"posts/{self.posts()[0]['id']}/comments", given)
        return made


def open_desk(emulated: Emulated, *, scopes: str = "", **given: Any) -> Desk:
    """A new account, connected by its consent page; without an audience, so that nothing happens by chance."""
    body = {"platform": "douyin", "followers": 2000, "audience": {"on": False}, **given}
    opened = emulated.control("POST", "accounts", body)
    emulated.control("PATCH", f"accounts/{opened['key']}", {"credentials": {"auto_approve": True}})
    shown = opened["credentials"]
    credentials = {
        "client_key": shown["client_key"],
        "client_secret": shown["client_secret"],
        "scopes": scopes or shown["scopes"],
    }
    wire = Wire(
        sandbox_url=emulated.url, client=emulated.client, now=emulated.now, pause=lambda seconds: None
    )
    connector = build(wire)
    token = consent(emulated, connector, credentials)
    account = Account("", credentials, token=token)
    identity = connector.connect.identify(account)
    return Desk(
        emulated, opened["key"], wire, connector, replace(account, external_id=identity.external_id), shown
    )


def consent(emulated: Emulated, connector: Connector, credentials: Mapping[str, str]) -> Any:
    """The token for a consent that the page gives by itself."""
    trip = connector.connect.begin(credentials=credentials, return_url=RETURN_URL, state="state-of-the-trip")
    assert trip
    answer = emulated.client.get(trip.url, follow_redirects=False)
    assert answer.status_code == 302, answer.text
    query = {name: values[0] for name, values in parse_qs(urlsplit(answer.headers["location"]).query).items()}
    return connector.connect.finish(
        credentials=credentials, answer=query, keep=trip.keep, return_url=RETURN_URL
    )


def eventually(holds: Callable[[], bool]) -> None:
    """Waits until it holds, since pushes come in their own time."""
    end = time.monotonic() + START_SECONDS
    while not holds():
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)


@contextlib.contextmanager
def callback_address(desk: Desk) -> Iterator[tuple[str, list[Event], list[int]]]:
    """An address that answers as the house would; also the events and the number of unbelieved pushes."""
    house = desk.converse
    events: list[Event] = []
    refused: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            query = dict(parse_qsl(urlsplit(self.path).query))
            webhook = Webhook("POST", query, dict(self.headers), body)
            checked = house.answer_verification(desk.account, webhook)
            found = [] if checked else house.parse_webhook(desk.account, webhook)
            if found is None:
                refused.append(1)
            events.extend(found or [])
            told = (checked or house.acknowledgement(webhook)).body.encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/callback", events, refused
        server.shutdown()
        thread.join()
