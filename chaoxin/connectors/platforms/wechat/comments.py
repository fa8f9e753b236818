"""Comments under articles. The platform lists them per article, has one reply per comment, and numbers them
within the article only; `platform_id` is therefore MESSAGE_INDEX_NUMBER."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, ConnectorError, FixContent, Wait
from chaoxin.connectors.values import Account, Event, EventKind, Page, Sender, Sent
from chaoxin.connectors.wording import said

from .article import plain_text
from .call import Caller, Json
from .limits import COMMENTS_PER_CALL
from .outcomes import message_of_url
from .remedies import ALREADY_REPLIED, COMMENTS_UNAVAILABLE, NO_COMMENTS

OVERLAP_SECONDS = 3600
MOST_PAGES = 40
REPLY_MARK = ":reply"
ALL_COMMENTS = 0


@dataclass(frozen=True)
class Place:
    """Where the comments of an article are: its message id and its position in the message, from 0."""

    message: int
    index: int

    def body(self) -> dict[str, Any]:
        return {"msg_data_id": self.message, "index": self.index}

    def name(self, number: object) -> str:
        """The name by which a comment is known to us."""
        return f"{self.message}_{self.index}_{number}"


def place_of(post: PostReference) -> Place | None:
    """The place of a post's comments; None where its facts do not tell it."""
    message = str(post.facts.get("msg_data_id") or message_of_url(str(post.facts.get("url") or "")))
    return Place(int(message), int(post.facts.get("index") or 0)) if message.isdigit() else None


class Comments:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def fetch_since(self, account: Account, cursor: str, posts: Sequence[PostReference]) -> Page:
        """Comments newer than the cursor, and an hour before it. Posts without comments are passed over;
        raises AskPlatform where none of the posts may have any."""
        newest = _read_cursor(cursor)
        events: list[Event] = []
        refused: list[ConnectorError] = []
        asked = [post for post in posts if post.facts.get("comments_open", True) and place_of(post)]
        for post in asked:
            try:
                events += self._of_post(account, post, newest)
            except Wait:
                if not events:
                    raise
                return Page(tuple(events), _write_cursor(newest), complete=False)
            except ConnectorError as error:
                if error.code != NO_COMMENTS and error.code not in COMMENTS_UNAVAILABLE:
                    raise
                refused.append(error)
        if asked and len(refused) == len(asked) and all(error.code == NO_COMMENTS for error in refused):
            raise refused[0]
        return Page(tuple(events), _write_cursor(newest))

    def total(self, account: Account, post: PostReference) -> int | None:
        """How many comments the post has, elected and not; None where it may have none."""
        place = place_of(post)
        if place is None:
            return None
        try:
            return int(self._page(account, place, begin=0, count=1).get("total") or 0)
        except ConnectorError as error:
            if error.code == NO_COMMENTS or error.code in COMMENTS_UNAVAILABLE:
                return None
            raise

    def reply(self, account: Account, post: PostReference, comment_id: str, text: str) -> Sent:
        """Replies to a comment. Where it has a reply already, that one is read: the same words count as sent,
        other words raise FixContent."""
        place = _place_or_refuse(post)
        number = _number_of(comment_id)
        body = {**place.body(), "user_comment_id": number, "content": plain_text(text)}
        try:
            self._caller.change(account, "/cgi-bin/comment/reply/add", body, meter="comment_reply")
        except FixContent as error:
            if error.code != ALREADY_REPLIED:
                raise
            standing = self.find_reply(account, post, comment_id, text)
            if standing is None:
                raise
            return standing
        return Sent(platform_id=place.name(number) + REPLY_MARK, at=self._caller.wire.now())

    def find_reply(self, account: Account, post: PostReference, comment_id: str, text: str) -> Sent | None:
        """The reply with these words under a comment; None where there is none or another one."""
        place = _place_or_refuse(post)
        number = _number_of(comment_id)
        for comment in self._all(account, place):
            if comment.get("user_comment_id") != number:
                continue
            for reply in _replies(comment):
                if plain_text(str(reply.get("content") or "")) == plain_text(text):
                    return Sent(platform_id=place.name(number) + REPLY_MARK, at=_at(reply))
        return None

    def _of_post(self, account: Account, post: PostReference, newest: dict[str, int]) -> list[Event]:
        place = place_of(post)
        assert place is not None
        earliest = newest.get(post.post_id, 0) - OVERLAP_SECONDS
        events: list[Event] = []
        latest = newest.get(post.post_id, 0)
        for comment in self._all(account, place, until=earliest):
            latest = max(latest, _second(comment), *map(_second, _replies(comment)))
            events += [
                event for event in _events(place, post.post_id, comment) if event.at.timestamp() >= earliest
            ]
        newest[post.post_id] = latest
        return events

    def _all(self, account: Account, place: Place, *, until: float = 0) -> list[Json]:
        """The comments of an article. Reading ends early only where a page shows that the newest come first
        and reaches back to `until`."""
        found: list[Json] = []
        for _ in range(MOST_PAGES):
            page = self._page(account, place, begin=len(found), count=COMMENTS_PER_CALL.value)
            comments = page.get("comment") or []
            found += comments
            seconds = [_second(comment) for comment in comments]
            newest_first = (
                len(seconds) > 1 and seconds[0] > seconds[-1] and seconds == sorted(seconds, reverse=True)
            )
            reached = newest_first and seconds[-1] < until
            if not comments or len(found) >= int(page.get("total") or 0) or reached:
                break
        return found

    def _page(self, account: Account, place: Place, *, begin: int, count: int) -> Json:
        body = {**place.body(), "begin": begin, "count": count, "type": ALL_COMMENTS}
        return self._caller.read(account, "/cgi-bin/comment/list", body, meter="comments")


