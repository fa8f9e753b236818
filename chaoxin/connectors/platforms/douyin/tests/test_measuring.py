"""Figures say whether they are running totals or values of a day."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chaoxin.connectors.contract import Measure
from chaoxin.connectors.platforms.douyin import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, ReadingKind

from .cast import ACCOUNT, ITEM_ID, REFERENCE
from .healthy import ANSWERS, FANS, ITEM, USER, VIDEO_DATA, VIDEO_LIST, refused


def measuring(answers: dict[str, Responder] | None = None) -> tuple[StubPlatform, Measure]:
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    measure = build(stub.wire(now=SAMPLE_TIME)).measure
    assert measure
    return stub, measure


def having(*scopes: str) -> Account:
    assert ACCOUNT.token
    return replace(ACCOUNT, token=replace(ACCOUNT.token, scopes=frozenset(scopes)))


def test_statistics_of_an_item_are_totals_and_its_report_is_by_day() -> None:
    _, measure = measuring()
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    totals = {one.metric: one.value for one in readings if one.kind is ReadingKind.CUMULATIVE}
    assert totals == {"reads": 4312, "likes": 86, "comments": 12, "shares": 7, "average_watch_seconds": 8.4}
    days = {one.day: one.value for one in readings if one.kind is ReadingKind.PER_DAY}
    assert days["2026-11-19"] == 119
    assert {one.post_id for one in readings} == {ITEM_ID}


def test_small_accounts_get_their_totals_without_reports() -> None:
    _, measure = measuring({f"{ITEM}/base/": refused(2100007)})
    assert {one.metric for one in measure.post_readings(ACCOUNT, [REFERENCE])} == {
        "reads",
        "likes",
        "comments",
        "shares",
    }


def test_only_what_was_granted_is_asked_for() -> None:
    stub, measure = measuring()
    assert measure.post_readings(having("user_info"), [REFERENCE]) == []
    assert measure.account_readings(having("user_info"), since_day="2026-11-18", until_day="2026-11-20") == []
    assert stub.requests == []
    assert measure.post_readings(having("video.list.bind"), [REFERENCE])
    assert (len(stub.sent_to(VIDEO_LIST)), stub.sent_to(VIDEO_DATA)) == (1, [])


def test_days_outside_of_the_question_are_left_out_and_totals_are_the_newest() -> None:
    _, measure = measuring()
    readings = measure.account_readings(ACCOUNT, since_day="2026-11-18", until_day="2026-11-20")
    new = [(one.day, one.value) for one in readings if one.metric == "new_followers"]
    assert new == [("2026-11-18", 21), ("2026-11-19", 22)]
    [followers] = [one for one in readings if one.metric == "followers"]
    assert (followers.value, followers.kind, followers.day) == (1219, ReadingKind.CUMULATIVE, None)


@pytest.mark.parametrize(("since", "span"), [("2026-11-15", "7"), ("2026-11-10", "15"), ("2026-10-01", "30")])
def test_the_shortest_report_that_reaches_back_is_asked_for(since: str, span: str) -> None:
    stub, measure = measuring()
    measure.account_readings(ACCOUNT, since_day=since, until_day="2026-11-20")
    assert stub.sent_to(f"{USER}/fans/")[0].url.params["date_type"] == span


def test_without_reports_the_portrait_tells_the_fans() -> None:
    stub, measure = measuring()
    readings = measure.account_readings(
        having("fans.data.bind"), since_day="2026-11-18", until_day="2026-11-20"
    )
    assert [(one.metric, one.value) for one in readings] == [("followers", 1219)]
    assert len(stub.sent_to(FANS)) == 1
