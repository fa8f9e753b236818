"""No secret leaves a connector by a log line, an error or an excerpt, even when the platform echoes it."""

from __future__ import annotations

import logging
import traceback
from urllib.parse import unquote_plus

import httpx
import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.errors import ConnectorError
from chaoxin.connectors.values import Submission

from .battery import PLATFORM_KEYS, call_id, every_call, secrets_of, stub_of
from .samples import Call, Reply, samples_of
from .stub_platform import Fault

each_call = pytest.mark.parametrize(("key", "call"), every_call(), ids=call_id)


@pytest.mark.parametrize("key", PLATFORM_KEYS)
def test_the_sample_account_has_secrets_to_look_for(key: str) -> None:
    secrets = secrets_of(key, samples_of(key))
    assert secrets or not any(mode.key == "api" for mode in registry.manifest(key).modes)
    assert all(len(value) >= 8 for value in secrets.values())


@each_call
def test_no_secret_is_logged_when_all_goes_well(
    key: str, call: Call, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub, connector = stub_of(key, extra=call.answers)
    call.run(connector)
    assert caplog.records, "the wire logs every request"
    assert_clean(key, logged(caplog))
    assert all(
        request.url.query.decode() not in logged(caplog) for request in stub.requests if request.url.query
    )


@each_call
@pytest.mark.parametrize("status", [200, 400, 403, 500, 502])
def test_an_echoing_platform_gives_no_secret_away(
    key: str, call: Call, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    stub, connector = stub_of(key, extra=call.answers)
    stub.break_at(call.target, lambda request: httpx.Response(status, text=f"<p>{echo_of(key, request)}</p>"))
    with pytest.raises(ConnectorError) as caught:
        call.run(connector)
    assert_clean(key, logged(caplog))
    assert_clean(key, told(caught.value))


@each_call
def test_an_echo_inside_a_refusal_is_blanked(key: str, call: Call, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for refusal in call.refusals:
        if not isinstance(refusal.reply.body, dict):
            continue
        stub, connector = stub_of(key, extra=call.answers)
        stub.break_at(call.target, echoing(key, refusal.reply))
        try:
            answer = call.run(connector)
        except ConnectorError as error:
            assert_clean(key, told(error))
        else:
            if isinstance(answer, Submission):
                assert_clean(key, answer.sentence + answer.excerpt)
    assert_clean(key, logged(caplog))


@each_call
def test_a_broken_connection_gives_no_secret_away(key: str, call: Call) -> None:
    stub, connector = stub_of(key, extra=call.answers)

    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no answer", request=request)

    stub.break_at(call.target, cut)
    with pytest.raises(ConnectorError) as caught:
        call.run(connector)
    assert_clean(key, told(caught.value))


def echoing(key: str, reply: Reply) -> Fault:
    """A fault by which a refusal repeats the secrets that it was sent."""
    return lambda request: httpx.Response(reply.status, json={**reply.body, "echo": echo_of(key, request)})


def echo_of(key: str, request: httpx.Request) -> str:
    """The secrets of the sample account that a request carries; the platform knows no others."""
    sent = unquote_plus(f"{request.url} {request.content.decode('utf-8', 'replace')} {request.headers.raw}")
    return "you sent " + " ".join(
        value for value in secrets_of(key, samples_of(key)).values() if value in sent
    )


def logged(caplog: pytest.LogCaptureFixture) -> str:
    """Everything logged so far, by whatever logger."""
    return "\n".join(f"{record.name} {record.getMessage()} {record.args}" for record in caplog.records)


def told(error: ConnectorError) -> str:
    """All that an error could show: its texts and the traceback with the errors behind it."""
    return "\n".join([error.sentence, error.code, error.excerpt, *traceback.format_exception(error)])


def assert_clean(key: str, text: str) -> None:
    """No secret of the sample account is in the text."""
    for name, value in secrets_of(key, samples_of(key)).items():
        assert value not in text, f"{name} was given away"
