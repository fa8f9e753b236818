"""Bringing a video to the upload gateway, in one piece or in fragments, and going on where a try broke off."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.contract import Progress
from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.file_parts import FilePart
from chaoxin.connectors.http import Answer
from chaoxin.connectors.values import Account, Video
from chaoxin.connectors.wording import Sentence, said

from . import refusals
from .call import API, Caller, Json, blanked, secrets_of
from .limits import adjusted

GATEWAY = re.compile(r"[0-9A-Za-z]([0-9A-Za-z.-]*[0-9A-Za-z])?(:\d{1,5})?")
MOST_REFUSALS = 3
SHORT_FILE = said("视频文件比登记的短，可能在上传时被替换或损坏了。请重新上传这个视频。")


@dataclass(frozen=True)
class Upload:
    """How far a video has been brought. `fragments` is 0 for one that goes in one piece; `refused` counts how often
    the gateway has sent the video back."""

    token: str
    endpoint: str
    video: str
    size: int
    fragment_bytes: int
    fragments: int
    sent: int = 0
    finished_at: str = ""
    refused: int = 0


Kept = Callable[[Upload, Progress], None]


class Uploader:
    """Uploads of one account. The gateway is the host that `start_upload` names; it wants the upload's own token."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def bring(self, account: Account, video: Video, held: Upload | None, keep: Kept) -> Upload:
        """The finished upload of `video`, going on from `held`. `keep` receives every step. Raises Wait where a
        repeat goes on from what was kept, FixContent where the file is not what it was."""
        goes_on = held if held and self._serves(account, video, held) else None
        if goes_on and goes_on.finished_at:
            return goes_on
        present = self._present(account, goes_on) if goes_on else None
        upload = goes_on
        if upload is None or present is None:
            upload, present = self._start(account, video, held), frozenset()
            keep(upload, Progress(0, video.size))
        upload = self._send(account, video, upload, present, keep)
        finished = replace(upload, finished_at=self.caller.wire.now().isoformat(timespec="seconds"))
        keep(finished, Progress(video.size, video.size))
        return finished

    def _serves(self, account: Account, video: Video, held: Upload) -> bool:
        if not held.token or (held.video, held.size) != (video.key, video.size):
            return False
        lasts = timedelta(minutes=adjusted(account.settings, "finished_upload_minutes"))
        return (
            not held.finished_at or datetime.fromisoformat(held.finished_at) + lasts > self.caller.wire.now()
        )

    def _start(self, account: Account, video: Video, held: Upload | None) -> Upload:
        answer = self.caller.change(account, f"{API}/photo/start_upload", meter="upload", harmless=True)
        token, endpoint = str(answer.get("upload_token") or ""), str(answer.get("endpoint") or "")
        if not token or not GATEWAY.fullmatch(endpoint):
            raise self.caller.unreadable(account, answer, changing=False)
        piece = adjusted(account.settings, "fragment_bytes")
        in_one = video.size <= adjusted(account.settings, "direct_upload_bytes")
        fragments = 0 if in_one else math.ceil(video.size / piece)
        refused = held.refused if held and held.refused < MOST_REFUSALS else 0
        return Upload(token, endpoint, video.key, video.size, piece, fragments, refused=refused)

    def _present(self, account: Account, upload: Upload) -> frozenset[int] | None:
        """The fragments that the gateway has; None where it knows the upload no more. One that goes in one piece is
        simply sent again."""
        if not upload.fragments:
            return frozenset()
        answer = self.caller.wire.read(
            self._address(account, upload, "resume"), params={"upload_token": upload.token}
        )
        if answer.status == 404 or refusals.code_of(answer.data) not in ("", *refusals.PASSING_CODES):
            return None
        told = self._content(account, upload, answer)
        if told.get("existed") is False:
            return None
        listed = told.get("fragment_list")
        if isinstance(listed, list) and listed:
            return frozenset(int(number) for number in listed if str(number).isdecimal())
        return frozenset(range(_whole(told.get("fragment_index"), default=-1) + 1))

    def _send(
        self, account: Account, video: Video, upload: Upload, present: frozenset[int], keep: Kept
    ) -> Upload:
        if not upload.fragments:
            with _stretch(video, 0, video.size) as whole:
                self._post(account, upload, "", whole, {}, content_type=video.content_type)
            return replace(upload, sent=1)
        missing = [number for number in range(upload.fragments) if number not in present]
        before = upload.fragments - len(missing)
        for done, number in enumerate(missing, start=before + 1):
            with _stretch(video, number * upload.fragment_bytes, upload.fragment_bytes) as piece:
                told = self._post(account, upload, "fragment", piece, {"fragment_id": number})
            if _whole(told.get("size"), default=piece.length) != piece.length:
                raise self._sent_back(upload, "size")
            upload = replace(upload, sent=done)
            keep(upload, Progress(min(video.size, done * upload.fragment_bytes), video.size))
        self._post(account, upload, "complete", b"", {"fragment_count": upload.fragments})
        return upload

    def _post(
        self,
        account: Account,
        upload: Upload,
        step: str,
        content: FilePart | bytes,
        params: Mapping[str, Any],
        *,
        content_type: str = "application/octet-stream",
    ) -> Json:
        with blanked({**secrets_of(account), "upload_token": upload.token}):
            answer = self.caller.wire.change(
                self._address(account, upload, step),
                params={"upload_token": upload.token, **params},
                content=content,
                headers={"Content-Type": content_type},
                harmless=True,
            )
        code = refusals.code_of(answer.data)
        if code and code not in refusals.PASSING_CODES:
            raise self._sent_back(upload, code)
        return self._content(account, upload, answer)

    def _content(self, account: Account, upload: Upload, answer: Answer) -> Json:
        secrets = {**secrets_of(account), "upload_token": upload.token}
        return self.caller.understood(answer, secrets, changing=False)

    def _address(self, account: Account, upload: Upload, step: str) -> str:
        scheme = adjusted(account.settings, "upload_scheme")
        return f"{scheme}://{upload.endpoint}/api/upload{'/' if step else ''}{step}"

    def _sent_back(self, upload: Upload, code: str) -> Wait | AskPlatform:
        refused = upload.refused + 1
        error: Wait | AskPlatform
        if refused >= MOST_REFUSALS:
            error = AskPlatform(_given_up(code), code=code)
        else:
            until = self.caller.wire.now() + refusals.SOON
            error = Wait(_again(code), until=until, code=code)
        error.prepared = {"upload": asdict(replace(upload, token="", sent=0, refused=refused))}
        return error


def upload_in(prepared: Mapping[str, Any]) -> Upload | None:
    """The upload among what was prepared; None where there is none, or not in this form."""
    try:
        return Upload(**prepared["upload"])
    except (KeyError, TypeError):
        return None


def _stretch(video: Video, start: int, length: int) -> FilePart:
    """One piece of the file, which may be gigabytes large. Raises FixContent where the file does not reach so far."""
    length = min(length, video.size - start)
    try:
        if video.path.stat().st_size < start + length:
            raise FixContent(SHORT_FILE, code="video_short")
        return FilePart(video.path, start, length)
    except OSError as error:
        raise FixContent(SHORT_FILE, code="video_missing") from error


def _whole(value: object, *, default: int) -> int:
    try:
        return int(str(value))
    except ValueError:
        return default


def _again(code: str) -> Sentence:
    return said(
        "快手的上传服务器没有收下视频（%(code)s），作品没有发出。系统稍后会重新上传，无需处理。", code=code
    )


def _given_up(code: str) -> Sentence:
    return said(
        "快手的上传服务器连续几次没有收下视频（%(code)s）。请检查视频能否正常播放，或在快手 App 里手动发布。",
        code=code,
    )
