"""Publishing on Douyin by the interface: upload, then the one call that makes the item."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.contract import Keep, Progress, forget
from chaoxin.connectors.errors import AskPlatform, ConnectorError, FixContent
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Account, Length, Outcome, Picture, Post, Problem, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import METER_POSTS, Caller, secrets_of
from .captions import at_users, caption
from .checking import VIDEO, lengths_of, problems_of
from .items import VIDEO_LIST, pending, public_items, read_reference
from .refusals import FILE_GONE_CODES, ILLEGAL_CODES
from .sighting import find_published, is_public, look_up
from .standing import DELETE, LIST, PUBLISH, SHOW, may
from .uploading import Uploader

CREATE_VIDEO = "/api/douyin/v1/video/create_video/"
CREATE_PICTURES = "/api/douyin/v1/video/create_image_text/"
DELETE_ITEM = "/video/delete/"
VISIBILITIES = {"public": 0, "self": 1, "friends": 2}
ALLOWED, FORBIDDEN = 1, 2
UPLOADED_FILES_LIVE = timedelta(hours=24)
NO_PUBLISHING = said(
    "这个账号的授权里没有 video.create.bind，不能由接口发布。"
    "请到抖音开放平台申请，通过后重新授权；急用的话改为手动发布。"
)
NO_LIST = said(
    "应用没有读取作品列表的权限（%(video_list)s），无法核对。请到抖音 App 里看一眼。", video_list=VIDEO_LIST
)
NOT_WITHDRAWN = said("抖音把删除作品的权限收回了，这个作品还在线上。请打开抖音 App，进入作品，点“…→删除”。")
NO_VIDEO = said("还没有上传好视频，请重新发布一次。")


class DouyinPublish:
    """Formats `video` and `pictures`, for accounts whose token has the restricted scope."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.uploader = Uploader(caller)

    def check(self, post: Post, settings: Mapping[str, Any]) -> list[Problem]:
        """All problems at once; codes are those of `checking.py`."""
        return problems_of(post, settings)

    def lengths(self, post: Post, settings: Mapping[str, Any]) -> list[Length]:
        """The caption with title, topics and names."""
        return lengths_of(post, settings)

    def prepare(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep = forget
    ) -> Mapping[str, Any]:
        """The uploaded video with its cover, or the uploaded pictures. A long video goes in parts, and goes on from the
        part behind the last one kept. Raises FixContent with every sentence of what stops the post."""
        stops = [problem for problem in problems_of(post, account.settings) if problem.level == "stop"]
        if stops:
            raise FixContent(" ".join(stop.sentence for stop in stops), code=stops[0].code)
        if not may(account, PUBLISH):
            raise AskPlatform(NO_PUBLISHING, code="scope_missing")
        ready = self._still_good(prepared)
        with _handing_over(ready):
            if post.video is not None and post.format == VIDEO:
                self._upload_video(account, post, ready, keep)
            wanted = [post.cover] if post.format == VIDEO else list(post.pictures)
            self._upload_pictures(account, [picture for picture in wanted if picture], ready, keep)
        return ready

    def submit(self, account: Account, post: Post, prepared: Mapping[str, Any]) -> Submission:
        """Makes the item, once. It is under review then, so the answer is PENDING. A refusal of the uploaded file comes
        back as UNKNOWN with the remedy `fix_content`: the file serves one item, so an earlier try may have used it."""
        path, body = _request(post, prepared)
        try:
            answer = self.caller.change(account, path, json=body, meter=METER_POSTS)
        except FixContent as error:
            if error.code not in FILE_GONE_CODES:
                raise
            return _perhaps_published(error)
        item_id = str(answer.get("item_id") or "")
        if not item_id:
            raise self.caller.unreadable(account, answer, changing=True)
        video_id = str(answer.get("video_id") or "")
        excerpt = without_secrets(str({"item_id": item_id, "video_id": video_id}), secrets_of(account))
        now = self.caller.wire.now()
        return pending(item_id, public=is_public(post), at=now, excerpt=excerpt, video_id=video_id)

    def look_up(self, account: Account, reference: str) -> Submission:
        """What became of an item; the platform does not tell of the review, so only what can be read counts."""
        return look_up(self.caller, account, reference)

    def find_published(
        self, account: Account, post: Post, prepared: Mapping[str, Any], *, since: datetime
    ) -> Sighting:
        """Looks through the account's latest items. Raises AskPlatform where the application may not list them."""
        if not may(account, LIST):
            raise AskPlatform(NO_LIST, code="scope_missing")
        return find_published(self.caller, account, post, since=since)

    def withdraw(self, account: Account, reference: str) -> None:
        """Deletes the item where the application still may; AskPlatform says what to do by hand elsewhere."""
        item_id = read_reference(reference).item_id
        if not may(account, DELETE):
            raise AskPlatform(NOT_WITHDRAWN, code="scope_missing")
        try:
            self.caller.change(account, DELETE_ITEM, json={"item_id": item_id})
        except AskPlatform as error:
            if error.code in ILLEGAL_CODES and self._is_gone(account, item_id):
                return
            raise AskPlatform(NOT_WITHDRAWN, code=error.code, excerpt=error.excerpt) from error

    def _is_gone(self, account: Account, item_id: str) -> bool:
        return may(account, SHOW) and item_id not in public_items(self.caller, account, [item_id])

    def _still_good(self, prepared: Mapping[str, Any]) -> dict[str, Any]:
        """What was made ready before, but for a video that was uploaded so long ago that it may be gone."""
        ready = dict(prepared)
        uploaded = str((ready.get("video") or {}).get("at") or "")
        if uploaded and datetime.fromisoformat(uploaded) + UPLOADED_FILES_LIVE < self.caller.wire.now():
            ready.pop("video")
        return ready

    def _upload_video(self, account: Account, post: Post, ready: dict[str, Any], keep: Keep) -> None:
        video = post.video
        if video is None or (ready.get("video") or {}).get("key") == video.key:
            return

        def save(state: Mapping[str, Any], progress: Progress) -> None:
            ready["upload"] = dict(state)
            keep(dict(ready), progress)

        video_id = self.uploader.video(account, video, ready.get("upload") or {}, save)
        ready.pop("upload", None)
        ready["video"] = {"key": video.key, "id": video_id, "at": self.caller.wire.now().isoformat()}
        keep(dict(ready), Progress(video.size, video.size))

    def _upload_pictures(
        self, account: Account, pictures: list[Picture], ready: dict[str, Any], keep: Keep
    ) -> None:
        known = dict(ready.get("pictures") or {})
        total, done = sum(picture.size for picture in pictures), 0
        for picture in pictures:
            done += picture.size
            if picture.key not in known:
                known[picture.key] = self.uploader.picture(account, picture)
                ready["pictures"] = dict(known)
                keep(dict(ready), Progress(done, total))


