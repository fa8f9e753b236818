"""Comments under items: read per item since the last time, answered, and found again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.values import Account, Event, EventKind, Page, Sender, Sent
from chaoxin.connectors.wording import said

from .call import METER_COMMENTS, Caller, open_id_of
from .captions import same_text
from .limits import COMMENT_CHARACTERS, COMMENT_LIST_LENGTH, REPLY_LIST_LENGTH, set_number

LIST, REPLIES, REPLY = "/item/comment/list/", "/item/comment/reply/list/", "/item/comment/reply/"
OVERLAP_SECONDS = 600
MOST_PAGES = 20
NO_ITEM = said("这个作品是手动发布的，系统不知道它在接口里的编号，回复不了。请在抖音 App 里回复。")
TOO_MANY_TO_TELL = said("评论太多，查不到这条回复是否已发出。请在抖音 App 里看一眼再决定是否重发。")
Comment = Mapping[str, Any]


@dataclass
class Place:
    """How far the comments of an item are read: the second of the newest, and how many answers stood under which."""

    newest: int = 0
    answers: dict[str, int] = field(default_factory=dict)


class Comments:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def fetch_since(self, account: Account, cursor: str, posts: Sequence[PostReference]) -> Page:
        """New comments under the items and new answers under their latest comments. Where the platform asks to wait in
        the middle, what is read by then is answered and the page is not complete."""
        places = _read_cursor(cursor)
        events: list[Event] = []
        for post in posts:
            item_id = item_of(post)
            if not item_id:
                continue
            place = places.get(item_id, Place())
            try:
                found, places[item_id] = self._of_item(account, item_id, place)
            except Wait:
                if not events:
                    raise
                return Page(tuple(events), _write_cursor(places, posts), complete=False)
            events += found
        return Page(tuple(events), _write_cursor(places, posts))

    def reply(self, account: Account, post: PostReference, comment_id: str, text: str) -> Sent:
        """Answers a comment, or with an empty `comment_id` comments on the item itself."""
        item_id = item_of(post)
        if not item_id:
            raise AskPlatform(NO_ITEM, code="item_unknown")
        words = text.strip()
        most = set_number(account.settings, "comment_characters", COMMENT_CHARACTERS)
        if not words:
            raise FixContent(said("回复是空的，请写好再发。"), code="reply_empty")
        if len(words) > most:
            sentence = said(
                "回复有 %(count)s 字，抖音最多 %(most)s 字，请删去 %(over)s 字。",
                count=len(words),
                most=most,
                over=len(words) - most,
            )
            raise FixContent(sentence, code="reply_too_long")
        body = {"item_id": item_id, "content": words, **({"comment_id": comment_id} if comment_id else {})}
        answer = self._caller.change(account, REPLY, json=body, meter=METER_COMMENTS)
        if not answer.get("comment_id"):
            raise self._caller.unreadable(account, answer, changing=True)
        return Sent(str(answer["comment_id"]), at=self._caller.wire.now())

    def find_reply(self, account: Account, post: PostReference, comment_id: str, text: str) -> Sent | None:
        """Our words under a comment (or under the item), None where they are not. Raises AskPlatform where there are
        too many to look through."""
        item_id = item_of(post)
        if not item_id:
            raise AskPlatform(NO_ITEM, code="item_unknown")
        top = str(post.facts.get("top_comment_id") or comment_id)
        pages = self._pages(account, REPLIES if comment_id else LIST, item_id, comment_id=top)
        for comments, is_last in pages:
            for comment in comments:
                ours = comment.get("comment_user_id") == open_id_of(account)
                if ours and same_text(text, str(comment.get("content") or "")):
                    return Sent(_id_of(comment), at=_at(comment))
            if is_last:
                return None
        raise AskPlatform(TOO_MANY_TO_TELL)

    def _of_item(self, account: Account, item_id: str, place: Place) -> tuple[list[Event], Place]:
        own, earliest = open_id_of(account), place.newest - OVERLAP_SECONDS
        events: list[Event] = []
        seen = Place(newest=place.newest)
        for comments, _is_last in self._pages(account, LIST, item_id):
            for comment in comments:
                seen.newest = max(seen.newest, _second(comment))
                if _second(comment) >= earliest:
                    events.append(_event(comment, item_id, own=own))
                total = int(comment.get("reply_comment_total") or 0)
                if total:
                    seen.answers[_id_of(comment)] = total
                if total > place.answers.get(_id_of(comment), 0):
                    events += self._answers(account, item_id, _id_of(comment), own=own)
            if comments and _second(comments[-1]) < earliest:
                break
        return events, seen

    def _answers(self, account: Account, item_id: str, comment_id: str, *, own: str) -> list[Event]:
        return [
            _event(answer, item_id, own=own, top=comment_id)
            for answers, _is_last in self._pages(account, REPLIES, item_id, comment_id=comment_id)
            for answer in answers
        ]

    def _pages(
        self, account: Account, path: str, item_id: str, *, comment_id: str = ""
    ) -> Iterator[tuple[list[Comment], bool]]:
        """Comments newest first, page by page, each with whether it is the last one."""
        count = REPLY_LIST_LENGTH if path == REPLIES else COMMENT_LIST_LENGTH
        named = {"comment_id": comment_id} if path == REPLIES else {}
        cursor: Any = 0
        for _ in range(MOST_PAGES):
            params = {"item_id": item_id, **named, "cursor": cursor, "count": count, "sort_type": "time"}
            answer = self._caller.read(account, path, params=params)
            listed = answer.get("list")
            if not isinstance(listed, list) and not ("list" in answer and listed is None):
                raise self._caller.unreadable(account, answer, changing=False)
            comments: list[Comment] = [one for one in listed or [] if isinstance(one, dict) and _id_of(one)]
            is_last = not answer.get("has_more") or not comments
            yield comments, is_last
            if is_last:
                return
            cursor = answer.get("cursor")


def item_of(post: PostReference) -> str:
    """The id under which the interface knows the item; "" for one that was published by hand."""
    return str(post.facts.get("item_id") or (post.post_id if post.post_id.startswith("@") else ""))


def _event(comment: Comment, item_id: str, *, own: str, top: str = "") -> Event:
    author = str(comment.get("comment_user_id") or "")
    name, avatar = str(comment.get("nick_name") or ""), str(comment.get("avatar") or "")
    return Event(
        kind=EventKind.COMMENT,
        platform_id=_id_of(comment),
        at=_at(comment),
        sender=Sender(author, name, avatar) if author else None,
        text=str(comment.get("content") or ""),
        post_id=item_id,
        thread_id=top or _id_of(comment),
        reply_to_id=top,
        ours=bool(author) and author == own,
        facts={"item_id": item_id, **({"top_comment_id": top} if top else {})},
    )


def _id_of(comment: Comment) -> str:
    return str(comment.get("comment_id") or "")


def _second(comment: Comment) -> int:
    value = comment.get("create_time")
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _at(comment: Comment) -> datetime:
    return datetime.fromtimestamp(_second(comment), UTC)


def _read_cursor(cursor: str) -> dict[str, Place]:
    """The places of a cursor; none where it cannot be read, so that reading begins anew."""
    try:
        return {
            item: Place(int(kept[0]), {name: int(count) for name, count in kept[1].items()})
            for item, kept in json.loads(cursor or "{}").items()
        }
    except (ValueError, TypeError, AttributeError, LookupError):
        return {}


def _write_cursor(places: Mapping[str, Place], posts: Sequence[PostReference]) -> str:
    """The places of the items that are still asked for."""
    asked = {item_of(post) for post in posts}
    kept = {item: [place.newest, place.answers] for item, place in places.items() if item in asked}
    return json.dumps(kept, sort_keys=True, separators=(",", ":"))
