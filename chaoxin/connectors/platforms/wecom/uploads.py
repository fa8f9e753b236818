"""Everything before the one irreversible call: pictures and the video.

`prepared` keeps each finished piece, so that a repeat goes on where the last try ended:

    media       media id and the time until which it serves, by content hash
    addresses   lasting address by content hash (card covers; all pictures where the account wants it so)
    message     fingerprint of the post that they belong to
    wanted      what to look for among the tasks of the corp

Uploaded media serve for three days; an old one is uploaded anew. The setting `pictures_as` ("media" or "address") says
how pictures are handed in: addresses last, but a corp may make only a hundred of them a day.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from chaoxin.connectors.contract import Keep, Progress
from chaoxin.connectors.errors import ConnectorError, FixContent
from chaoxin.connectors.values import Account, Picture, Post, Video
from chaoxin.connectors.wording import said

from . import message
from .call import Caller, setting
from .limits import MEDIA_DAYS
from .pictures import fitted

READ_OCTETS = 1 << 20
# A task is made right after the uploads; media that end before that are of no use.
LEAST_LIFE = timedelta(hours=1)

Prepared = dict[str, Any]


class Uploads:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def prepare(self, account: Account, post: Post, prepared: Mapping[str, Any], *, keep: Keep) -> Prepared:
        """`prepared` with every file uploaded and still good. An error carries what was finished before it in
        its `prepared`."""
        digests = digests_of(post)
        done: Prepared = {
            "media": self._good(prepared.get("media") or {}),
            "addresses": dict(prepared.get("addresses") or {}),
            "message": message.fingerprint(post, account.settings, digests),
            "wanted": message.wanted(post, account.settings),
        }
        try:
            self._upload_all(account, post, digests, done, keep)
        except ConnectorError as error:
            error.prepared = done
            raise
        return done

    def _upload_all(
        self, account: Account, post: Post, digests: Mapping[str, str], done: Prepared, keep: Keep
    ) -> None:
        files = _named(post, account)
        octets, total = 0, sum(file.size for file, _ in files)
        for file, place in files:
            digest, octets = digests[file.key], octets + file.size
            if digest in done[place]:
                continue
            if isinstance(file, Video):
                done[place][digest] = self._upload_video(account, file)
            elif place == "addresses":
                done[place][digest] = self._upload_for_address(account, file)
            else:
                done[place][digest] = self._upload_picture(account, file)
            keep(done, Progress(octets, total))

    def _upload_picture(self, account: Account, picture: Picture) -> dict[str, str]:
        answer = self._caller.upload(
            account, "/cgi-bin/media/upload", fitted(picture), query={"type": "image"}
        )
        return self._media(answer)

    def _upload_video(self, account: Account, video: Video) -> dict[str, str]:
        with video.path.open("rb") as file:
            named = (f"{video.key}.mp4", file, "video/mp4")
            answer = self._caller.upload(account, "/cgi-bin/media/upload", named, query={"type": "video"})
        return self._media(answer)

    def _upload_for_address(self, account: Account, picture: Picture) -> str:
        answer = self._caller.upload(account, "/cgi-bin/media/uploadimg", fitted(picture))
        return self._caller.required(answer, "url")

    def _media(self, answer: Mapping[str, Any]) -> dict[str, str]:
        until = self._caller.wire.now() + timedelta(days=MEDIA_DAYS.value)
        return {"id": self._caller.required(dict(answer), "media_id"), "until": until.isoformat()}

    def _good(self, media: Mapping[str, Any]) -> dict[str, Any]:
        earliest = self._caller.wire.now() + LEAST_LIFE
        return {
            digest: entry
            for digest, entry in media.items()
            if datetime.fromisoformat(entry["until"]) > earliest
        }


def ready(post: Post, prepared: Mapping[str, Any], digests: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """The uploaded media of a prepared post by our own keys, for `message.body`."""
    media, addresses = prepared.get("media") or {}, prepared.get("addresses") or {}
    return {
        "media": {key: media[digest]["id"] for key, digest in digests.items() if digest in media},
        "addresses": {key: addresses[digest] for key, digest in digests.items() if digest in addresses},
    }


def serves_until(prepared: Mapping[str, Any]) -> str:
    """The time until which all media of a prepared post serve, "" where none is bound to a time."""
    return min((entry["until"] for entry in (prepared.get("media") or {}).values()), default="")


def digests_of(post: Post) -> dict[str, str]:
    """The content hash of every file of the post, by key. Raises FixContent where a file is missing."""
    files: list[Picture | Video] = [*post.pictures]
    files += [file for file in (post.cover, post.video) if file]
    try:
        return {file.key: _digest(file.path) for file in files}
    except OSError as error:
        raise FixContent(said("有图片或视频文件找不到了。请重新上传后再发布。"), code="file") from error


def _named(post: Post, account: Account) -> list[tuple[Picture | Video, str]]:
    """Every file of the message and where its upload is kept."""
    as_address = setting(account, "pictures_as", "media") == "address"
    found: list[tuple[Picture | Video, str]] = [
        (picture, "addresses" if as_address else "media") for picture in message.pictures_of(post)
    ]
    cover = message.cover_of(post)
    if cover and post.link:
        found.append((cover, "addresses"))
    if cover and message.has_mini(post):
        found.append((cover, "media"))
    if post.video:
        found.append((post.video, "media"))
    return found


def _digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(READ_OCTETS):
            digest.update(part)
    return digest.hexdigest()
