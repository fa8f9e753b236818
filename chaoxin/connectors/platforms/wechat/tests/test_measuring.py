"""Figures of articles and of the account, and what is missing of them."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx
import pytest

from chaoxin.connectors.contract import Measure, PostReference
from chaoxin.connectors.errors import AskPlatform
from chaoxin.connectors.platforms.wechat.manifest import MANIFEST
from chaoxin.connectors.testing.samples import Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Reading, ReadingKind

from .cast import ACCOUNT, API, REFERENCE, platform, refused
from .recorded import payload

DETAIL = f"{API}/datacube/getarticletotaldetail"
SUMMARY = f"{API}/datacube/getusersummary"


def measuring(**answers: Responder) -> tuple[StubPlatform, Measure]:
    stub, connector = platform(**answers)
    assert connector.measure
    return stub, connector.measure


def by_metric(readings: list[Reading]) -> dict[str, Reading]:
    return {reading.metric: reading for reading in readings}


def test_the_newest_total_of_an_article_says_of_which_day_it_is() -> None:
    readings = by_metric(measuring()[1].post_readings(ACCOUNT, [REFERENCE]))
    assert readings["reads"] == Reading(
        "reads", 1500, ReadingKind.CUMULATIVE, day="2026-11-19", post_id=REFERENCE.post_id
    )
    assert readings["recommends"].value == 15
    assert readings["likes"].value == 52


def test_comments_are_counted_now_and_not_as_of_yesterday() -> None:
    readings = measuring()[1].post_readings(ACCOUNT, [REFERENCE])
    [comments] = [reading for reading in readings if reading.metric == "comments"]
    assert (comments.value, comments.day) == (3, None)


def test_an_account_without_comments_gets_the_figure_of_the_statistics() -> None:
    readings = by_metric(measuring(comment_list=refused(88000))[1].post_readings(ACCOUNT, [REFERENCE]))
    assert readings["comments"].day == "2026-11-19"


def test_today_is_never_asked_for() -> None:
    stub, measure = measuring()
    today = replace(REFERENCE, facts={**REFERENCE.facts, "published_on": "2026-11-20"})
    measure.post_readings(ACCOUNT, [today])
    assert stub.sent_to(DETAIL) == []
    measure.account_readings(ACCOUNT, since_day="2026-11-20", until_day="2026-11-20")
    assert stub.sent_to(SUMMARY) == []


def test_a_job_handed_in_before_midnight_is_looked_for_on_both_days() -> None:
    stub, measure = measuring()
    facts = {"msg_data_id": "2247483655", "submitted_on": "2026-11-17"}
    readings = by_metric(measure.post_readings(ACCOUNT, [replace(REFERENCE, facts=facts)]))
    days = [json.loads(request.content)["begin_date"] for request in stub.sent_to(DETAIL)]
    assert days == ["2026-11-17", "2026-11-18"]
    assert readings["reads"].value == 1500


def test_posts_of_one_day_are_asked_for_once() -> None:
    stub, measure = measuring()
    measure.post_readings(ACCOUNT, [REFERENCE, replace(REFERENCE, post_id="other")])
    assert len(stub.sent_to(DETAIL)) == 1


def test_an_article_without_a_message_number_is_known_by_its_address() -> None:
    url = payload("getarticletotaldetail")["list"][0]["content_url"].replace("mid=2247483655&", "")
    rows = {"list": [{**payload("getarticletotaldetail")["list"][0], "content_url": url}]}
    _, measure = measuring(getarticletotaldetail=Reply(rows))
    post = PostReference("a", "article:a", {"url": url, "published_on": "2026-11-18"})
    assert by_metric(measure.post_readings(ACCOUNT, [post]))["reads"].value == 1500


def test_an_unverified_account_still_gets_what_is_open_to_it() -> None:
    _, measure = measuring(
        getarticletotaldetail=refused(48001), getusersummary=refused(48001), getbizsummary=refused(48001)
    )
    assert by_metric(measure.post_readings(ACCOUNT, [REFERENCE])).keys() == {"comments"}
    readings = measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-19")
    assert [reading.metric for reading in readings] == ["followers"]


def test_an_account_with_nothing_to_read_is_told_so() -> None:
    _, measure = measuring(getarticletotaldetail=refused(48001), comment_list=refused(88000))
    with pytest.raises(AskPlatform):
        measure.post_readings(ACCOUNT, [REFERENCE])


def test_followers_of_all_sources_are_added_up_per_day() -> None:
    readings = measuring()[1].account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")
    found = {(reading.metric, reading.day): reading for reading in readings}
    assert found["new_followers", "2026-11-18"].value == 15
    assert found["new_followers", "2026-11-18"].kind is ReadingKind.PER_DAY
    assert found["lost_followers", "2026-11-19"].value == 2
    assert found["followers", "2026-11-19"].value == 22995
    assert found["followers", None].value == 23000
    assert found["account_reads", "2026-11-18"].value == 4123


def test_days_that_the_platform_does_not_know_are_missing_and_not_zero() -> None:
    readings = measuring()[1].account_readings(ACCOUNT, since_day="2026-11-17", until_day="2026-11-19")
    assert ("new_followers", "2026-11-17") not in {(reading.metric, reading.day) for reading in readings}


def test_a_long_time_is_asked_for_in_weeks() -> None:
    stub, measure = measuring()
    measure.account_readings(ACCOUNT, since_day="2026-11-01", until_day="2026-11-19")
    asked = [json.loads(request.content) for request in stub.sent_to(SUMMARY)]
    assert [(entry["begin_date"], entry["end_date"]) for entry in asked] == [
        ("2026-11-01", "2026-11-07"),
        ("2026-11-08", "2026-11-14"),
        ("2026-11-15", "2026-11-19"),
    ]


def test_yesterday_is_left_out_while_it_is_not_ready() -> None:
    def answer(request: httpx.Request) -> Reply:
        if json.loads(request.content)["end_date"] == "2026-11-19":
            return refused(61503, "data not ready")
        return Reply({"list": payload("getusersummary")["list"][:2]})

    readings = measuring(getusersummary=answer)[1].account_readings(
        ACCOUNT, since_day="2026-11-18", until_day="2026-11-19"
    )
    days = {reading.day for reading in readings if reading.metric == "new_followers"}
    assert days == {"2026-11-18"}


def test_every_reading_has_a_name_in_the_manifest() -> None:
    _, measure = measuring()
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    readings += measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-19")
    assert {reading.metric for reading in readings} <= set(MANIFEST.metrics)
