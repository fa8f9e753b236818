"""What ads cost and brought, as readings per day."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, Wait
from chaoxin.connectors.platforms.xiaohongshu.manifest import MANIFEST
from chaoxin.connectors.testing.samples import Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Reading, ReadingKind

from .cast import (
    ACCOUNT,
    ACCOUNT_REPORT,
    CAMPAIGN_REPORT,
    NOTE_ID,
    NOTE_REPORT,
    REFERENCE,
    platform,
)

EMPTY = Reply({"code": 0, "success": True, "data": {"data_list": [], "total_count": 0}})


def rows(*listed: dict[str, Any]) -> Reply:
    return Reply(
        {"code": 0, "success": True, "data": {"data_list": list(listed), "total_count": len(listed)}}
    )


def of_account(
    answers: Mapping[str, Responder] | None = None,
    *,
    since: str = "2026-11-18",
    until: str = "2026-11-20",
    account: Account = ACCOUNT,
) -> tuple[StubPlatform, list[Reading]]:
    stub, connector = platform(answers)
    assert connector.measure
    return stub, connector.measure.account_readings(account, since_day=since, until_day=until)


def of_posts(
    posts: Sequence[PostReference], answers: Mapping[str, Responder] | None = None
) -> tuple[StubPlatform, list[Reading]]:
    stub, connector = platform(answers)
    assert connector.measure
    return stub, connector.measure.post_readings(ACCOUNT, posts)


def value(readings: list[Reading], metric: str, day: str, *, campaign: str = "", post: str = "") -> object:
    return next(
        (
            one.value
            for one in readings
            if (one.metric, one.day, one.campaign_id, one.post_id) == (metric, day, campaign, post)
        ),
        None,
    )


def test_money_and_counts_of_each_day() -> None:
    _, readings = of_account()
    assert value(readings, "ad_spend_yuan", "2026-11-18") == 312.56
    assert value(readings, "ad_spend_yuan", "2026-11-19") == 1208.10
    assert value(readings, "ad_impressions", "2026-11-19") == 40218
    assert value(readings, "ad_leads", "2026-11-18") == 6
    assert value(readings, "ad_message_leads", "2026-11-19") == 0
    assert value(readings, "ad_message_consults", "2026-11-19") is None, "what is not said stays unsaid"
    assert {one.kind for one in readings} == {ReadingKind.PER_DAY}


def test_campaigns_are_told_apart_from_the_account() -> None:
    _, readings = of_account()
    assert value(readings, "ad_spend_yuan", "2026-11-19", campaign="88012346") == 300.0
    parts = [one.value for one in readings if one.metric == "ad_clicks" and one.campaign_id]
    assert sum(parts) == value(readings, "ad_clicks", "2026-11-19")


def test_notes_are_told_apart_from_the_account_and_called_by_their_names() -> None:
    listed = rows(
        {"time": "2026-11-19", "note_id": NOTE_ID, "note_title": "春茶上新", "fee": "700.35"},
        {"time": "2026-11-19", "note_id": "", "fee": "1"},
    )
    _, readings = of_account({NOTE_REPORT: listed})
    assert value(readings, "ad_spend_yuan", "2026-11-19", post=NOTE_ID) == 700.35
    assert {one.subject for one in readings if one.post_id} == {"春茶上新"}
    assert value(readings, "ad_spend_yuan", "2026-11-19") == 1208.10


def test_reports_end_yesterday() -> None:
    stub, _ = of_account()
    asked = [json.loads(request.content) for request in stub.requests]
    assert [(one["start_date"], one["end_date"]) for one in asked] == [("2026-11-18", "2026-11-19")] * 3
    stub, readings = of_account(since="2026-11-20")
    assert (stub.requests, readings) == ([], [])


def test_every_metric_has_a_name() -> None:
    _, readings = of_account()
    assert {one.metric for one in readings} == set(MANIFEST.metrics)


def test_notes_that_were_asked_for_and_no_others() -> None:
    stub, readings = of_posts([REFERENCE, PostReference("", "x")])
    assert {one.post_id for one in readings} == {NOTE_ID}
    assert value(readings, "ad_spend_yuan", "2026-11-19", post=NOTE_ID) == 700.35
    (request,) = stub.sent_to(NOTE_REPORT)
    asked = json.loads(request.content)
    assert (asked["start_date"], asked["end_date"], asked["time_unit"]) == ("2026-10-21", "2026-11-19", "DAY")


def test_no_notes_ask_for_nothing() -> None:
    stub, readings = of_posts([])
    assert (stub.requests, readings) == ([], [])


def test_all_pages_are_read() -> None:
    def paged(request: httpx.Request) -> Reply:
        asked = json.loads(request.content)
        full = asked["page_num"] < 3
        number = asked["page_size"] if full else 7
        listed = [{"time": "2026-11-19", "note_id": NOTE_ID, "fee": "1"}] * number
        return rows(*listed)

    stub, readings = of_posts([REFERENCE], {NOTE_REPORT: paged})
    assert len(stub.requests) == 3
    assert len(readings) == 2 * 500 + 7


def test_no_rows_may_be_told_by_leaving_the_list_out() -> None:
    nothing = Reply({"code": 0, "success": True, "data": {"data_list": None, "total_count": 0}})
    _, readings = of_account({ACCOUNT_REPORT: nothing, CAMPAIGN_REPORT: EMPTY, NOTE_REPORT: EMPTY})
    assert readings == []


def test_rows_that_are_announced_and_missing_are_no_answer() -> None:
    broken = Reply({"code": 0, "success": True, "data": {"total_count": 3}})
    with pytest.raises(Wait):
        of_account({ACCOUNT_REPORT: broken})


def test_the_column_of_the_day_is_found_or_named_by_a_setting() -> None:
    _, readings = of_account(
        {
            ACCOUNT_REPORT: rows({"date": "2026-11-19 00:00:00", "fee": "2"}),
            CAMPAIGN_REPORT: EMPTY,
            NOTE_REPORT: EMPTY,
        }
    )
    assert value(readings, "ad_spend_yuan", "2026-11-19") == 2.0
    strange = {
        ACCOUNT_REPORT: rows({"dt": "2026-11-19", "fee": "2"}),
        CAMPAIGN_REPORT: EMPTY,
        NOTE_REPORT: EMPTY,
    }
    with pytest.raises(AskPlatform, match="报表日期列"):
        of_account(strange)
    told = replace(ACCOUNT, settings={**ACCOUNT.settings, "report_day_field": "dt"})
    _, readings = of_account(strange, account=told)
    assert value(readings, "ad_spend_yuan", "2026-11-19") == 2.0


@pytest.mark.parametrize("given", ["-", "", None, "NaN", "Infinity", "-3", [], "1.5.2"])
def test_what_is_no_amount_is_no_reading(given: object) -> None:
    _, readings = of_account(
        {
            ACCOUNT_REPORT: rows({"time": "2026-11-19", "fee": given}),
            CAMPAIGN_REPORT: EMPTY,
            NOTE_REPORT: EMPTY,
        }
    )
    assert readings == []


def test_an_amount_keeps_its_cents() -> None:
    listed = rows({"time": "2026-11-19", "fee": "123456789.05"})
    _, readings = of_account({ACCOUNT_REPORT: listed, CAMPAIGN_REPORT: EMPTY, NOTE_REPORT: EMPTY})
    assert str(readings[0].value) == "123456789.05"
