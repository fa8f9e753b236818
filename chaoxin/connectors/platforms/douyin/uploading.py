"""Videos and pictures on their way to the platform: read piece by piece, and a video in parts from where it stopped."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chaoxin.connectors.contract import Progress
from chaoxin.connectors.errors import ConnectorError, FixContent
from chaoxin.connectors.file_parts import FilePart
from chaoxin.connectors.values import Account, Picture, Video
from chaoxin.connectors.wording import said

from .call import METER_UPLOADS, Caller
from .limits import (
    DIRECT_BYTES,
    PART_BYTES,
    PART_BYTES_MAX,
    PART_BYTES_MIN,
    UPLOAD_SECONDS,
    set_number,
)
from .refusals import FILE_GONE_CODES, ILLEGAL_CODES

VIDEO = "/api/douyin/v1/video"
MISSING = said("视频或图片文件读不出来，可能已被删除或损坏。请重新上传后再发。")
# An upload id is given up before its end, so that no part of a slow line arrives behind it.
MARGIN = timedelta(minutes=10)
GONE_CODES = FILE_GONE_CODES | ILLEGAL_CODES
State = Mapping[str, Any]
Save = Callable[[State, Progress], None]


@dataclass(frozen=True)
class Part:
    """A stretch of a file; numbers count from 1."""

    number: int
    start: int
    length: int


class Uploader:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def picture(self, account: Account, picture: Picture) -> str:
        """The platform's id of an uploaded picture. Raises FixContent where the file is gone."""
        with _opened(picture.path, 0, picture.size) as file:
            files = {"image": (picture.path.name, file, picture.content_type)}
            answer = self._send(account, f"{VIDEO}/upload_image/", files=files)
        return self._id_in(account, answer, "image", "image_id")

    def video(self, account: Account, video: Video, state: State, save: Save) -> str:
        """The platform's id of an uploaded video. `state` is what an earlier try gave to `save`; an upload that the
        platform no longer knows is begun anew once. Raises FixContent where the file is gone."""
        if video.size <= set_number(account.settings, "direct_bytes", DIRECT_BYTES):
            with _opened(video.path, 0, video.size) as file:
                files = {"video": (video.path.name, file, video.content_type)}
                answer = self._send(account, f"{VIDEO}/upload_video/", files=files)
            return self._id_in(account, answer, "video", "video_id")
        standing = self._standing(account, video, state)
        try:
            return self._in_parts(account, video, standing or self._begun(account, video), save)
        except ConnectorError as error:
            if not standing or error.code not in GONE_CODES:
                raise
        return self._in_parts(account, video, self._begun(account, video), save)

    def _in_parts(self, account: Account, video: Video, state: State, save: Save) -> str:
        parts, upload_id = parts_of(video.size, state["part_bytes"]), str(state["upload_id"])
        for part in parts[int(state["done"]) :]:
            with _opened(video.path, part.start, part.length) as file:
                self._send(
                    account,
                    f"{VIDEO}/upload_video_part/",
                    files={"video": (video.path.name, file, video.content_type)},
                    params={"upload_id": upload_id, "part_number": part.number},
                )
            state = {**state, "done": part.number}
            save(state, Progress(part.start + part.length, video.size))
        answer = self._send(account, f"{VIDEO}/complete_video_part_upload/", params={"upload_id": upload_id})
        return self._id_in(account, answer, "video", "video_id")

    def _begun(self, account: Account, video: Video) -> dict[str, Any]:
        answer = self._send(account, f"{VIDEO}/init_video_part_upload/")
        if not answer.get("upload_id"):
            raise self._caller.unreadable(account, answer, changing=False)
        wanted = set_number(account.settings, "part_bytes", PART_BYTES)
        return {
            "key": video.key,
            "size": video.size,
            "upload_id": str(answer["upload_id"]),
            "part_bytes": min(max(wanted, PART_BYTES_MIN), PART_BYTES_MAX - PART_BYTES_MIN),
            "done": 0,
            "begun_at": self._caller.wire.now().isoformat(),
        }

    def _standing(self, account: Account, video: Video, state: State) -> State | None:
        """An upload of this very video that the platform should still know; None where there is none."""
        if not state or (state.get("key"), state.get("size")) != (video.key, video.size):
            return None
        life = timedelta(seconds=set_number(account.settings, "upload_seconds", UPLOAD_SECONDS))
        ends = datetime.fromisoformat(str(state["begun_at"])) + life - MARGIN
        return state if self._caller.wire.now() < ends else None

    def _send(
        self,
        account: Account,
        path: str,
        *,
        files: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        return self._caller.change(
            account, path, files=files, params=params, meter=METER_UPLOADS, harmless=True
        )

    def _id_in(self, account: Account, answer: Mapping[str, Any], part: str, name: str) -> str:
        found = answer.get(part)
        if not isinstance(found, dict) or not found.get(name):
            raise self._caller.unreadable(account, answer, changing=False)
        return str(found[name])


def parts_of(size: int, part_bytes: int) -> list[Part]:
    """The parts of a file. A rest that is smaller than a part may be goes with the part before it, since nobody says
    for sure that the last part may be smaller."""
    count = max(1, size // part_bytes)
    if size - count * part_bytes >= PART_BYTES_MIN:
        count += 1
    starts = [number * part_bytes for number in range(count)]
    ends = [*starts[1:], size]
    return [
        Part(number, start, end - start)
        for number, (start, end) in enumerate(zip(starts, ends, strict=True), start=1)
    ]


def _opened(path: Path, start: int, length: int) -> FilePart:
    try:
        if path.stat().st_size < start + length:
            raise FixContent(MISSING, code="file_missing")
        return FilePart(path, start, length)
    except OSError as error:
        raise FixContent(MISSING, code="file_missing") from error
