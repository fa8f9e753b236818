"""Reading back: what became of an item, and whether the content of a post is among the account's items."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from chaoxin.connectors.values import Account, Outcome, Post, Sighting, Submission
from chaoxin.connectors.wording import said

from .call import Caller
from .captions import caption, same_text
from .items import (
    HIDDEN_BY_STATUS,
    REMOVED,
    REVIEWING,
    Reference,
    hidden,
    id_of,
    own_items,
    pending,
    public_items,
    read_reference,
    submission_of,
    time_of,
    told_status,
)
from .standing import LIST, SHOW, may

CLOCKS_APART = timedelta(seconds=60)
SHOWN_AFTER = timedelta(seconds=60)
PAGES = 5
UNREADABLE_ACCOUNT = said(
    "应用没有读取作品的权限，系统看不到这个作品。请到抖音 App 里看一眼，再告诉系统结果。"
)
NOT_SEEN = said(
    "账号的作品列表里没有这条内容。它可能还在审核，审核中的作品接口不一定列出来；"
    "请到抖音 App 的“作品”里看一眼，确认没有再重发。"
)
NOT_YET = said("账号的作品列表里还没有这条内容，刚提交的作品要过一会儿才列出来，稍后再核对。")
LIST_TOO_SHORT = said(
    "账号的作品很多，系统只核对了最近的一部分，没有看到这条内容。请到抖音 App 里看一眼再决定。"
)
SURELY_ABSENT = said("抖音上没有这条内容，可以放心重发。")


def look_up(caller: Caller, account: Account, text: str) -> Submission:
    """What became of a reference: PUBLISHED once it can be read; PENDING while an item that was made cannot. One that
    was seen before is PUBLISHED and limited where only the author's list shows it (the setting `listed_is_limited`
    turns that off), else REMOVED. UNKNOWN where the application may not read items."""
    reference = read_reference(text)
    if not may(account, SHOW | LIST):
        return Submission(Outcome.UNKNOWN, reference=text, sentence=UNREADABLE_ACCOUNT)
    item, whole = _item(caller, account, reference)
    was_public = reference.seen and reference.public
    if item is None and was_public and _may_tell_hidden(account):
        listed, _ = _in_list(caller, account, reference)
        if listed is not None:
            return hidden(listed)
    if item is not None and was_public and item.get("video_status") in HIDDEN_BY_STATUS:
        return hidden(item)
    if item is not None:
        return told_status(item, text) or submission_of(item, public=reference.public)
    if not reference.seen:
        return Submission(Outcome.PENDING, reference=text, look_again_after_seconds=60, sentence=REVIEWING)
    if not whole:
        return Submission(Outcome.UNKNOWN, reference=text, sentence=LIST_TOO_SHORT)
    return Submission(Outcome.REMOVED, reference=text, post_id=reference.item_id, sentence=REMOVED)


def find_published(caller: Caller, account: Account, post: Post, *, since: datetime) -> Sighting:
    """Items with the caption of the post made from `since` on, newest first: public ones as PUBLISHED, the others as
    PENDING. Absence is certain only where the channel's settings say that items under review are listed
    (`list_shows_reviewing`), and the list reaches back behind `since`."""
    asked_at = caller.wire.now()
    earliest, words = since - CLOCKS_APART, caption(post)
    found, whole = _matching(caller, account, words, earliest=earliest)
    if found:
        public = public_items(caller, account, [id_of(item) for item in found]) if may(account, SHOW) else {}
        wants_public = is_public(post)
        candidates = [_candidate(item, public, wants_public=wants_public, now=asked_at) for item in found]
        return Sighting(tuple(candidates), absence_is_certain=False)
    if asked_at < since + SHOWN_AFTER:
        return Sighting((), absence_is_certain=False, sentence=NOT_YET)
    if not whole:
        return Sighting((), absence_is_certain=False, sentence=LIST_TOO_SHORT)
    if not account.settings.get("list_shows_reviewing"):
        return Sighting((), absence_is_certain=False, sentence=NOT_SEEN)
    return Sighting((), absence_is_certain=True, sentence=SURELY_ABSENT)


def is_public(post: Post) -> bool:
    """Whether everybody is to see the post."""
    return post.options.get("visibility", "public") in ("", "public", None)


def _candidate(
    item: Mapping[str, Any], public: Mapping[str, Any], *, wants_public: bool, now: datetime
) -> Submission:
    if id_of(item) in public:
        return submission_of(public[id_of(item)], public=True)
    if not wants_public:
        return submission_of(item, public=False)
    made = pending(id_of(item), public=True, at=now, video_id=str(item.get("video_id") or ""))
    return told_status(item, made.reference) or made


def _item(caller: Caller, account: Account, reference: Reference) -> tuple[Mapping[str, Any] | None, bool]:
    """The item, None where it cannot be read, and whether all was looked through."""
    old_fields = bool(account.settings.get("status_fields"))
    if reference.public and may(account, SHOW) and not (old_fields and not reference.seen):
        return public_items(caller, account, [reference.item_id]).get(reference.item_id), True
    return _in_list(caller, account, reference)


def _may_tell_hidden(account: Account) -> bool:
    return may(account, SHOW) and may(account, LIST) and bool(account.settings.get("listed_is_limited", True))


def _in_list(caller: Caller, account: Account, reference: Reference) -> tuple[Mapping[str, Any] | None, bool]:
    for items, is_last in own_items(caller, account, pages=PAGES):
        found = next((item for item in items if id_of(item) == reference.item_id), None)
        if found is not None or is_last:
            return found, True
    return None, False


def _matching(
    caller: Caller, account: Account, words: str, *, earliest: datetime
) -> tuple[list[Mapping[str, Any]], bool]:
    found: list[Mapping[str, Any]] = []
    for items, is_last in own_items(caller, account, pages=PAGES):
        recent = [item for item in items if (time_of(item) or earliest) >= earliest]
        found += [item for item in recent if same_text(words, str(item.get("title") or ""))]
        # An item that is kept on top of the list says nothing about how far the list reaches back.
        last = next((time_of(item) for item in reversed(items) if not item.get("is_top")), None)
        if is_last or (last is not None and last < earliest):
            return found, True
    return found, False
