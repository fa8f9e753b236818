"""Whatever goes wrong on the wire becomes the right error, and nothing visible is sent twice."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable
from typing import Any

import httpx
import pytest

from chaoxin.connectors import contract, registry
from chaoxin.connectors.errors import ConnectorError, OutcomeUnknown, RenewGrant, Wait
from chaoxin.connectors.http import READ_TRIES
from chaoxin.connectors.opening import OpenApp
from chaoxin.connectors.values import Submission

from .battery import PLATFORM_KEYS, call_id, every_call, silent_connector, stub_of
from .samples import Call, CallKind, Refusal, samples_of
from .stub_platform import Fault, response_of

CHINESE = re.compile(r"[\u4e00-\u9fff]{4,}")
PARTS = {
    "connect": contract.Connect,
    "publish": contract.Publish,
    "converse": contract.Converse,
    "measure": contract.Measure,
    "comment_first": contract.FirstComment,
    "open_app": OpenApp,
    "stop_pending": contract.StopPending,
    "find_posted": contract.FindPosted,
}
# These never speak to the platform, or are covered by the tests of publishing and of webhooks.
OTHERWISE_COVERED = {
    "open_app.check",
    "connect.begin",
    "connect.renews_by_itself",
    "publish.check",
    "publish.lengths",
    "publish.prepare",
    "converse.answer_verification",
    "converse.parse_webhook",
    "converse.acknowledgement",
}


def raising(error: type[httpx.TransportError]) -> Fault:
    """A fault by which the request fails with `error`."""

    def fail(request: httpx.Request) -> httpx.Response:
        raise error("broken by the battery", request=request)

    return fail


def answering(status: int, body: bytes = b"<html><body>gateway</body></html>") -> Fault:
    """A fault by which a gateway answers."""
    return lambda request: httpx.Response(status, content=body, headers={"Content-Type": "text/html"})


LOST: dict[str, Fault] = {
    "time-out": raising(httpx.ReadTimeout),
    "time-out while sending": raising(httpx.WriteTimeout),
    "cut connection": raising(httpx.RemoteProtocolError),
    "reset connection": raising(httpx.ReadError),
    "500": answering(500),
    "502": answering(502),
    "504": answering(504),
}
UNREADABLE: dict[str, Fault] = {
    "broken JSON": answering(200, b'{"id": 12'),
    "an empty body": answering(200, b""),
}
REFUSING: dict[str, Fault] = {str(status): answering(status) for status in (400, 401, 403, 404, 429)}

each_call = pytest.mark.parametrize(("key", "call"), every_call(), ids=call_id)


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_every_method_has_a_sample_call(key: str) -> None:
    connector, samples = silent_connector(key), samples_of(key)
    offered = {
        f"{part}.{name}"
        for part, protocol in PARTS.items()
        if getattr(connector, part) is not None
        for name, member in inspect.getmembers(protocol, inspect.isfunction)
        if not name.startswith("_")
    }
    covered = {call.name for call in samples.calls} | set(samples.without_calls)
    assert offered - covered - OTHERWISE_COVERED == set()
    assert covered - offered == set()


@each_call
def test_a_healthy_platform_is_understood(key: str, call: Call) -> None:
    stub, connector = stub_of(key, extra=call.answers)
    call.run(connector)
    assert stub.sent_to(call.target), "the call never reached its target"


@each_call
@pytest.mark.parametrize("fault", LOST)
def test_a_lost_answer_is_never_taken_for_a_failure(key: str, call: Call, fault: str) -> None:
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, LOST[fault])
    error = error_of(lambda: call.run(connector))
    assert type(error) is (OutcomeUnknown if call.kind is CallKind.CHANGE else Wait)
    assert_sent_within_bounds(call, len(stub.sent_to(call.target)))


@each_call
@pytest.mark.parametrize("fault", UNREADABLE)
def test_an_unreadable_success_is_never_taken_for_one(key: str, call: Call, fault: str) -> None:
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, UNREADABLE[fault])
    error = error_of(lambda: call.run(connector))
    assert type(error) is (OutcomeUnknown if call.kind is CallKind.CHANGE else Wait)
    assert_sent_within_bounds(call, len(stub.sent_to(call.target)))


@each_call
@pytest.mark.parametrize("fault", REFUSING)
def test_a_refusing_gateway_becomes_an_error_with_a_sentence(key: str, call: Call, fault: str) -> None:
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, REFUSING[fault])
    error = error_of(lambda: call.run(connector))
    assert type(error) is not ConnectorError, "an error must name its remedy"
    assert call.kind is CallKind.CHANGE or not isinstance(error, OutcomeUnknown)
    if fault == "429" and call.kind is not CallKind.CHANGE:
        assert type(error) is Wait
    assert_sent_within_bounds(call, len(stub.sent_to(call.target)))


@each_call
@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_what_never_left_may_be_repeated_later(
    key: str, call: Call, failure: type[httpx.TransportError]
) -> None:
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, raising(failure))
    assert type(error_of(lambda: call.run(connector))) is Wait
    assert_sent_within_bounds(call, len(stub.sent_to(call.target)))


@each_call
def test_business_refusals_ask_for_the_right_remedy(key: str, call: Call) -> None:
    for refusal in call.refusals:
        assert_remedied(key, call, refusal)


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_a_platform_that_renews_by_itself_says_so(key: str) -> None:
    connector, samples = silent_connector(key), samples_of(key)
    renewing = connector.connect.renews_by_itself()
    assert renewing == ("connect.renew" in {call.name for call in samples.calls})
    if not renewing:
        error = error_of(lambda: connector.connect.renew(samples.account))
        assert error.remedy == "reconnect"


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_a_platform_that_cannot_renew_never_asks_for_it(key: str) -> None:
    raised = {refusal.raises for call in samples_of(key).calls for refusal in call.refusals}
    assert registry.manifest(key).key == key
    assert RenewGrant not in raised or silent_connector(key).connect.renews_by_itself()


def error_of(run: Callable[[], Any]) -> ConnectorError:
    """The error that a call ends with; its sentence must be for a person."""
    with pytest.raises(ConnectorError) as caught:
        run()
    assert CHINESE.search(caught.value.sentence), caught.value.sentence
    assert caught.value.sentence.rstrip()[-1] in "。！？", caught.value.sentence
    if isinstance(caught.value, Wait):
        assert caught.value.until.tzinfo is not None
    return caught.value


def assert_remedied(key: str, call: Call, refusal: Refusal) -> None:
    """The refusal at the call's target becomes what the sample says."""
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, lambda request: response_of(refusal.reply))
    if refusal.raises:
        error = error_of(lambda: call.run(connector))
        assert type(error) is refusal.raises, (refusal.reply.body, error.sentence)
        assert error.code, refusal.reply.body
    else:
        answer = call.run(connector)
        if refusal.returns:
            assert isinstance(answer, Submission)
            assert answer.outcome is refusal.returns, refusal.reply.body
    assert_sent_within_bounds(call, len(stub.sent_to(call.target)))


def assert_sent_within_bounds(call: Call, times: int) -> None:
    """Reads may be repeated; anything else goes out once."""
    if call.kind is CallKind.READ:
        assert 1 <= times <= READ_TRIES
    else:
        assert times == 1
