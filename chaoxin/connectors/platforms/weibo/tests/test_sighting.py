"""Whether a post is there already is answered from five entries, and absence only when it is proven."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from chaoxin.connectors.errors import Wait
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome, Sighting

from .cast import ACCOUNT, TEXT, USER_ID, post
from .healthy import TIMELINE

SHANGHAI = timezone(timedelta(hours=8))
SINCE = SAMPLE_TIME
READ_BACK = "冬季新品今天上架，门店和线上同价，欢迎来试穿 http://t.cn/A6sample"
MUCH_LATER = timedelta(minutes=10)


def entry(text: str, *, seconds: int, number: int, **more: Any) -> dict[str, Any]:
    """A post of the timeline, written `seconds` after the intent."""
    written = (SINCE + timedelta(seconds=seconds)).astimezone(SHANGHAI)
    return {
        "created_at": written.strftime("%a %b %d %H:%M:%S +0800 %Y"),
        "id": number,
        "idstr": str(number),
        "mid": str(number),
        "text": text,
        "user": {"idstr": USER_ID},
        **more,
    }


def sighting(
    statuses: list[dict[str, Any]] | Any, *, total: int = 300, after: timedelta = MUCH_LATER
) -> Sighting:
    """What `find_published` says about a timeline, `after` the intent."""
    answer = {"statuses": statuses, "total_number": total} if statuses != "bare" else []
    publish = build(StubPlatform({TIMELINE: Reply(answer)}).wire(now=SINCE + after)).publish
    assert publish
    return publish.find_published(ACCOUNT, post(TEXT), {}, since=SINCE)


def test_our_post_is_found_although_its_link_was_shortened() -> None:
    found = sighting([entry(READ_BACK, seconds=2, number=12), entry("旧的", seconds=-900, number=11)])
    assert [candidate.post_id for candidate in found.candidates] == ["12"]
    assert found.candidates[0].outcome is Outcome.PUBLISHED
    assert found.candidates[0].url == "https://weibo.com/6397634785/c"


def test_two_copies_are_both_reported_newest_first() -> None:
    found = sighting([entry(READ_BACK, seconds=9, number=13), entry(READ_BACK, seconds=2, number=12)])
    assert [candidate.post_id for candidate in found.candidates] == ["13", "12"]


def test_the_same_text_of_yesterday_is_another_post() -> None:
    found = sighting([entry(READ_BACK, seconds=-86_400, number=5)])
    assert found.candidates == ()
    assert found.absence_is_certain


def test_clocks_may_be_a_little_apart() -> None:
    assert sighting([entry(READ_BACK, seconds=-20, number=5)]).candidates


def test_a_repost_that_quotes_us_is_not_ours() -> None:
    found = sighting([entry(READ_BACK, seconds=2, number=12, retweeted_status={"idstr": "1"})])
    assert found.candidates == ()


def test_a_deleted_stub_is_not_a_live_post() -> None:
    assert sighting([entry(READ_BACK, seconds=2, number=12, deleted="1")]).candidates == ()


@pytest.mark.parametrize(
    ("seconds", "certain"), [(0, False), (10, False), (120, False), (149, False), (151, True)]
)
def test_absence_is_never_certain_before_a_delayed_post_would_show(seconds: int, certain: bool) -> None:
    found = sighting([entry("旧的", seconds=-900, number=11)], after=timedelta(seconds=seconds))
    assert found.absence_is_certain is certain
    assert found.sentence


@pytest.mark.parametrize(("newer", "certain"), [(0, True), (4, True), (5, False)])
def test_absence_is_certain_only_where_the_list_reaches_back(newer: int, certain: bool) -> None:
    statuses = [entry(f"别的 {n}", seconds=500 - n, number=50 - n) for n in range(newer)]
    statuses += [entry("旧的", seconds=-900 - n, number=10 - n) for n in range(5 - newer)]
    assert sighting(statuses).absence_is_certain is certain


def test_an_old_post_kept_on_top_proves_nothing_about_the_end() -> None:
    statuses = [entry("置顶", seconds=-90_000, number=1)]
    statuses += [entry(f"别的 {n}", seconds=500 - n, number=50 - n) for n in range(4)]
    assert not sighting(statuses).absence_is_certain


def test_a_short_list_of_a_longer_account_proves_nothing() -> None:
    statuses = [entry("别的", seconds=30, number=9)]
    assert not sighting(statuses, total=40).absence_is_certain
    assert sighting(statuses, total=1).absence_is_certain


def test_an_account_without_posts_is_certain_only_when_the_platform_says_so() -> None:
    assert sighting([], total=0).absence_is_certain
    assert not sighting([], total=7).absence_is_certain
    assert not sighting("bare").absence_is_certain


def test_a_date_that_cannot_be_read_proves_nothing() -> None:
    broken = {**entry("别的", seconds=-900, number=9), "created_at": "yesterday"}
    assert not sighting([broken]).absence_is_certain


def test_an_answer_without_a_list_is_no_absence() -> None:
    publish = build(StubPlatform({TIMELINE: Reply({"ok": 1})}).wire(now=SINCE)).publish
    assert publish
    with pytest.raises(Wait):
        publish.find_published(ACCOUNT, post(TEXT), {}, since=datetime(2026, 11, 20, tzinfo=SHANGHAI))
