"""The wire repeats reads a bounded number of times, sends changes once, and keeps secrets out of the logs."""

from __future__ import annotations

import gc
import json
import logging
import weakref
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from chaoxin.connectors.errors import OutcomeUnknown, Wait
from chaoxin.connectors.file_parts import FilePart
from chaoxin.connectors.http import (
    CONNECT_SECONDS,
    READ_SECONDS,
    READ_TRIES,
    SLICE_BYTES,
    UPLOAD_SECONDS,
    Wire,
    shared_client,
    without_secrets,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
URL = "https://api.example.com/v2/posts.json"
Answering = Callable[[httpx.Request], httpx.Response]


class Server:
    """Answers each request by the next of its replies, the last one for ever; an error is raised."""

    def __init__(self, *replies: httpx.Response | type[httpx.RequestError]) -> None:
        self.replies = list(replies)
        self.requests: list[httpx.Request] = []
        self.pauses: list[float] = []
        self.metered: list[str] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        reply = self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]
        if isinstance(reply, httpx.Response):
            return reply
        raise reply("broken", request=request)

    def wire(self, *, sandbox_url: str = "") -> Wire:
        return Wire(
            sandbox_url=sandbox_url,
            client=httpx.Client(transport=httpx.MockTransport(self)),
            meter=self.metered.append,
            now=lambda: NOW,
            pause=self.pauses.append,
        )


def ok() -> httpx.Response:
    return httpx.Response(200, json={"id": 1})


def page(status: int) -> httpx.Response:
    return httpx.Response(status, text="<html>gateway</html>")


@pytest.mark.parametrize(
    "failure", [httpx.ReadTimeout, httpx.ConnectError, httpx.RemoteProtocolError, httpx.DecodingError]
)
def test_a_read_survives_two_broken_connections(failure: type[httpx.RequestError]) -> None:
    server = Server(failure, failure, ok())
    assert server.wire().read(URL).data == {"id": 1}
    assert len(server.requests) == 3


def test_a_read_may_ask_by_a_form_and_asks_the_same_again() -> None:
    server = Server(httpx.ReadTimeout, ok())
    server.wire().read(URL, method="POST", form={"open_id": "一"})
    assert [request.content for request in server.requests] == [b"open_id=%E4%B8%80"] * 2


def test_a_read_gives_up_after_three_tries_with_growing_pauses() -> None:
    server = Server(httpx.ReadTimeout)
    with pytest.raises(Wait) as caught:
        server.wire().read(URL)
    assert len(server.requests) == READ_TRIES == 3
    assert len(server.pauses) == 2
    assert server.pauses[0] < server.pauses[1]
    assert caught.value.until == NOW + timedelta(minutes=1)
    assert caught.value.code == "ReadTimeout"


def test_a_read_repeats_a_server_error_without_an_answer() -> None:
    server = Server(page(502), ok())
    assert server.wire().read(URL).status == 200
    assert len(server.requests) == 2


def test_a_read_hands_on_a_server_error_that_explains_itself() -> None:
    server = Server(httpx.Response(503, json={"error_code": 10002}))
    assert server.wire().read(URL).data == {"error_code": 10002}
    assert len(server.requests) == 1


@pytest.mark.parametrize("status", [301, 400, 401, 403, 404, 429])
def test_a_read_hands_on_every_other_status_at_once(status: int) -> None:
    server = Server(page(status))
    answer = server.wire().read(URL)
    assert answer.status == status
    assert answer.data is None
    assert len(server.requests) == 1


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_a_change_that_never_left_may_be_sent_later(failure: type[httpx.RequestError]) -> None:
    server = Server(failure)
    with pytest.raises(Wait):
        server.wire().change(URL, form={"text": "hello"})
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    "failure",
    [httpx.ReadTimeout, httpx.WriteTimeout, httpx.ReadError, httpx.RemoteProtocolError, httpx.DecodingError],
)
def test_a_change_without_an_answer_is_unknown_and_sent_once(failure: type[httpx.RequestError]) -> None:
    server = Server(failure)
    with pytest.raises(OutcomeUnknown):
        server.wire().change(URL, form={"text": "hello"})
    assert len(server.requests) == 1
    assert server.pauses == []


@pytest.mark.parametrize("status", [500, 502, 503, 504])
def test_a_change_answered_by_a_broken_gateway_is_unknown(status: int) -> None:
    server = Server(page(status))
    with pytest.raises(OutcomeUnknown) as caught:
        server.wire().change(URL, form={"text": "hello"})
    assert len(server.requests) == 1
    assert "gateway" in caught.value.excerpt


def test_a_harmless_change_without_an_answer_may_be_repeated_later() -> None:
    for reply in (httpx.ReadTimeout, page(502)):
        server = Server(reply)
        with pytest.raises(Wait):
            server.wire().change(URL, json={"draft": True}, harmless=True)
        assert len(server.requests) == 1


