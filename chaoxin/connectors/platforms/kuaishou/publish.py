"""Publishing by the interface: the video is brought to the gateway, then one call makes the post."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.contract import Keep, Progress, forget
from chaoxin.connectors.errors import AskPlatform, ConnectorError, FixContent
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Account, Length, Post, Problem, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import API, Caller, secrets_of
from .captions import caption_of
from .checking import interface_problems, lengths_of
from .covers import cover_of
from .limits import adjusted
from .photos import id_of, reference_of, submission_of, unseen
from .refusal_table import ABSENT_CODE, UPLOAD_AGAIN_CODE
from .sighting import find_in_list
from .uploading import MOST_REFUSALS, Upload, Uploader, upload_in

PUBLISH = f"{API}/photo/publish"
INFO = f"{API}/photo/info"
DELETE = f"{API}/photo/delete"
NOT_UPLOADED = said("视频还没有传完，没有发出。系统会接着上传，无需处理。")
NEVER_UPLOADED = said("快手几次都说视频没有传完，没有发出。请检查视频能否正常播放，或在快手 App 里手动发布。")


class KuaishouPublish:
    """Format `video`: one video, its cover, and one caption with the topics in it."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.uploader = Uploader(caller)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once; codes are those of `checking.py`."""
        return interface_problems(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """The caption with its topics, and the topics."""
        return lengths_of(post, settings)

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """The exact caption, the form of the cover, and the upload of the video, which goes on from the fragments
        that the gateway has. Raises FixContent with every sentence of what stops the post."""
        stops = [entry for entry in interface_problems(post, account.settings) if entry.level == "stop"]
        if stops or post.video is None or post.cover is None:
            sentence = " ".join(entry.sentence for entry in stops)
            raise FixContent(sentence, code=stops[0].code if stops else "video_missing")
        cover = cover_of(post.cover)
        ready: dict[str, Any] = {
            "caption": caption_of(post),
            "cover": {"content_type": cover.content_type, "bytes": len(cover.content)},
        }

        def keep_upload(upload: Upload, progress: Progress) -> None:
            keep({**ready, "upload": asdict(upload)}, progress)

        upload = self.uploader.bring(account, post.video, upload_in(prepared), keep_upload)
        return {**ready, "upload": asdict(upload)}

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Publishes the uploaded video, once. PENDING means that Kuaishou took it and reviews it. Raises Wait with
        what to go on from where Kuaishou says that the video was never uploaded."""
        upload = upload_in(prepared)
        if upload is None or not upload.finished_at or post.cover is None:
            raise FixContent(NOT_UPLOADED, code="not_uploaded")
        asked_at = self.caller.wire.now()
        try:
            answer = self.caller.change(
                account,
                PUBLISH,
                params={"upload_token": upload.token},
                form={"caption": caption_of(post)},
                files={"cover": cover_of(post.cover).file()},
                meter="publish",
            )
        except ConnectorError as error:
            error.excerpt = without_secrets(error.excerpt, {"upload_token": upload.token})
            if error.code == UPLOAD_AGAIN_CODE:
                raise self._not_uploaded(upload, error) from None
            raise
        info = answer.get("video_info")
        if not isinstance(info, dict) or not id_of(info):
            raise self.caller.unreadable(account, answer, changing=True)
        told = {key: info.get(key) for key in ("photo_id", "caption", "create_time", "pending")}
        excerpt = without_secrets(str(told), secrets_of(account))
        return submission_of(info, taken_at=asked_at, excerpt=excerpt)

    def look_up(self, account: Account, reference: str) -> Submission:
        """What became of a post. One that cannot be read is PENDING for an hour behind its publication, since
        Kuaishou shows posts late; then, or once it was seen in public, it is REMOVED."""
        known = reference_of(reference)
        try:
            answer = self.caller.read(account, INFO, params={"photo_id": known.photo_id}, meter="photo_info")
        except ConnectorError as error:
            if error.code != ABSENT_CODE:
                raise
            waits = timedelta(minutes=adjusted(account.settings, "appear_minutes"))
            patient = known.taken_at is not None and self.caller.wire.now() < known.taken_at + waits
            return unseen(known, patient=patient, code=error.code, excerpt=error.excerpt)
        info = answer.get("video_info")
        if not isinstance(info, dict) or not id_of(info):
            raise self.caller.unreadable(account, answer, changing=False)
        seen = known.taken_at is None and adjusted(account.settings, "pending_again_is_limited")
        return submission_of(info, taken_at=known.taken_at or self.caller.wire.now(), seen=seen)

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks through the account's videos. `since` is when the intent to submit was recorded."""
        return find_in_list(self.caller, account, caption_of(post), since=since)

    def withdraw(self, account: Account, reference: str) -> None:
        """Deletes the post; one that is gone already is left alone. Raises AskPlatform without the permission."""
        params = {"photo_id": reference_of(reference).photo_id}
        try:
            self.caller.change(account, DELETE, params=params, meter="photo_delete")
        except ConnectorError as error:
            if error.code != ABSENT_CODE:
                raise

    def _not_uploaded(self, upload: Upload, error: ConnectorError) -> ConnectorError:
        refused = upload.refused + 1
        again: ConnectorError = error
        if refused >= MOST_REFUSALS:
            again = AskPlatform(NEVER_UPLOADED, code=error.code, excerpt=error.excerpt)
        again.prepared = {"upload": asdict(upload) | {"token": "", "finished_at": "", "refused": refused}}
        return again
