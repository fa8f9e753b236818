"""The web server as real processes."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import httpx
import pytest
from django.utils.module_loading import import_string

from chaoxin.config import web
from chaoxin.config.whole_bodies import WholeBodies

PATIENCE_SECONDS = 30.0
MORE_THAN_WIRES_HOLD = 20_000_000
APPLICATION = "chaoxin.config.tests.telling_wsgi:application"


@pytest.fixture
def server() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        port = asked.getsockname()[1]
    started = subprocess.Popen([*web.command(port=port)[:-1], APPLICATION])
    yield started, f"http://127.0.0.1:{port}/"
    started.terminate()
    assert started.wait(PATIENCE_SECONDS) == 0


def test_the_application_is_loaded_once_for_all_that_answer(
    server: tuple[subprocess.Popen[bytes], str],
) -> None:
    process, address = server
    told = _until(address, lambda told: True)
    assert told["loaded_by"] == process.pid != told["answered_by"]


def test_one_that_dies_is_replaced(server: tuple[subprocess.Popen[bytes], str]) -> None:
    process, address = server
    first = _until(address, lambda told: True)["answered_by"]
    second = _until(address, lambda told: told["answered_by"] != first)["answered_by"]
    # One that dies within seconds of its start is taken for broken and ends the server.
    for killed in (first, second):
        os.kill(killed, signal.SIGKILL)
    heir = _until(address, lambda told: told["answered_by"] not in (first, second))
    assert heir["loaded_by"] == process.pid


def test_who_sends_more_than_is_read_gets_the_answer(server: tuple[subprocess.Popen[bytes], str]) -> None:
    _process, address = server
    _until(address, lambda told: True)
    caller = http.client.HTTPConnection(urlsplit(address).netloc, timeout=PATIENCE_SECONDS)
    caller.request("POST", "/", body=b"a" * MORE_THAN_WIRES_HOLD)
    assert caller.getresponse().read()
    # The next request on the same connection is not taken for the rest of the first.
    caller.request("POST", "/", body=(b"a" * 1_000_000 for _part in range(20)), encode_chunked=True)
    assert caller.getresponse().read()
    caller.close()


def test_the_product_itself_is_served_so() -> None:
    assert isinstance(import_string(web.APPLICATION.replace(":", ".")), WholeBodies)


def _until(address: str, wanted: Callable[[dict[str, int]], bool]) -> dict[str, int]:
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        try:
            told: dict[str, int] = httpx.get(address, timeout=5).json()
        except httpx.TransportError:
            time.sleep(0.1)
            continue
        if wanted(told):
            return told
        time.sleep(0.02)
    raise AssertionError("nobody answered as was wanted")
