"""Items published by hand, recognized in the account's own list."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from chaoxin.connectors import registry
from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.values import Account, Outcome, Submission

from .cast import ACCOUNT, ITEM_ID, video_post
from .healthy import VIDEO_DATA, VIDEO_LIST
from .recorded import payload
from .test_publishing import NOBODY, having, publishing

NUMBER = "7297500000000000001"
LINK = PostedLink(f"https://www.douyin.com/video/{NUMBER}", NUMBER)
SHORT = PostedLink("https://v.douyin.com/abcdef/")
MADE = datetime.fromtimestamp(1795147140, UTC)


def listing(*changed: dict[str, Any]) -> Reply:
    """The recorded list, its first items with other values."""
    listed = payload("video_list")
    for item, values in zip(listed["data"]["list"], changed, strict=False):
        item.update(values)
    return Reply(listed)


def find(
    link: PostedLink,
    answers: dict[str, Any] | None = None,
    *,
    account: Account = ACCOUNT,
    since: datetime = MADE,
) -> Submission | None:
    stub, _ = publishing(answers)
    connector = registry.connector("douyin", stub.wire(now=SAMPLE_TIME))
    assert connector.find_posted
    return connector.find_posted.find(account, link, video_post(), since=since)


def test_the_number_of_the_link_is_found_whatever_the_words_are_by_now() -> None:
    found = find(LINK, {VIDEO_LIST: listing({"title": "改过的标题"})})
    assert found
    assert (found.outcome, found.post_id, found.reference) == (Outcome.PUBLISHED, ITEM_ID, ITEM_ID)
    assert found.facts["item_id"] == ITEM_ID


def test_a_list_that_has_other_numbers_only_has_it_not() -> None:
    assert find(PostedLink("https://www.douyin.com/video/7000000000000000009", "7000000000000000009")) is None


def test_a_link_without_a_number_is_compared_by_words_and_time() -> None:
    found = find(SHORT)
    assert found
    assert found.post_id == ITEM_ID
    assert find(SHORT, since=MADE + timedelta(hours=1)) is None


def test_two_with_the_same_words_are_none() -> None:
    title = payload("video_list")["data"]["list"][0]["title"]
    twice = listing({}, {"title": title, "create_time": 1795147200})
    assert find(SHORT, {VIDEO_LIST: twice}) is None


def test_a_list_without_numbers_is_compared_by_words() -> None:
    bare = {"video_id": "", "share_url": ""}
    assert find(LINK, {VIDEO_LIST: listing(bare, bare)})


def test_one_that_is_not_public_yet_is_asked_for_again() -> None:
    assert find(LINK, {VIDEO_DATA: Reply(NOBODY)}) is None


def test_a_grant_without_the_list_says_so() -> None:
    with pytest.raises(AskPlatform, match=r"video\.list\.bind"):
        find(LINK, account=having("user_info"))
    assert find(LINK, account=replace(having("video.list.bind")))
