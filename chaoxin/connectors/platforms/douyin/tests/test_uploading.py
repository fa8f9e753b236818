"""Videos in parts: read piece by piece, gone on with after a crash, begun anew where the platform forgot them."""

from __future__ import annotations

import itertools
import json
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import Progress
from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.file_parts import FilePart
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.platforms.douyin.limits import PART_BYTES, PART_BYTES_MIN, VIDEO_BYTES
from chaoxin.connectors.platforms.douyin.publish import DouyinPublish
from chaoxin.connectors.platforms.douyin.uploading import parts_of
from chaoxin.connectors.testing.samples import SAMPLE_TIME
from chaoxin.connectors.values import Post

from .cast import ACCOUNT, FOLDER, MEGABYTE, video, video_post

HEAD = re.compile(rb'name="video"; filename="[^"]*"\r\nContent-Type: video/mp4\r\n\r\n')


class Sink(httpx.BaseTransport):
    """The platform's upload addresses, which take parts in and let them go; dies at the part it is told to."""

    def __init__(self) -> None:
        self.uploads: dict[str, dict[int, int]] = {}
        self.dies_at = 0
        self.forgets = False
        self.taken: list[tuple[str, int]] = []
        self.most_memory = 0

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        length = int(request.headers.get("Content-Length") or 0)
        assert isinstance(request.stream, httpx.SyncByteStream)
        received = 0
        for chunk in request.stream:
            received += len(chunk)
            if received % PART_BYTES_MIN < len(chunk):
                self.most_memory = max(self.most_memory, resident_octets())
        assert received == length, "what is announced is what is sent"
        return httpx.Response(200, json=self.answer(request, received))

    def answer(self, request: httpx.Request, received: int) -> dict[str, Any]:
        name = request.url.path.rstrip("/").rsplit("/", 1)[1]
        if name == "init_video_part_upload":
            upload_id = f"upload-{len(self.uploads) + 1}=="
            self.uploads[upload_id] = {}
            return told(upload_id=upload_id)
        upload_id = request.url.params.get("upload_id", "")
        if self.forgets or upload_id not in self.uploads:
            self.forgets = False
            return refused(28001007)
        if name == "upload_video_part":
            number = int(request.url.params["part_number"])
            if number == self.dies_at:
                raise httpx.ReadError("the connection was cut", request=request)
            self.uploads[upload_id][number] = received
            self.taken.append((upload_id, number))
            return told()
        assert sorted(self.uploads[upload_id]) == list(range(1, len(self.uploads[upload_id]) + 1))
        return told(video={"video_id": f"video-of-{upload_id}", "width": 1, "height": 1})


def told(**data: Any) -> dict[str, Any]:
    return {"data": {**data, "error_code": 0}, "extra": {"error_code": 0}}


def refused(code: int) -> dict[str, Any]:
    return {"data": {"error_code": code}, "extra": {"error_code": code}}


class Desk:
    """A publishing part over a sink, and what it was given to keep."""

    def __init__(self, sink: Sink) -> None:
        self.now = SAMPLE_TIME
        self.kept: list[tuple[dict[str, Any], Progress]] = []
        wire = Wire(client=httpx.Client(transport=sink), now=lambda: self.now, pause=lambda seconds: None)
        publish = build(wire).publish
        assert isinstance(publish, DouyinPublish)
        self.publish = publish

    def prepare(self, post: Post, prepared: Mapping[str, Any] | None = None) -> Mapping[str, Any]:
        def keep(ready: Mapping[str, Any], progress: Progress) -> None:
            self.kept.append((json.loads(json.dumps(dict(ready))), progress))

        return self.publish.prepare(ACCOUNT, post, prepared or {}, keep=keep)


@pytest.fixture
def sink() -> Sink:
    return Sink()


@pytest.fixture
def desk(sink: Sink) -> Desk:
    return Desk(sink)


def long_post(size: int = 90 * MEGABYTE) -> Post:
    return video_post(video=video(size=size, key="long"))


def test_a_long_video_goes_in_parts_and_each_is_kept(sink: Sink, desk: Desk) -> None:
    ready = desk.prepare(long_post())
    assert ready["video"]["id"] == "video-of-upload-1=="
    assert [number for _, number in sink.taken] == [1, 2, 3, 4, 5]
    progress = [entry.done for _, entry in desk.kept]
    assert progress == sorted(progress)
    assert desk.kept[-1][1] == Progress(90 * MEGABYTE, 90 * MEGABYTE)
    assert [ready["upload"]["done"] for ready, _ in desk.kept[:-1]] == [1, 2, 3, 4, 5]


def test_an_upload_killed_midway_goes_on_with_the_missing_parts_only(sink: Sink, desk: Desk) -> None:
    sink.dies_at = 4
    with pytest.raises(Wait) as caught:
        desk.prepare(long_post())
    kept = desk.kept[-1][0]
    assert caught.value.prepared == kept, "what was ready by then is handed over with the error as well"
    sink.dies_at, sink.taken = 0, []
    restarted = Desk(sink)
    ready = restarted.prepare(long_post(), kept)
    assert sink.taken == [("upload-1==", 4), ("upload-1==", 5)]
    assert ready["video"]["id"] == "video-of-upload-1=="
    assert "upload" not in ready


def test_an_upload_whose_last_answer_was_lost_is_only_completed(sink: Sink, desk: Desk) -> None:
    desk.prepare(long_post())
    all_parts = desk.kept[-2][0]
    assert all_parts["upload"]["done"] == 5
    sink.taken = []
    assert desk.prepare(long_post(), all_parts)["video"]["id"] == "video-of-upload-1=="
    assert sink.taken == []


