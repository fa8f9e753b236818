"""Opening Xiaohongshu on the phone with pictures or a video attached, by a page that is signed.

Only companies that own an AppKey already can use it: new ones are no longer taken in, and texts may not be filled in
any more. Nothing comes back of what the person did in the app; the link is pasted as with any note.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.http import Wire, without_secrets
from chaoxin.connectors.opening import Opening, PublicMedia
from chaoxin.connectors.values import Post, Token
from chaoxin.connectors.wording import said

from .limits import PICTURES, SHARE_TOKEN_HOURS
from .refusals import unreadable

ISSUER = "https://edith.xiaohongshu.com/api/sns/v1/ext/access/token"
# The platform's script for pages; its description names no other way, and many pages load it from there.
SCRIPT = "https://fe-static.xhscdn.com/biz-static/goten/xhs-1.0.1.js"
LONGEST_NONCE = 32
NO_SUCH_VIDEO = said("小红书从页面里只收 MP4 视频，请照步骤手动上传。")
REFUSED = said("小红书没有给出分享签名。请核对分享 AppKey 和 AppSecret，以及本机时间是否准确。")


class XiaohongshuOpenApp:
    """Needs `share_app_key` and `share_app_secret`. Only media go into the app; texts are pasted."""

    keys: tuple[str, ...] = ("share_app_key", "share_app_secret")
    pushes_outcome = False

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def enter(self, credentials: Mapping[str, str]) -> Token:
        """A token for a day at most, which signs all pages of the application."""
        key, secret = credentials["share_app_key"], credentials["share_app_secret"]
        nonce, timestamp = _nonce(), _milliseconds(self._wire.now())
        question = {
            "app_key": key,
            "nonce": nonce,
            "timestamp": timestamp,
            "signature": signature(key, nonce, timestamp, secret),
        }
        answer = self._wire.read(ISSUER, method="POST", json=question)
        excerpt = without_secrets(answer.excerpt(), {"share_app_secret": secret})
        data = answer.data
        if not isinstance(data, dict):
            raise unreadable(self._wire.now(), excerpt=excerpt)
        # One description has the two fields at the top, the others inside of `data`.
        found = data["data"] if isinstance(data.get("data"), dict) else data
        if data.get("success") is False or not found.get("access_token"):
            raise AskPlatform(REFUSED, code=str(data.get("code") or ""), excerpt=excerpt)
        return Token({"share_token": str(found["access_token"])}, expires_at=_ending(found, self._wire.now()))

    def check(self, post: Post) -> str:
        """A page hands over one video, or 1 to 18 pictures."""
        if post.video:
            return "" if post.video.content_type == "video/mp4" else NO_SUCH_VIDEO
        if not 1 <= len(post.pictures) <= PICTURES.value:
            return said("小红书一次只收 1 到 %(most)s 张图片，请照步骤手动发布。", most=PICTURES.value)
        return ""

    def open(self, credentials: Mapping[str, str], token: Token, post: Post, media: PublicMedia) -> Opening:
        """The call that a page makes; its signature is good for as long as the token."""
        key, nonce, timestamp = credentials["share_app_key"], _nonce(), _milliseconds(self._wire.now())
        config = {
            "appKey": key,
            "nonce": nonce,
            "timestamp": timestamp,
            "signature": signature(key, nonce, timestamp, token.secrets["share_token"]),
        }
        return Opening(
            serves_until=token.expires_at or self._wire.now(),
            script=SCRIPT,
            call="xhs.share",
            arguments={"shareInfo": _share_info(media), "verifyConfig": config},
            left=("title", "text", "first_comment"),
        )

    def outcome(self, credentials: Mapping[str, str], token: Token, reference: str) -> None:
        """The platform tells nothing of what a person did in the app."""
        return


def signature(key: str, nonce: str, timestamp: str, secret: str) -> str:
    """sha256 over the parameters in alphabetical order, directly followed by the secret: the AppSecret for a token, the
    token for a page."""
    return hashlib.sha256(f"appKey={key}&nonce={nonce}&timeStamp={timestamp}{secret}".encode()).hexdigest()


def _share_info(media: PublicMedia) -> dict[str, Any]:
    """Without title and content, which may not be filled in any more."""
    info: dict[str, Any] = {"type": "video" if media.video else "normal", "title": "", "content": ""}
    info |= {"video": media.video} if media.video else {"images": list(media.pictures)}
    return info | ({"cover": media.cover} if media.cover else {})


def _nonce() -> str:
    return secrets.token_hex(LONGEST_NONCE // 2)


def _milliseconds(at: datetime) -> str:
    return str(int(at.timestamp() * 1000))


def _ending(found: Mapping[str, Any], now: datetime) -> datetime:
    text = str(found.get("expires_in") or "")
    latest = now + timedelta(hours=SHARE_TOKEN_HOURS.value)
    return min(latest, datetime.fromtimestamp(int(text) / 1000, UTC)) if text.isdecimal() else latest
