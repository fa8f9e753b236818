"""Counters of posts in batches, and of the account."""

from __future__ import annotations

import httpx
import pytest

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import Wait
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.manifest import MANIFEST
from chaoxin.connectors.platforms.weibo.measure import WeiboMeasure
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import ReadingKind

from .cast import ACCOUNT, POST_ID, REFERENCE
from .healthy import ANSWERS, COUNT, USER_COUNTS


def measuring(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, WeiboMeasure]:
    """A stub and the measuring part over it."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    measure = build(stub.wire(now=SAMPLE_TIME)).measure
    assert isinstance(measure, WeiboMeasure)
    return stub, measure


def test_a_post_has_three_running_totals() -> None:
    _, measure = measuring()
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    assert {reading.metric: reading.value for reading in readings} == {
        "shares": 3,
        "comments": 12,
        "likes": 45,
    }
    assert {reading.post_id for reading in readings} == {POST_ID}
    assert {reading.kind for reading in readings} == {ReadingKind.CUMULATIVE}


def test_counters_written_as_text_are_numbers() -> None:
    _, measure = measuring()
    readings = measure.account_readings(ACCOUNT, since_day="2026-11-19", until_day="2026-11-20")
    assert {reading.metric: reading.value for reading in readings} == {
        "followers": 13690,
        "following": 526,
        "posts": 312,
    }
    assert all(reading.day is None for reading in readings)


def test_every_metric_has_a_name() -> None:
    _, measure = measuring()
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    readings += measure.account_readings(ACCOUNT, since_day="2026-11-20", until_day="2026-11-20")
    assert {reading.metric for reading in readings} == set(MANIFEST.metrics)


def test_many_posts_are_asked_for_a_hundred_at_a_time() -> None:
    def counted(request: httpx.Request) -> Reply:
        ids = request.url.params["ids"].split(",")
        assert len(ids) <= 100
        return Reply([{"id": number, "comments": 1, "reposts": 0, "attitudes": 0} for number in ids])

    stub, measure = measuring({COUNT: counted})
    posts = [PostReference(post_id=str(number), reference="") for number in range(1, 251)]
    readings = measure.post_readings(ACCOUNT, [*posts, posts[0], PostReference(post_id="", reference="x")])
    assert len(stub.requests) == 3
    assert len({reading.post_id for reading in readings}) == 250


def test_no_posts_ask_for_nothing() -> None:
    stub, measure = measuring()
    assert measure.post_readings(ACCOUNT, []) == []
    assert stub.requests == []


def test_what_is_missing_stays_missing() -> None:
    answer = [{"id": POST_ID, "comments": 0, "reposts": None}, {"id": "1", "comments": 9}]
    _, measure = measuring({COUNT: Reply(answer)})
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    assert [(reading.metric, reading.value) for reading in readings] == [("comments", 0)]


def test_numbers_of_another_account_are_not_ours() -> None:
    _, measure = measuring({USER_COUNTS: Reply([{"id": "1", "followers_count": 5}])})
    assert measure.account_readings(ACCOUNT, since_day="2026-11-20", until_day="2026-11-20") == []


def test_an_answer_that_is_no_list_is_no_reading() -> None:
    _, measure = measuring({COUNT: Reply({"ok": 1})})
    with pytest.raises(Wait):
        measure.post_readings(ACCOUNT, [REFERENCE])