def test_every_try_is_counted_before_it_is_made() -> None:
    server = Server(httpx.ReadTimeout)
    with pytest.raises(Wait):
        server.wire().read(URL, meter="calls")
    assert server.metered == ["calls"] * READ_TRIES


def test_a_used_up_quota_sends_nothing() -> None:
    server = Server(ok())

    def used_up(meter: str) -> None:
        raise Wait("今天的次数已用完。", until=NOW)

    wire = Wire(client=httpx.Client(transport=httpx.MockTransport(server)), meter=used_up)
    with pytest.raises(Wait):
        wire.read(URL, meter="calls")
    with pytest.raises(Wait):
        wire.change(URL, form={"text": "hello"}, meter="calls")
    assert server.requests == []


def test_unmetered_calls_are_not_counted() -> None:
    server = Server(ok())
    server.wire().read(URL)
    assert server.metered == []


def test_every_call_has_time_limits() -> None:
    server = Server(ok())
    server.wire().read(URL)
    server.wire().change(URL, form={"text": "hello"})
    server.wire().change(URL, form={"text": "hello"}, files={"pic": ("a.png", b"picture", "image/png")})
    limits = [request.extensions["timeout"] for request in server.requests]
    assert [limit["read"] for limit in limits] == [READ_SECONDS, READ_SECONDS, UPLOAD_SECONDS]
    assert {limit["connect"] for limit in limits} == {CONNECT_SECONDS}


def test_json_goes_out_as_plain_text_without_escapes() -> None:
    server = Server(ok())
    server.wire().change(URL, json={"title": "全国门店"})
    assert "全国门店".encode() in server.requests[0].content
    assert json.loads(server.requests[0].content) == {"title": "全国门店"}


def test_a_form_is_encoded_once() -> None:
    server = Server(ok())
    server.wire().change(URL, form={"status": "新品 100%"})
    assert server.requests[0].content == b"status=%E6%96%B0%E5%93%81+100%25"


def test_the_sandbox_takes_the_host_as_the_first_part_of_the_path() -> None:
    server = Server(ok())
    wire = server.wire(sandbox_url="http://127.0.0.1:8100/")
    wire.read(URL, params={"access_token": "t"})
    assert str(server.requests[0].url) == "http://127.0.0.1:8100/api.example.com/v2/posts.json?access_token=t"
    assert wire.address("https://h.example.com/a?b=c") == "http://127.0.0.1:8100/h.example.com/a?b=c"


def test_without_a_sandbox_addresses_stay_as_they_are() -> None:
    assert Server(ok()).wire().address(f"{URL}?a=b") == f"{URL}?a=b"


def test_redirects_are_not_followed() -> None:
    assert shared_client().follow_redirects is False


def test_neither_query_nor_body_nor_headers_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    server = Server(ok())
    secret = "2.00secretToken"
    server.wire().read(URL, params={"access_token": secret}, headers={"Authorization": secret})
    server.wire().change(URL, params={"access_token": secret}, form={"client_secret": secret})
    lines = [record.getMessage() for record in caplog.records]
    assert not any(secret in line for line in lines)
    assert sum(line.startswith(("GET api.example.com/v2/posts.json 200", "POST")) for line in lines) == 2


def test_secrets_are_blanked_but_short_values_are_left_alone() -> None:
    assert without_secrets("token=abcdef123 ok", {"token": "abcdef123", "flag": "ok"}) == "token=*** ok"


def test_a_large_part_of_a_file_goes_out_in_slices_and_whole() -> None:
    server = Server(ok())
    part = bytes(range(256)) * 4096
    server.wire().change(URL, content=part, harmless=True)
    (request,) = server.requests
    assert request.content == part
    assert request.headers["Content-Length"] == str(len(part))
    assert "Transfer-Encoding" not in request.headers


def test_a_part_of_a_file_is_read_while_it_goes_out(tmp_path: Path) -> None:
    content = bytes(range(256)) * 8192
    path, taken = tmp_path / "film.mp4", []
    path.write_bytes(content)

    class Watched(FilePart):
        def read(self, size: int = -1) -> bytes:
            taken.append(size)
            return super().read(size)

    server = Server(ok(), ok())
    for part in (Watched(path, 1000, 1_000_000), Watched(path, 5, 10)):
        with part:
            server.wire().change(URL, content=part, harmless=True)
    assert [request.content for request in server.requests] == [content[1000:1_001_000], content[5:15]]
    assert [request.headers["Content-Length"] for request in server.requests] == ["1000000", "10"]
    assert set(taken) == {SLICE_BYTES}


def test_a_part_of_a_file_is_let_go_once_it_is_sent() -> None:
    server = Server(ok())
    gc.disable()
    try:
        server.wire().change(URL, content=b"x" * 1024, harmless=True)
        server.replies.clear()
        held = weakref.ref(server.requests.pop())
        assert held() is None, "the answer still holds the request"
    finally:
        gc.enable()
