"""What Kuaishou pushes, from the signature to what is known of the grant."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from chaoxin.connectors.contract import Converse
from chaoxin.connectors.testing.battery import silent_connector
from chaoxin.connectors.testing.emulation import running
from chaoxin.connectors.testing.samples import SAMPLE_TIME
from chaoxin.connectors.values import Event, EventKind, Webhook

from .cast import ACCOUNT, OPEN_ID
from .emulated import Desk, open_desk
from .pushed import pushed, signed


def house() -> Converse:
    converse = silent_connector("kuaishou").converse
    assert converse
    return converse


def test_a_withdrawn_consent_is_about_its_account_and_at_its_time() -> None:
    [event] = house().parse_webhook(ACCOUNT, pushed("UNAUTHORIZE")) or []
    assert (event.kind, event.account_id, event.at) == (EventKind.GRANT_REVOKED, OPEN_ID, SAMPLE_TIME)
    assert "取消了授权" in event.text


@pytest.mark.parametrize("seconds", [-901, 901])
def test_a_push_from_another_time_is_not_believed(seconds: int) -> None:
    late = pushed("UNAUTHORIZE", at=SAMPLE_TIME + timedelta(seconds=seconds))
    assert house().parse_webhook(ACCOUNT, late) is None
    patient = replace(ACCOUNT, settings={"push_window_seconds": 1200})
    assert house().parse_webhook(patient, late)


@pytest.mark.parametrize("moment", [None, "", "soon", -5, 10**18, 1.5])
def test_a_push_without_a_time_is_not_believed(moment: object) -> None:
    body = {"event": "UNAUTHORIZE", "message_id": "m1", "timestamp": moment, "data": {"open_id": OPEN_ID}}
    assert house().parse_webhook(ACCOUNT, signed(json.dumps(body).encode())) is None


def test_each_push_is_answered_with_its_own_number() -> None:
    webhook = pushed("AUTHORIZE")
    said = json.loads(house().acknowledgement(webhook).body)
    assert said == {"result": 1, "message_id": json.loads(webhook.body)["message_id"]}


def test_the_test_event_is_answered_and_says_nothing() -> None:
    webhook = pushed("TEST")
    answer = house().answer_verification(ACCOUNT, webhook)
    assert answer
    assert json.loads(answer.body)["result"] == 1
    assert house().parse_webhook(ACCOUNT, webhook) == []
    assert house().answer_verification(ACCOUNT, pushed("AUTHORIZE")) is None


@contextmanager
def callback_address(desk: Desk) -> Iterator[tuple[str, list[Event]]]:
    """An address that answers as the house would, and the events that came in."""
    assert desk.connector.converse
    converse: Converse = desk.connector.converse
    events: list[Event] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            webhook = Webhook("POST", {}, dict(self.headers), body)
            answer = converse.answer_verification(desk.account, webhook)
            found = None if answer else converse.parse_webhook(desk.account, webhook)
            events.extend(found or [])
            told = (answer or converse.acknowledgement(webhook)).body.encode()
            self.send_response(200 if answer or found is not None else 403)
            self.send_header("Content-Length", str(len(told)))
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            return None

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/callback", events
        server.shutdown()
        thread.join()


def test_consents_of_the_emulated_platform_arrive_once_each(tmp_path: Path) -> None:
    with running(tmp_path) as emulated:
        desk = open_desk(emulated)
        with callback_address(desk) as (url, events):
            kept = emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
            assert kept["verified"], kept["problem"]
            desk.fault("duplicate_callback")
            emulated.control("POST", f"accounts/{desk.key}/revoke")
            until = time.monotonic() + 20
            while emulated.control("GET", f"callbacks?account={desk.key}&state=waiting"):
                assert time.monotonic() < until, "the pushes were not delivered"
                time.sleep(0.05)
    revoked = [event for event in events if event.kind is EventKind.GRANT_REVOKED]
    assert len(revoked) == 2, "the push came twice"
    assert {(event.platform_id, event.account_id) for event in revoked} == {
        (revoked[0].platform_id, desk.account.external_id)
    }