def test_an_upload_that_the_platform_forgot_is_begun_anew(sink: Sink, desk: Desk) -> None:
    sink.dies_at = 3
    with pytest.raises(Wait):
        desk.prepare(long_post())
    sink.dies_at, sink.forgets, sink.taken = 0, True, []
    assert desk.prepare(long_post(), desk.kept[-1][0])["video"]["id"] == "video-of-upload-2=="
    assert [number for _, number in sink.taken] == [1, 2, 3, 4, 5]


def test_a_fresh_upload_that_is_refused_is_not_tried_for_ever(sink: Sink, desk: Desk) -> None:
    sink.forgets = True
    with pytest.raises(Exception, match="不合法的参数"):
        desk.prepare(long_post())
    assert len(sink.uploads) == 1


@pytest.mark.parametrize("change", ["old", "other file", "other size"])
def test_what_was_kept_of_another_upload_is_not_gone_on_with(sink: Sink, desk: Desk, change: str) -> None:
    sink.dies_at = 3
    with pytest.raises(Wait):
        desk.prepare(long_post())
    kept, post = desk.kept[-1][0], long_post()
    if change == "old":
        desk.now += timedelta(hours=1, minutes=51)
    elif change == "other file":
        post = video_post(video=video(size=90 * MEGABYTE, key="another"))
    else:
        post = long_post(91 * MEGABYTE)
    sink.dies_at, sink.taken = 0, []
    desk.prepare(post, kept)
    assert sink.taken[0] == ("upload-2==", 1)


def test_an_uploaded_video_is_uploaded_again_after_a_day(sink: Sink, desk: Desk) -> None:
    ready = desk.prepare(long_post())
    desk.now += timedelta(hours=23)
    assert desk.prepare(long_post(), ready) == ready
    desk.now += timedelta(hours=2)
    again = desk.prepare(long_post(), ready)
    assert again["video"]["id"] == "video-of-upload-2=="
    assert datetime.fromisoformat(again["video"]["at"]) == desk.now


def test_a_video_whose_file_is_gone_asks_for_a_person(desk: Desk) -> None:
    lost = video(size=90 * MEGABYTE, key="lost")
    lost.path.unlink()
    with pytest.raises(FixContent, match="读不出来"):
        desk.prepare(video_post(video=lost))
    short = video(size=60 * MEGABYTE, key="short", said=90 * MEGABYTE)
    with pytest.raises(FixContent, match="读不出来"):
        desk.prepare(video_post(video=short))


@pytest.fixture
def hollow_file() -> Iterator[Path]:
    """A file of four gigabytes without content, where there is one in memory: holes are read fastest there."""
    memory = Path("/dev/shm")
    folder = memory if os.access(memory, os.W_OK) else FOLDER
    with tempfile.NamedTemporaryFile(dir=folder, suffix=".mp4") as file:
        file.truncate(VIDEO_BYTES)
        yield Path(file.name)


def test_four_gigabytes_pass_in_a_few_megabytes_of_memory(sink: Sink, desk: Desk, hollow_file: Path) -> None:
    post = video_post(video=replace(video(size=0, key="hollow"), path=hollow_file, size=VIDEO_BYTES))
    before = resident_octets()
    desk.prepare(post)
    sent = sum(sink.uploads["upload-1=="].values())
    assert VIDEO_BYTES < sent < VIDEO_BYTES + 100_000, "all of it, and a little for the boundaries"
    assert before < sink.most_memory + MEGABYTE < before + 12 * MEGABYTE


def resident_octets() -> int:
    """How much memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE")


@pytest.mark.parametrize(
    "size", [1, PART_BYTES, PART_BYTES + 1, 2 * PART_BYTES - 1, 61 * MEGABYTE, VIDEO_BYTES]
)
def test_parts_cover_the_file_and_none_is_too_small(size: int) -> None:
    parts = parts_of(size, PART_BYTES)
    assert [part.number for part in parts] == list(range(1, len(parts) + 1))
    assert sum(part.length for part in parts) == size
    assert all(left.start + left.length == right.start for left, right in itertools.pairwise(parts))
    assert len(parts) == 1 or all(
        PART_BYTES_MIN <= part.length < PART_BYTES + PART_BYTES_MIN for part in parts
    )


def test_a_part_reads_its_own_stretch_again_and_again() -> None:
    path = FOLDER / "letters.bin"
    path.write_bytes(b"abcdefghij")
    with FilePart(path, 3, 4) as part:
        assert part.read() == b"defg"
        assert part.read() == b""
        part.seek(1)
        assert part.read(2) == b"ef"
        assert part.seek(0, 2) == 4
        assert part.tell() == 4


def test_the_parts_hold_the_octets_of_the_file() -> None:
    source = video(size=0, key="letters")
    content = bytes(range(256)) * (60 * MEGABYTE // 256)
    source.path.write_bytes(content)
    received: list[bytes] = []

    class Recorder(Sink):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            body = request.read()
            if head := HEAD.search(body):
                received.append(body[head.end() : body.rindex(b"\r\n--")])
            return httpx.Response(200, json=self.answer(request, len(body)))

    post = video_post(video=video(size=len(content), key="letters-said"))
    assert post.video
    post.video.path.write_bytes(content)
    Desk(Recorder()).prepare(post)
    assert b"".join(received) == content
    assert len(received) == 3
