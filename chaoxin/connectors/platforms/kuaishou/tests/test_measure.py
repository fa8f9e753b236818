"""Running totals of posts and of the account."""

from __future__ import annotations

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.manifest import Standing
from chaoxin.connectors.platforms.kuaishou.manifest import MANIFEST
from chaoxin.connectors.testing.samples import Reply
from chaoxin.connectors.values import ReadingKind

from .cast import ACCOUNT, PHOTO_ID, REFERENCE
from .healthy import INFO, LIST, platform, refused
from .recorded import payload

OLD = PostReference(post_id="3xolderthanthelist", reference="3xolderthanthelist")


def test_two_hundred_posts_are_read_by_one_call() -> None:
    stub, connector = platform()
    assert connector.measure
    readings = connector.measure.post_readings(ACCOUNT, [REFERENCE, REFERENCE])
    assert {reading.metric: reading.value for reading in readings} == {
        "reads": 9876,
        "likes": 312,
        "comments": 45,
    }
    assert {reading.kind for reading in readings} == {ReadingKind.CUMULATIVE}
    assert {reading.post_id for reading in readings} == {PHOTO_ID}
    assert stub.metered == ["photo_list"]
    assert stub.sent_to(LIST)[0].url.params["count"] == "200"


def test_a_post_that_is_not_in_the_list_is_asked_for_by_itself() -> None:
    stub, connector = platform()
    assert connector.measure
    readings = connector.measure.post_readings(ACCOUNT, [OLD])
    assert {reading.post_id for reading in readings} == {OLD.post_id}
    assert stub.sent_to(INFO)[0].url.params["photo_id"] == OLD.post_id


def test_a_post_that_is_gone_is_left_out() -> None:
    _, connector = platform({INFO: refused(100120001)})
    assert connector.measure
    readings = connector.measure.post_readings(ACCOUNT, [OLD, REFERENCE])
    assert {reading.post_id for reading in readings} == {PHOTO_ID}


def test_without_posts_nothing_is_asked() -> None:
    stub, connector = platform()
    assert connector.measure
    assert connector.measure.post_readings(ACCOUNT, []) == []
    assert stub.requests == []


def test_a_counter_that_is_missing_is_not_made_up() -> None:
    info = {**payload("photo_info")["video_info"], "view_count": None}
    _, connector = platform({LIST: Reply({"result": 1, "video_list": [info]})})
    assert connector.measure
    readings = connector.measure.post_readings(ACCOUNT, [REFERENCE])
    assert {reading.metric for reading in readings} == {"likes", "comments"}


def test_the_account_has_fans_and_posts() -> None:
    _, connector = platform()
    assert connector.measure
    readings = connector.measure.account_readings(ACCOUNT, since_day="2026-11-19", until_day="2026-11-20")
    assert {reading.metric: reading.value for reading in readings} == {
        "followers": 12840,
        "following": 96,
        "posts": 58,
        "all_posts": 62,
    }
    assert set(MANIFEST.metrics) >= {reading.metric for reading in readings}


def test_what_an_account_can_do_depends_on_its_scopes_and_its_mode() -> None:
    full = MANIFEST.offer(Standing("api"))
    assert full.offers("publish")
    assert full.offers("withdraw")
    assert not full.offers("publish_pictures")
    assert [form.key for form in full.formats] == ["video"]
    narrow = MANIFEST.offer(Standing("api", scopes=frozenset({"user_info", "user_video_info"})))
    assert not narrow.offers("publish")
    assert narrow.offers("post_metrics")
    assert "user_video_publish" in next(row.note for row in narrow.capabilities if row.key == "publish")
    by_hand = MANIFEST.offer(Standing("assisted"))
    assert by_hand.offers("publish")
    assert by_hand.offers("declaration")
    assert not by_hand.offers("post_metrics")
    assert [form.key for form in by_hand.formats] == ["video", "pictures"]


def test_every_meter_has_the_published_quota_and_one_counts_posts() -> None:
    assert {quota.calls for quota in MANIFEST.quotas} == {1000}
    assert [quota.meter for quota in MANIFEST.quotas if quota.published] == ["publish"]
