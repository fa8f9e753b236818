"""Sharing into the app: a signed link that opens Douyin with the media and words of a post, for a person to publish.

The link needs the application's own token and ticket, and media at public https addresses. It is no part of the
contract; whoever holds such addresses asks for a link here and gives it to `Assist.package` as `share_url`.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from chaoxin.connectors.errors import FixContent, Wait
from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Post

from .call import Caller
from .captions import all_topics
from .refusals import SOON

SCHEMA = "snssdk1128://openplatform/share"
SHORT_TITLE = 12
NO_MEDIA = "没有可以公开访问的视频或图片地址，不能生成分享链接。请改为按步骤手动上传。"
NO_TICKET = "抖音没有给出分享用的凭据。系统稍后会自动再试，无需处理。"


@dataclass(frozen=True)
class Share:
    """A link that opens the app, and the id under which the platform tells what became of it."""

    url: str
    share_id: str


@dataclass(frozen=True)
class Shared:
    """What became of a share: the item that a person made of it, empty while there is none."""

    item_id: str
    video_id: str
    url: str


class ShareLinks:
    """Links into the app in the name of the application whose `client_key` and `client_secret` are given."""

    def __init__(self, wire: Wire) -> None:
        self._caller = Caller(wire)
        self._token: tuple[str, datetime, str] = ("", wire.now(), "")

    def link(
        self, credentials: Mapping[str, str], post: Post, *, video: str = "", pictures: Sequence[str] = ()
    ) -> Share:
        """A link for a post whose media lie at these addresses. Raises FixContent without any."""
        if not video and not pictures:
            raise FixContent(NO_MEDIA, code="share_without_media")
        share_id = self._share_id(credentials)
        ticket = self._asked(credentials, "GET", "/open/getticket/").get("ticket")
        if not ticket:
            raise Wait(NO_TICKET, until=self._caller.wire.now() + SOON)
        fields = {
            **self._signed(credentials["client_key"], str(ticket)),
            **_media(video, pictures),
            **_words(post),
            "state": share_id,
        }
        return Share(f"{SCHEMA}?{urlencode(fields, quote_via=quote)}", share_id)

    def result(self, credentials: Mapping[str, str], share_id: str) -> Shared:
        """What became of a share so far."""
        found = self._asked(credentials, "GET", "/share-id/", params={"share_id": share_id})
        return Shared(*(str(found.get(name) or "") for name in ("item_id", "video_id", "share_url")))

    def _share_id(self, credentials: Mapping[str, str]) -> str:
        answer = self._asked(credentials, "GET", "/share-id/", params={"need_callback": "true"})
        if not answer.get("share_id"):
            raise Wait(NO_TICKET, until=self._caller.wire.now() + SOON)
        return str(answer["share_id"])

    def _signed(self, client_key: str, ticket: str) -> dict[str, str]:
        nonce, moment = secrets.token_hex(8), str(int(self._caller.wire.now().timestamp()))
        joined = f"nonce_str={nonce}&ticket={ticket}&timestamp={moment}"
        signature = hashlib.md5(joined.encode(), usedforsecurity=False).hexdigest()
        return {
            "share_type": "h5",
            "client_key": client_key,
            "nonce_str": nonce,
            "timestamp": moment,
            "signature": signature,
        }

    def _asked(
        self,
        credentials: Mapping[str, str],
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        return self._caller.as_application(self._client_token(credentials), method, path, params=params)

    def _client_token(self, credentials: Mapping[str, str]) -> str:
        """The application's token, asked for only when the last one is about to end: a new one shortens the old."""
        token, ends, owner = self._token
        now = self._caller.wire.now()
        if token and owner == credentials["client_key"] and now < ends:
            return token
        given = self._caller.ask_consent_server(
            "/oauth/client_token/",
            form={
                "client_key": credentials["client_key"],
                "client_secret": credentials["client_secret"],
                "grant_type": "client_credential",
            },
        )
        token = str(given.get("access_token") or "")
        if not token:
            raise Wait(NO_TICKET, until=now + SOON)
        life = timedelta(seconds=int(str(given.get("expires_in") or 0)))
        self._token = (token, now + life - timedelta(minutes=10), credentials["client_key"])
        return token


def _media(video: str, pictures: Sequence[str]) -> dict[str, str]:
    if video:
        # One video may go straight to the publish page.
        return {"video_path": video, "share_to_publish": "1"}
    if len(pictures) == 1:
        return {"image_path": pictures[0]}
    return {"image_list_path": json.dumps(list(pictures))}


def _words(post: Post) -> dict[str, str]:
    words = {"title": post.title.strip() or post.text.strip()}
    if topics := all_topics(post):
        words["hashtag_list"] = json.dumps(topics, ensure_ascii=False)
    if 0 < len(post.title.strip()) <= SHORT_TITLE:
        words["short_title"] = post.title.strip()
    return words
