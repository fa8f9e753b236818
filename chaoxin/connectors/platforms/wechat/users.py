"""Followers and their tags. The platform gives no names or pictures of followers since 2021-12-27."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.http import Wire
from chaoxin.connectors.values import Account

from .call import Caller
from .limits import TAGGED_PER_CALL, USERS_PER_CALL


@dataclass(frozen=True)
class FollowerPage:
    """Up to 10,000 followers; `after` is where to go on, empty at the end."""

    openids: tuple[str, ...]
    total: int
    after: str


@dataclass(frozen=True)
class Follower:
    """What the platform tells of a person. Somebody who does not follow has the openid alone."""

    openid: str
    follows: bool
    followed_at: datetime | None = None
    unionid: str = ""
    remark: str = ""
    source: str = ""
    scene: str = ""
    tags: tuple[int, ...] = ()


@dataclass(frozen=True)
class Tag:
    number: int
    name: str
    followers: int = 0


class Followers:
    """Reads followers and keeps their tags."""

    def __init__(self, wire: Wire) -> None:
        self._caller = Caller(wire)

    def page(self, account: Account, *, after: str = "") -> FollowerPage:
        """The followers after a follower, in the platform's order (by time of following)."""
        query = {"next_openid": after} if after else {}
        return _page(self._caller.read(account, "/cgi-bin/user/get", query=query, meter="followers"))

    def describe(self, account: Account, openids: Sequence[str]) -> list[Follower]:
        """What is known of these people, asked for a hundred at a time."""
        found: list[Follower] = []
        for chunk in _chunks(openids, USERS_PER_CALL.value):
            body = {"user_list": [{"openid": openid, "lang": "zh_CN"} for openid in chunk]}
            data = self._caller.read(account, "/cgi-bin/user/info/batchget", body, meter="follower_info")
            found += [_follower(row) for row in data.get("user_info_list") or []]
        return found

    def set_remark(self, account: Account, openid: str, remark: str) -> None:
        """Writes the account's own note on a follower (fewer than 30 characters)."""
        body = {"openid": openid, "remark": remark}
        self._caller.change(account, "/cgi-bin/user/info/updateremark", body, meter="tags", harmless=True)

    def tags(self, account: Account) -> list[Tag]:
        """All tags with the number of followers that carry them."""
        data = self._caller.read(account, "/cgi-bin/tags/get", meter="tags")
        return [
            Tag(int(row["id"]), str(row.get("name") or ""), int(row.get("count") or 0))
            for row in data.get("tags") or []
        ]

    def create_tag(self, account: Account, name: str) -> Tag:
        """A new tag. Raises FixContent for a name that exists (45157) or is too long (45158)."""
        body = {"tag": {"name": name}}
        data = self._caller.change(account, "/cgi-bin/tags/create", body, meter="tags", harmless=True)
        return Tag(int(data["tag"]["id"]), str(data["tag"]["name"]))

    def rename_tag(self, account: Account, tag: int, name: str) -> None:
        """Gives a tag another name."""
        body = {"tag": {"id": tag, "name": name}}
        self._caller.change(account, "/cgi-bin/tags/update", body, meter="tags", harmless=True)

    def delete_tag(self, account: Account, tag: int) -> None:
        """Deletes a tag. Raises FixContent where more than 100,000 followers carry it (45057)."""
        self._caller.change(
            account, "/cgi-bin/tags/delete", {"tag": {"id": tag}}, meter="tags", harmless=True
        )

    def attach(self, account: Account, tag: int, openids: Sequence[str]) -> None:
        """Gives followers a tag, fifty at a time; giving it twice is harmless."""
        self._mark(account, "/cgi-bin/tags/members/batchtagging", tag, openids)

    def detach(self, account: Account, tag: int, openids: Sequence[str]) -> None:
        """Takes a tag from followers, fifty at a time."""
        self._mark(account, "/cgi-bin/tags/members/batchuntagging", tag, openids)

    def tags_of(self, account: Account, openid: str) -> tuple[int, ...]:
        """The tags of a follower."""
        data = self._caller.read(account, "/cgi-bin/tags/getidlist", {"openid": openid}, meter="tags")
        return tuple(int(number) for number in data.get("tagid_list") or [])

    def tagged(self, account: Account, tag: int, *, after: str = "") -> FollowerPage:
        """The followers with a tag; `total` is the number on this page."""
        body = {"tagid": tag, "next_openid": after}
        return _page(self._caller.read(account, "/cgi-bin/user/tag/get", body, meter="tags"))

    def _mark(self, account: Account, path: str, tag: int, openids: Sequence[str]) -> None:
        for chunk in _chunks(openids, TAGGED_PER_CALL.value):
            body = {"openid_list": list(chunk), "tagid": tag}
            self._caller.change(account, path, body, meter="tags", harmless=True)


def _page(data: dict[str, Any]) -> FollowerPage:
    openids = tuple((data.get("data") or {}).get("openid") or ())
    after = str(data.get("next_openid") or "") if openids else ""
    return FollowerPage(openids, int(data.get("total", data.get("count")) or 0), after)


def _follower(row: dict[str, Any]) -> Follower:
    second = int(row.get("subscribe_time") or 0)
    return Follower(
        openid=str(row.get("openid") or ""),
        follows=bool(row.get("subscribe")),
        followed_at=datetime.fromtimestamp(second, UTC) if second else None,
        unionid=str(row.get("unionid") or ""),
        remark=str(row.get("remark") or ""),
        source=str(row.get("subscribe_scene") or ""),
        scene=str(row.get("qr_scene_str") or row.get("qr_scene") or ""),
        tags=tuple(int(number) for number in row.get("tagid_list") or []),
    )


def _chunks(entries: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
