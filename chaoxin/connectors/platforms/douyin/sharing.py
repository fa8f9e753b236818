"""Opening Douyin on the phone with a post in it: a link signed by the application's ticket, media at public addresses.

The share's id travels in the link; when a person has published, the platform pushes it with the item, and tells the
item to whoever asks by it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import quote, urlencode

from chaoxin.connectors.errors import Wait
from chaoxin.connectors.opening import Opening, PublicMedia
from chaoxin.connectors.values import Outcome, Post, Submission, Token
from chaoxin.connectors.wording import said

from .call import Caller
from .captions import all_topics
from .limits import SHARE_TICKET_SECONDS, SHARE_VIDEO_BYTES
from .refusals import SOON

SCHEMA = "snssdk1128://openplatform/share"
SHORT_TITLE = 12
# As the push that tells of a published share names it.
REFERENCE = "share-"
MARGIN = timedelta(minutes=10)
VIDEO_TYPES = frozenset({"video/mp4", "video/quicktime", "video/3gpp"})
PICTURE_TYPES = frozenset({"image/png", "image/jpeg", "image/gif"})
NO_TICKET = said("抖音没有给出分享用的凭据，这次请照步骤手动发布，稍后再点可能就好了。")


class DouyinOpenApp:
    """Needs `client_key` and `client_secret` of an application with the capabilities h5.share, aweme.share and
    open.get.ticket."""

    keys: tuple[str, ...] = ("client_key", "client_secret")
    pushes_outcome = True

    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def enter(self, credentials: Mapping[str, str]) -> Token:
        """The application's token; asking anew shortens the life of the last one."""
        given = self._caller.ask_consent_server(
            "/oauth/client_token/",
            form={
                "client_key": credentials["client_key"],
                "client_secret": credentials["client_secret"],
                "grant_type": "client_credential",
            },
        )
        token, now = str(given.get("access_token") or ""), self._caller.wire.now()
        if not token:
            raise Wait(NO_TICKET, until=now + SOON)
        life = timedelta(seconds=int(str(given.get("expires_in") or 0)))
        return Token({"client_token": token}, expires_at=now + max(life - MARGIN, timedelta()))

    def check(self, post: Post) -> str:
        """What the app fetches by itself: one video up to 128 MB, or pictures."""
        video = post.video
        if video and video.size > SHARE_VIDEO_BYTES:
            return said(
                "视频有 %(size)s MB，抖音从链接里只收 128 MB 以内的，请照步骤手动上传。",
                size=video.size // 1024**2,
            )
        if video and video.content_type not in VIDEO_TYPES:
            return said("抖音从链接里不收 %(kind)s 格式的视频，请照步骤手动上传。", kind=video.content_type)
        if any(picture.content_type not in PICTURE_TYPES for picture in post.pictures):
            return said("抖音从链接里只收 JPG 和 PNG 图片，请照步骤手动上传。")
        if len(post.pictures) > 1 and any(one.content_type == "image/gif" for one in post.pictures):
            return said("抖音从链接里收多张图片时不收动图，请照步骤手动上传。")
        return "" if video or post.pictures else said("没有图片也没有视频，请照步骤手动发布。")

    def open(self, credentials: Mapping[str, str], token: Token, post: Post, media: PublicMedia) -> Opening:
        share_id = self._share_id(token)
        ticket = self._asked(token, "/open/getticket/").get("ticket")
        now = self._caller.wire.now()
        if not ticket:
            raise Wait(NO_TICKET, until=now + SOON)
        fields = {
            **_signed(credentials["client_key"], str(ticket), str(int(now.timestamp()))),
            **_media(media),
            **_words(post),
            "state": share_id,
        }
        return Opening(
            serves_until=now + timedelta(seconds=SHARE_TICKET_SECONDS) - MARGIN,
            url=f"{SCHEMA}?{urlencode(fields, quote_via=quote)}",
            reference=f"{REFERENCE}{share_id}",
            left=("text", "first_comment"),
        )

    def outcome(self, credentials: Mapping[str, str], token: Token, reference: str) -> Submission | None:
        found = self._asked(token, "/share-id/", params={"share_id": reference.removeprefix(REFERENCE)})
        item, video, url = (str(found.get(name) or "") for name in ("item_id", "video_id", "share_url"))
        if not item:
            return None
        facts = {"item_id": item, "video_id": video}
        return Submission(Outcome.PUBLISHED, post_id=video or item, url=url, facts=facts)

    def _share_id(self, token: Token) -> str:
        answer = self._asked(token, "/share-id/", params={"need_callback": "true"})
        if not answer.get("share_id"):
            raise Wait(NO_TICKET, until=self._caller.wire.now() + SOON)
        return str(answer["share_id"])

    def _asked(self, token: Token, path: str, *, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        return self._caller.as_application(token.secrets["client_token"], "GET", path, params=params)


def _signed(client_key: str, ticket: str, moment: str) -> dict[str, str]:
    nonce = secrets.token_hex(8)
    joined = f"nonce_str={nonce}&ticket={ticket}&timestamp={moment}"
    signature = hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()
    return {
        "share_type": "h5",
        "client_key": client_key,
        "nonce_str": nonce,
        "timestamp": moment,
        "signature": signature,
    }


def _media(media: PublicMedia) -> dict[str, str]:
    if media.video:
        # One video may go straight to the publish page.
        return {"video_path": media.video, "share_to_publish": "1"}
    if len(media.pictures) == 1:
        return {"image_path": media.pictures[0]}
    return {"image_list_path": json.dumps(list(media.pictures))}


def _words(post: Post) -> dict[str, str]:
    words = {"title": post.title.strip() or post.text.strip()}
    if topics := all_topics(post):
        words["hashtag_list"] = json.dumps(topics, ensure_ascii=False)
    if 0 < len(post.title.strip()) <= SHORT_TITLE:
        words["short_title"] = post.title.strip()
    return words
