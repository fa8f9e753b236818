"""Figures of messages and of the corp."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import httpx

from chaoxin.connectors.contract import Measure
from chaoxin.connectors.platforms.wecom.manifest import MANIFEST
from chaoxin.connectors.testing.samples import Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import ReadingKind

from .cast import ACCOUNT, CONTACT, MSGID, REFERENCE, body_of, platform, refused
from .recorded import payload


def measuring(**answers: Responder) -> tuple[StubPlatform, Measure]:
    stub, connector = platform(**answers)
    assert connector.measure
    return stub, connector.measure


def read(
    measure: Measure, since: str = "2026-11-18", until: str = "2026-11-20", **settings: Any
) -> dict[Any, Any]:
    account = replace(ACCOUNT, settings={**ACCOUNT.settings, **settings})
    readings = measure.account_readings(account, since_day=since, until_day=until)
    assert {reading.metric for reading in readings} <= set(MANIFEST.metrics)
    return {(reading.metric, reading.day): reading for reading in readings}


def test_a_message_is_counted_by_what_became_of_it() -> None:
    _, measure = measuring(get_groupmsg_task=Reply(payload("get_groupmsg_task_sent")))
    readings = measure.post_readings(ACCOUNT, [REFERENCE])
    assert {reading.metric: reading.value for reading in readings} == {
        "members_asked": 2,
        "members_confirmed": 1,
        "sent": 1,
        "unsent": 1,
        "not_friends": 1,
        "over_limit": 1,
    }
    assert {(reading.kind, reading.post_id, reading.day) for reading in readings} == {
        (ReadingKind.CUMULATIVE, MSGID, None)
    }
    assert {reading.metric for reading in readings} <= set(MANIFEST.metrics)


def test_a_stopped_message_has_no_readings_and_hides_no_other() -> None:
    def task(request: httpx.Request) -> Reply:
        gone = body_of(request)["msgid"] == "gone"
        return refused(41093) if gone else Reply(payload("get_groupmsg_task"))

    _, measure = measuring(get_groupmsg_task=task)
    gone = replace(REFERENCE, post_id="gone", reference="task:gone")
    readings = measure.post_readings(ACCOUNT, [gone, REFERENCE])
    assert {reading.post_id for reading in readings} == {MSGID}


def test_customers_are_counted_once_with_however_many_members() -> None:
    _, measure = measuring()
    found = read(measure)
    assert found["followers", None].value == 2
    assert found["contact_members", None].value == 2


def test_a_member_without_customers_counts_none() -> None:

    stub, measure = measuring()
    stub.answers[f"{CONTACT}/list"] = Reply(payload("no_customers"))
    assert read(measure)["followers", None].value == 0


def test_days_have_their_figures_and_totals_are_told_from_them() -> None:
    stub, measure = measuring()
    found = read(measure)
    assert found["new_followers", "2026-11-18"].value == 7
    assert found["lost_followers", "2026-11-19"].value == 1
    assert found["new_followers", "2026-11-18"].kind is ReadingKind.PER_DAY
    assert found["reply_percentage", "2026-11-18"].value == 82.5
    assert found["groups", "2026-11-19"].kind is ReadingKind.CUMULATIVE
    assert found["group_messages", "2026-11-19"].value == 401
    asked = body_of(stub.sent_to(f"{CONTACT}/get_user_behavior_data")[0])
    assert (asked["start_time"], asked["end_time"]) == (1_794_931_200, 1_795_017_600), "today is left out"


def test_long_times_are_asked_for_in_parts_and_no_further_back_than_there_is_anything() -> None:
    stub, measure = measuring()
    read(measure, since="2026-01-01")
    spans = [body_of(request) for request in stub.sent_to(f"{CONTACT}/get_user_behavior_data")]
    days = [(span["end_time"] - span["start_time"]) // 86_400 + 1 for span in spans]
    assert days == [30, 30]
    read(measure, since="2026-01-01", statistics_days=180)
    assert len(stub.sent_to(f"{CONTACT}/get_user_behavior_data")) == 2 + 6


def test_many_members_are_added_up_but_rates_are_not() -> None:
    many = Reply({"errcode": 0, "follow_user": [f"member{number}" for number in range(130)]})
    stub, measure = measuring(get_follow_user_list=many)
    found = read(measure)
    assert len(stub.sent_to(f"{CONTACT}/get_user_behavior_data")) == 2
    assert found["new_followers", "2026-11-18"].value == 14
    assert found["groups", "2026-11-18"].value == 24
    assert ("reply_percentage", "2026-11-18") not in found


def test_a_corp_without_members_has_no_days() -> None:
    stub, measure = measuring(get_follow_user_list=Reply({"errcode": 0, "follow_user": []}))
    assert set(read(measure)) == {("contact_members", None), ("followers", None)}
    assert stub.sent_to(f"{CONTACT}/get_user_behavior_data") == []
