"""R7 over threads and processes: a real connector, a real wire, real rows, and a platform that counts."""

from __future__ import annotations

import json
import multiprocessing
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection, connections, transaction

from chaoxin.accounts.testing.cast import Cast
from chaoxin.channels.models import Channel, Grant
from chaoxin.channels.sessions import open_session
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors import http
from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import Reconnect, RenewGrant, Wait
from chaoxin.connectors.values import Account

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 6
SECRET = "0123456789abcdef0123456789abcdef"


class CountingPlatform(ThreadingHTTPServer):
    """Every token call gives a new token and makes the one before worthless; `answer` may be replaced."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.count, self.guard = 0, threading.Lock()
        self.refusal: dict[str, Any] = {}
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    server: CountingPlatform

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if not urlsplit(self.path).path.endswith("token"):
            self._say({})  # what the new token may do
            return
        with self.server.guard:
            self.server.count += 1
            token = f"token-of-call-{self.server.count}"
        threading.Event().wait(0.2)
        self._say(self.server.refusal or {"access_token": token, "expires_in": 7200})

    def do_GET(self) -> None:
        good = self.path.endswith(f"token-of-call-{self.server.count}") and self.server.count > 0
        self._say({"good": good})

    def log_message(self, *args: Any) -> None:
        """Keeps the test's output clean."""

    def _say(self, answer: dict[str, Any]) -> None:
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture
def platform(settings: Any) -> Iterator[CountingPlatform]:
    server = CountingPlatform()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SANDBOX_URL = server.url
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def channel(cast: Cast, platform: CountingPlatform) -> Channel:
    return connected_channel(
        cast.workspace,
        platform="wechat",
        environment="sandbox",
        external_id="wx0123456789abcdef",
        credentials={"app_id": "wx0123456789abcdef", "app_secret": SECRET},
        token="token-of-yesterday",
    )


def call_platform(connector: Connector, account: Account) -> str:
    """A call that the platform takes with its newest token only."""
    held = account.token.secrets["access_token"] if account.token else ""
    if not connector.connect._caller.wire.read("https://api.example/", params={"token": held}).data["good"]:  # type: ignore[attr-defined]
        raise RenewGrant("令牌已失效。")
    return held


def work(channel: Channel, together: Any, found: Any) -> None:
    session = open_session(channel, urgent=True)
    together.wait(20)
    try:
        found.append(session.call(call_platform))
    except (Wait, Reconnect) as error:
        found.append(type(error).__name__)
    finally:
        connection.close()


def work_in_process(channel: Channel, together: Any, queue: Any) -> None:
    http._SHARED.clear()
    connections.close_all()
    found: list[str] = []
    work(channel, together, found)
    queue.put(found[0])


def run_in_threads(channel: Channel) -> list[str]:
    found: list[str] = []
    together = threading.Barrier(WORKERS)
    threads = [threading.Thread(target=work, args=(channel, together, found)) for _ in range(WORKERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_many_threads_with_a_dead_token_renew_it_exactly_once(
    channel: Channel, platform: CountingPlatform
) -> None:
    assert run_in_threads(channel) == ["token-of-call-1"] * WORKERS
    assert platform.count == 1
    assert Grant.objects.get(channel=channel).generation == 2


def test_many_processes_with_a_dead_token_renew_it_exactly_once(
    channel: Channel, platform: CountingPlatform
) -> None:
    connections.close_all()
    context = multiprocessing.get_context("fork")
    together, queue = context.Barrier(WORKERS), context.Queue()
    processes = [
        context.Process(target=work_in_process, args=(channel, together, queue)) for _ in range(WORKERS)
    ]
    for process in processes:
        process.start()
    found = [queue.get(timeout=30) for _ in processes]
    for process in processes:
        process.join(10)
    assert found == ["token-of-call-1"] * WORKERS
    assert platform.count == 1


def test_those_who_waited_for_a_failing_renewal_do_not_repeat_it(
    channel: Channel, platform: CountingPlatform
) -> None:
    platform.refusal = {"errcode": -1, "errmsg": "system error"}
    assert run_in_threads(channel) == ["Wait"] * WORKERS
    assert platform.count == 1
    assert Grant.objects.get(channel=channel).token == {"access_token": "token-of-yesterday"}


def test_a_dead_grant_is_found_dead_once(channel: Channel, platform: CountingPlatform) -> None:
    platform.refusal = {"errcode": 40125, "errmsg": "invalid appsecret"}
    assert run_in_threads(channel) == ["Reconnect"] * WORKERS
    assert platform.count == 1


def test_a_renewal_of_one_account_keeps_no_other_waiting(
    cast: Cast, channel: Channel, platform: CountingPlatform
) -> None:
    other = connected_channel(
        cast.workspace,
        platform="wechat",
        environment="sandbox",
        external_id="wxfedcba9876543210",
        credentials={"app_id": "wxfedcba9876543210", "app_secret": SECRET},
    )
    with transaction.atomic():
        Grant.objects.select_for_update().get(channel=channel)
        found: list[str] = []
        thread = threading.Thread(target=work, args=(other, threading.Barrier(1), found))
        thread.start()
        thread.join(10)
    assert found == ["token-of-call-1"]


def test_no_token_of_the_wire_reaches_a_log(
    channel: Channel, platform: CountingPlatform, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("DEBUG"):
        run_in_threads(channel)
    assert SECRET not in caplog.text
    assert "token-of-" not in caplog.text
