"""Fragments, going on after a break, and what the gateway does not take."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import Connector, Progress
from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account

from .cast import ACCOUNT, video, video_post
from .healthy import COMPLETE, FRAGMENT, PUBLISH, RESUME, START, platform, refused
from .recorded import payload

PIECE = 1_000_000
SMALL_PIECES = replace(ACCOUNT, settings={"fragment_bytes": PIECE, "direct_upload_bytes": PIECE})
POST = video_post(size=3_500_000)


class Kept:
    """What `keep` was given, call by call."""

    def __init__(self) -> None:
        self.steps: list[tuple[dict[str, Any], Progress]] = []

    def __call__(self, prepared: Mapping[str, Any], progress: Progress) -> None:
        self.steps.append((copy.deepcopy(dict(prepared)), progress))

    @property
    def last(self) -> dict[str, Any]:
        return self.steps[-1][0]


def prepare(
    connector: Connector,
    prepared: Mapping[str, Any] | None = None,
    *,
    account: Account = SMALL_PIECES,
    keep: Kept | None = None,
) -> Mapping[str, Any]:
    assert connector.publish
    return connector.publish.prepare(account, POST, prepared or {}, keep=keep or Kept())


def sent_numbers(stub: StubPlatform) -> list[int]:
    return [int(request.url.params["fragment_id"]) for request in stub.sent_to(FRAGMENT)]


def breaking_at(number: int) -> Callable[[httpx.Request], Reply]:
    """A gateway that gives way at one fragment."""

    def answer(request: httpx.Request) -> Reply:
        if request.url.params["fragment_id"] == str(number):
            raise httpx.ReadTimeout("broken by the test", request=request)
        return Reply(payload("fragment"))

    return answer


def resumed(*numbers: int, existed: bool = True) -> Reply:
    last = numbers[-1] if numbers else -1
    told = {"result": 1, "existed": existed, "fragment_index": last, "fragment_list": list(numbers)}
    return Reply(told)


def test_a_small_video_goes_in_one_piece_to_the_host_that_was_handed_out() -> None:
    elsewhere = Reply({**payload("start_upload"), "endpoint": "upload9.example.com"})
    stub, connector = platform({START: elsewhere, "upload9.example.com/api/upload": Reply({"result": 1})})
    assert connector.publish
    post = video_post()
    connector.publish.prepare(ACCOUNT, post, {})
    (request,) = stub.sent_to("upload9.example.com/api/upload")
    assert post.video
    assert request.content == post.video.path.read_bytes()
    assert request.headers["Content-Type"] == "video/mp4"
    assert request.url.scheme == "http"
    assert dict(request.url.params) == {"upload_token": payload("start_upload")["upload_token"]}


def test_a_large_video_goes_in_fragments_and_every_one_is_kept() -> None:
    stub, connector = platform()
    kept = Kept()
    prepared = prepare(connector, keep=kept)
    assert sent_numbers(stub) == [0, 1, 2, 3]
    assert [len(request.content) for request in stub.sent_to(FRAGMENT)] == [PIECE, PIECE, PIECE, 500_000]
    assert POST.video
    assert b"".join(request.content for request in stub.sent_to(FRAGMENT)) == POST.video.path.read_bytes()
    (complete,) = stub.sent_to(COMPLETE)
    assert complete.url.params["fragment_count"] == "4"
    assert [progress.done for _, progress in kept.steps] == [
        0,
        PIECE,
        2 * PIECE,
        3 * PIECE,
        3_500_000,
        3_500_000,
    ]
    assert {progress.total for _, progress in kept.steps} == {3_500_000}
    assert kept.last == prepared


def test_after_a_crash_only_the_missing_fragments_are_sent() -> None:
    stub, connector = platform({FRAGMENT: breaking_at(2)})
    kept = Kept()
    with pytest.raises(Wait):
        prepare(connector, keep=kept)
    assert sent_numbers(stub) == [0, 1, 2]
    stub, connector = platform({RESUME: resumed(0, 1)})
    prepare(connector, kept.last)
    assert sent_numbers(stub) == [2, 3]
    assert stub.sent_to(START) == []
    assert len(stub.sent_to(COMPLETE)) == 1


def test_a_gap_in_what_the_gateway_has_is_filled() -> None:
    _, connector = platform({FRAGMENT: breaking_at(3)})
    kept = Kept()
    with pytest.raises(Wait):
        prepare(connector, keep=kept)
    stub, connector = platform({RESUME: resumed(0, 2)})
    prepare(connector, kept.last)
    assert sent_numbers(stub) == [1, 3]


@pytest.mark.parametrize(
    "answer", [resumed(existed=False), refused(100200100), Reply("not found", status=404)]
)
def test_an_upload_that_the_gateway_has_forgotten_begins_anew(answer: Responder) -> None:
    _, connector = platform({FRAGMENT: breaking_at(2)})
    kept = Kept()
    with pytest.raises(Wait):
        prepare(connector, keep=kept)
    stub, connector = platform({RESUME: answer})
    prepare(connector, kept.last)
    assert len(stub.sent_to(START)) == 1
    assert sent_numbers(stub) == [0, 1, 2, 3]


def test_a_gateway_that_cannot_be_asked_is_asked_later() -> None:
    _, connector = platform({FRAGMENT: breaking_at(1)})
    kept = Kept()
    with pytest.raises(Wait):
        prepare(connector, keep=kept)
    stub, connector = platform({RESUME: refused(100200500)})
    with pytest.raises(Wait):
        prepare(connector, kept.last)
    assert stub.sent_to(START) == []


def test_another_video_begins_anew() -> None:
    _, connector = platform()
    prepared = prepare(connector)
    stub, connector = platform()
    assert connector.publish
    other = video_post(size=2_500_000)
    connector.publish.prepare(SMALL_PIECES, other, prepared)
    assert len(stub.sent_to(START)) == 1
    assert sent_numbers(stub) == [0, 1, 2]


def test_a_finished_upload_is_used_again_for_a_while() -> None:
    _, connector = platform()
    prepared = prepare(connector)
    stub, connector = platform(now=SAMPLE_TIME + timedelta(hours=11))
    assert prepare(connector, prepared) == prepared
    assert stub.requests == []
    stub, connector = platform(now=SAMPLE_TIME + timedelta(hours=13))
    prepare(connector, prepared)
    assert len(stub.sent_to(START)) == 1


def test_a_video_that_the_gateway_sends_back_is_tried_three_times() -> None:
    _, connector = platform({FRAGMENT: refused(100200100)})
    prepared: Mapping[str, Any] = {}
    for raised in (Wait, Wait, AskPlatform, Wait):
        with pytest.raises(raised) as caught:
            prepare(connector, prepared)
        prepared = caught.value.prepared
        assert prepared["upload"]["token"] == ""


def test_a_fragment_of_another_size_than_sent_is_not_believed() -> None:
    _, connector = platform({FRAGMENT: Reply({"result": 1, "size": 3})})
    with pytest.raises(Wait):
        prepare(connector)


def test_a_file_that_is_shorter_than_said_or_gone_is_to_be_uploaded_again() -> None:
    _, connector = platform()
    assert connector.publish
    shortened = video(2_000_000, name="shortened")
    for changed in (replace(shortened, size=3_000_000), replace(shortened, path=shortened.path / "gone")):
        with pytest.raises(FixContent, match="重新上传"):
            connector.publish.prepare(SMALL_PIECES, replace(POST, video=changed), {})


def test_a_host_that_is_none_is_not_uploaded_to() -> None:
    for endpoint in ("", "user@evil.example.com", "example.com/path", "-x"):
        stub, connector = platform({START: Reply({**payload("start_upload"), "endpoint": endpoint})})
        with pytest.raises(Wait):
            prepare(connector)
        assert len(stub.requests) == 1


def test_the_upload_token_is_in_no_excerpt() -> None:
    token = payload("start_upload")["upload_token"]

    def echo(request: httpx.Request) -> Reply:
        return Reply(f"<p>{request.url}</p>", status=502)

    for target in (FRAGMENT, COMPLETE):
        _, connector = platform({target: echo})
        with pytest.raises(Wait) as caught:
            prepare(connector)
        assert token not in caught.value.excerpt
    _, connector = platform({PUBLISH: echo})
    assert connector.publish
    prepared = connector.publish.prepare(ACCOUNT, video_post(), {})
    with pytest.raises(Exception, match="不会重复发送") as lost:
        connector.publish.submit(ACCOUNT, video_post(), prepared)
    assert token not in str(vars(lost.value))
