"""A platform in memory: answers by host and path, remembers what was asked, breaks where it is told to."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from datetime import datetime

import httpx

from chaoxin.connectors.contract import Meter
from chaoxin.connectors.http import Wire

from .samples import Reply, Responder

Fault = Callable[[httpx.Request], httpx.Response]


class StubPlatform:
    """Answers over `httpx.MockTransport`. A request without an answer is an AssertionError, so that a test
    sees every call that a connector makes."""

    def __init__(self, answers: Mapping[str, Responder]) -> None:
        self.answers = dict(answers)
        self.faults: dict[str, Fault] = {}
        self.requests: list[httpx.Request] = []
        self.metered: list[str] = []

    def break_at(self, target: str, fault: Fault) -> None:
        """From now on requests to host and path `target` meet the fault."""
        self.faults[target] = fault

    def wire(self, *, now: datetime, meter: Meter | None = None) -> Wire:
        """A wire to this platform whose clock stands still and whose pauses take no time."""
        return Wire(
            client=httpx.Client(transport=httpx.MockTransport(self._answer)),
            meter=meter or self.metered.append,
            now=lambda: now,
            pause=lambda seconds: None,
        )

    def sent_to(self, target: str) -> list[httpx.Request]:
        """The requests to host and path `target`, in order."""
        return [request for request in self.requests if address_of(request) == target]

    def _answer(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.requests.append(request)
        address = address_of(request)
        if address in self.faults:
            return self.faults[address](request)
        responder = self.answers.get(address)
        assert responder is not None, f"no sample answer for {request.method} {address}"
        return response_of(responder if isinstance(responder, Reply) else responder(request))


def silent_wire(*, now: datetime) -> Wire:
    """A wire over which nothing may be sent or counted."""

    def refuse(meter: str) -> None:
        raise AssertionError(f"a pure method counted a call of {meter!r}")

    return StubPlatform({}).wire(now=now, meter=refuse)


def address_of(request: httpx.Request) -> str:
    """Host and path of a request, as `Call.target` names them."""
    return f"{request.url.host}{request.url.path}"


def response_of(reply: Reply) -> httpx.Response:
    """The reply as an HTTP response."""
    if isinstance(reply.body, bytes):
        content, content_type = reply.body, "application/octet-stream"
    elif isinstance(reply.body, str):
        content, content_type = reply.body.encode(), "text/html; charset=utf-8"
    else:
        content, content_type = json.dumps(reply.body, ensure_ascii=False).encode(), "application/json"
    return httpx.Response(
        reply.status, content=content, headers={"Content-Type": content_type, **reply.headers}
    )