@contextmanager
def _handing_over(ready: Mapping[str, Any]) -> Iterator[None]:
    """Gives whatever goes wrong inside all that is ready by then."""
    try:
        yield
    except ConnectorError as error:
        error.prepared = dict(ready)
        raise


def _request(post: Post, prepared: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The address of the call that makes the item, and its body."""
    pictures = prepared.get("pictures") or {}
    body: dict[str, Any] = {"text": caption(post)}
    if mentioned := at_users(post):
        body["at_users"] = mentioned
    if post.format != VIDEO:
        return CREATE_PICTURES, {"image_list": [pictures[picture.key] for picture in post.pictures], **body}
    if not prepared.get("video"):
        raise FixContent(NO_VIDEO, code="video_missing")
    body = {"video_id": prepared["video"]["id"], **body}
    if post.cover is not None and post.cover.key in pictures:
        body["custom_cover_image_url"] = pictures[post.cover.key]
    visibility = str(post.options.get("visibility") or "public")
    body["private_status"] = VISIBILITIES.get(visibility, VISIBILITIES["public"])
    body["download_type"] = ALLOWED if post.options.get("allow_download", True) else FORBIDDEN
    return CREATE_VIDEO, body


def _perhaps_published(error: FixContent) -> Submission:
    return Submission(
        Outcome.UNKNOWN,
        remedy=FixContent.remedy,
        code=error.code,
        sentence=error.sentence,
        excerpt=error.excerpt,
    )