def _events(place: Place, post_id: str, comment: Mapping[str, Any]) -> list[Event]:
    name = place.name(comment.get("user_comment_id"))
    writer = str(comment.get("openid") or "")
    said = Event(
        kind=EventKind.COMMENT,
        platform_id=name,
        at=_at(comment),
        sender=Sender(external_id=writer) if writer else None,
        text=str(comment.get("content") or ""),
        post_id=post_id,
        facts={"elected": bool(comment.get("comment_type"))},
    )
    answers = [
        Event(
            kind=EventKind.COMMENT,
            platform_id=name + REPLY_MARK,
            at=_at(reply),
            text=str(reply.get("content") or ""),
            post_id=post_id,
            reply_to_id=name,
            ours=True,
        )
        for reply in _replies(comment)
    ]
    return [said, *answers]


def _replies(comment: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The reply of a comment: the text of the platform's page shows an object, its samples a list."""
    reply = comment.get("reply")
    entries = reply if isinstance(reply, list) else [reply]
    return [entry for entry in entries if isinstance(entry, dict) and entry.get("content")]


def _place_or_refuse(post: PostReference) -> Place:
    place = place_of(post)
    if place is None:
        raise AskPlatform(said("不知道这篇文章的留言编号（不是由本系统发布的），请到公众平台“留言”里回复。"))
    return place


def _number_of(comment_id: str) -> int:
    number = comment_id.removesuffix(REPLY_MARK).rpartition("_")[2]
    if not number.isdigit():
        raise FixContent(said("这条留言的编号不正确，可能已被删除。请刷新后再试。"))
    return int(number)


def _second(entry: Mapping[str, Any]) -> int:
    return int(entry.get("create_time") or 0)


def _at(entry: Mapping[str, Any]) -> datetime:
    return datetime.fromtimestamp(_second(entry), UTC)


def _read_cursor(cursor: str) -> dict[str, int]:
    """The second of the newest comment seen, by post."""
    try:
        found = json.loads(cursor) if cursor else {}
    except ValueError:
        found = {}
    return {str(post): int(second) for post, second in found.items()} if isinstance(found, dict) else {}


def _write_cursor(newest: Mapping[str, int]) -> str:
    return json.dumps(dict(newest), sort_keys=True)
