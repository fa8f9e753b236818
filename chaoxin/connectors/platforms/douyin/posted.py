"""Items that a person published by hand, found in the account's own list, which alone tells their `item_id`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.values import Account, Post, Submission
from chaoxin.connectors.wording import said

from .call import Caller
from .captions import caption, same_text
from .items import id_of, own_items, public_items, submission_of, time_of
from .sighting import CLOCKS_APART, PAGES, is_public
from .standing import LIST, SHOW, may

NOT_LISTED = said(
    "授权里没有读取作品列表的权限（video.list.bind），系统认不出这条作品，读不到它的播放和互动数据。请在抖音开放平台申请，通过后重新授权。"
)


class DouyinPosted:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def find(self, account: Account, link: PostedLink, post: Post, *, since: datetime) -> Submission | None:
        """Looks for the number of the link among the account's latest items. A link without a number, and a list that
        tells none, are compared by words and time instead; two items with the same words are none."""
        if not may(account, LIST):
            raise AskPlatform(NOT_LISTED, code="scope_missing")
        items = self._items(account)
        found = [item for item in items if link.post_id and link.post_id == _number(item)]
        if not found and not (link.post_id and any(_number(item) for item in items)):
            found = [item for item in items if _has_words(item, post, since)]
        if len(found) != 1:
            return None
        return self._shown(account, found[0], wants_public=is_public(post))

    def _items(self, account: Account) -> list[Mapping[str, Any]]:
        return [item for items, _last in own_items(self._caller, account, pages=PAGES) for item in items]

    def _shown(self, account: Account, item: Mapping[str, Any], *, wants_public: bool) -> Submission | None:
        if not wants_public or not may(account, SHOW):
            return submission_of(item, public=wants_public)
        # One that is still under review would look hidden later on.
        public = public_items(self._caller, account, [id_of(item)]).get(id_of(item))
        return submission_of(public, public=True) if public is not None else None


def _number(item: Mapping[str, Any]) -> str:
    """The number by which links name the item: its video id, or the one in its share address."""
    shared = str(item.get("share_url") or "").split("?")[0].rstrip("/").rpartition("/")[2]
    return str(item.get("video_id") or "") or shared


def _has_words(item: Mapping[str, Any], post: Post, since: datetime) -> bool:
    made = time_of(item)
    return (
        made is not None
        and made >= since - CLOCKS_APART
        and same_text(caption(post), str(item.get("title") or ""))
    )
