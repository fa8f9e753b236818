"""The publish path: uploads, the one irreversible call, and finding out what members and customers made of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import Progress, Publish
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.platforms.wecom import build
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome

from .cast import (
    ACCOUNT,
    CGI,
    CONTACT,
    MSGID,
    OK,
    REFERENCE,
    body_of,
    picture,
    platform,
    refused,
    to_customers,
    to_groups,
    with_video,
)
from .recorded import payload

LONG_AGO = SAMPLE_TIME - timedelta(days=3)
SENT = Reply(payload("get_groupmsg_task_sent"))


def publishing(**answers: Responder) -> tuple[StubPlatform, Publish]:
    stub, connector = platform(**answers)
    assert connector.publish
    return stub, connector.publish


def members(*states: int) -> Reply:
    """Members of whom each is in that state; who has sent did so a minute after the one before."""
    rows: list[dict[str, Any]] = []
    for number, status in enumerate(states):
        row: dict[str, Any] = {"userid": f"member{number}", "status": status}
        rows.append(row | ({"send_time": 1_795_143_600 + 60 * number} if status else {}))
    return Reply({"errcode": 0, "task_list": rows, "next_cursor": ""})


def results(*states: int) -> Reply:
    rows = [{"external_userid": f"wm{number}", "status": status} for number, status in enumerate(states)]
    return Reply({"errcode": 0, "send_list": rows, "next_cursor": ""})


def test_a_new_task_waits_for_its_members() -> None:
    _, publish = publishing()
    post = to_customers()
    submission = publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))
    assert submission.outcome is Outcome.PENDING
    assert (submission.reference, submission.post_id) == (f"task:{MSGID}", MSGID)
    assert submission.facts["not_sendable"] == 1
    assert submission.facts["sender"] == "zhangsan"
    assert datetime.fromisoformat(submission.facts["media_until"]) == SAMPLE_TIME + timedelta(days=3)
    assert "1 位客户不能发送" in submission.sentence


def test_a_repeat_uploads_nothing() -> None:
    stub, publish = publishing()
    post = to_customers()
    first = publish.prepare(ACCOUNT, post, {})
    assert publish.prepare(ACCOUNT, post, first) == first
    assert len(stub.sent_to(f"{CGI}/media/upload")) == 1


def test_uploads_that_are_about_to_end_are_made_anew() -> None:
    stub, publish = publishing()
    post = to_customers()
    first = dict(publish.prepare(ACCOUNT, post, {}))
    later = build(stub.wire(now=SAMPLE_TIME + timedelta(days=3) - timedelta(minutes=30))).publish
    assert later
    again = later.prepare(ACCOUNT, post, first)
    assert len(stub.sent_to(f"{CGI}/media/upload")) == 2
    assert again["media"] != first["media"]


def test_a_failure_halfway_keeps_what_was_uploaded_and_tells_how_far_it_came() -> None:
    told: list[tuple[dict[str, Any], Progress]] = []
    stub, publish = publishing()
    post = to_customers(
        options={"link_title": "x", "first_is_cover": True}, pictures=(picture("a"), picture("b"))
    )
    post.pictures[1].path.write_bytes(picture("c", size=(9, 9)).path.read_bytes())
    stub.break_at(f"{CGI}/media/uploadimg", lambda request: httpx.Response(502))
    with pytest.raises(Wait) as caught:
        publish.prepare(ACCOUNT, post, {}, keep=lambda kept, progress: told.append((dict(kept), progress)))
    assert len(caught.value.prepared["media"]) == 1
    assert told[0][1] == Progress(post.pictures[1].size, post.pictures[0].size + post.pictures[1].size)
    stub.faults.clear()
    publish.prepare(ACCOUNT, post, caught.value.prepared)
    assert len(stub.sent_to(f"{CGI}/media/upload")) == 1


def test_a_missing_file_is_said_to_be_missing() -> None:
    _, publish = publishing()
    post = with_video()
    assert post.video
    post.video.path.unlink()
    with pytest.raises(FixContent, match="找不到"):
        publish.prepare(ACCOUNT, post, {})


@pytest.mark.parametrize(
    "change", [{"text": "改过的字"}, {"options": {"sender": "lisi", "link_title": "冬季新品"}}]
)
def test_what_was_changed_after_the_uploads_is_not_sent(change: dict[str, Any]) -> None:
    stub, publish = publishing()
    post = to_customers()
    prepared = publish.prepare(ACCOUNT, post, {})
    with pytest.raises(Wait, match="改动"):
        publish.submit(ACCOUNT, replace(post, **change), prepared)
    assert stub.sent_to(f"{CONTACT}/add_msg_template") == []


def test_an_answer_without_a_number_leaves_the_outcome_open() -> None:
    _, publish = publishing(add_msg_template=OK)
    post = to_customers()
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))


def test_a_task_nobody_confirmed_is_not_published() -> None:
    stub, publish = publishing()
    found = publish.look_up(ACCOUNT, REFERENCE.reference)
    assert found.outcome is Outcome.PENDING
    assert found.facts["members_asked"] == 2
    assert stub.sent_to(f"{CONTACT}/get_groupmsg_send_result") == []


def test_a_task_is_published_when_a_member_has_sent_it_and_somebody_received_it() -> None:
    _, publish = publishing(get_groupmsg_task=SENT)
    found = publish.look_up(ACCOUNT, REFERENCE.reference)
    assert found.outcome is Outcome.PUBLISHED
    assert found.published_at == datetime.fromtimestamp(1_795_143_600, UTC)
    counts = {name: found.facts[name] for name in ("sent", "unsent", "not_friends", "over_limit")}
    assert counts == {"sent": 1, "unsent": 1, "not_friends": 1, "over_limit": 1}
    assert "1/2 名成员" in found.sentence


def test_a_setting_lets_a_task_count_only_when_all_have_confirmed() -> None:
    account = replace(ACCOUNT, settings={**ACCOUNT.settings, "published_when": "all"})
    _, publish = publishing(get_groupmsg_task=SENT)
    assert publish.look_up(account, REFERENCE.reference).outcome is Outcome.PENDING
    _, publish = publishing(get_groupmsg_task=members(2, 1))
    assert publish.look_up(account, REFERENCE.reference).outcome is Outcome.PUBLISHED


def test_a_message_that_nobody_received_is_refused_with_the_reason() -> None:
    _, publish = publishing(get_groupmsg_task=members(2), get_groupmsg_send_result=results(3, 3, 2))
    found = publish.look_up(ACCOUNT, REFERENCE.reference)
    assert (found.outcome, found.remedy) == (Outcome.REFUSED, "fix_content")
    assert "2 位本期收到的群发已到上限" in found.sentence


@pytest.mark.parametrize("rows", [(), (0, 0)])
def test_what_is_still_being_sent_is_waited_for(rows: tuple[int, ...]) -> None:
    _, publish = publishing(get_groupmsg_task=members(2), get_groupmsg_send_result=results(*rows))
    assert publish.look_up(ACCOUNT, REFERENCE.reference).outcome is Outcome.PENDING


def test_a_task_of_nobody_is_never_called_published() -> None:
    _, publish = publishing(get_groupmsg_task=members())
    assert publish.look_up(ACCOUNT, REFERENCE.reference).outcome is Outcome.UNKNOWN


def test_pages_are_read_to_the_end() -> None:
    def page(request: httpx.Request) -> Reply:
        cursor = body_of(request)["cursor"]
        row = {"external_userid": f"wm{cursor}", "status": 1}
        return Reply({"errcode": 0, "send_list": [row], "next_cursor": {"": "one", "one": ""}[cursor]})

    _, publish = publishing(get_groupmsg_task=members(2), get_groupmsg_send_result=page)
    assert publish.look_up(ACCOUNT, REFERENCE.reference).facts["sent"] == 2


@pytest.mark.parametrize("reference", ["", "task:", "article:1"])
def test_a_foreign_reference_is_an_error(reference: str) -> None:
    _, publish = publishing()
    with pytest.raises(ValueError, match="not a reference"):
        publish.look_up(ACCOUNT, reference)


def test_the_message_is_found_among_the_tasks_by_its_words_and_attachments() -> None:
    stub, publish = publishing()
    sighting = publish.find_published(ACCOUNT, to_customers(), {}, since=LONG_AGO)
    assert [found.post_id for found in sighting.candidates] == [MSGID]
    asked = body_of(stub.sent_to(f"{CONTACT}/get_groupmsg_list_v2")[0])
    assert asked["chat_type"] == "single"
    assert asked["end_time"] - asked["start_time"] <= 31 * 86_400


@pytest.mark.parametrize(
    "change",
    [
        {"text": "别的字"},
        {"link": "https://shop.example.com/other"},
        {"pictures": ()},
        {"options": {"sender": "wangwu"}},
    ],
)
def test_another_message_is_not_taken_for_it(change: dict[str, Any]) -> None:
    _, publish = publishing()
    sighting = publish.find_published(ACCOUNT, to_customers(**change), {}, since=LONG_AGO)
    assert sighting.candidates == ()
    assert sighting.absence_is_certain


def test_the_same_words_to_other_customers_are_another_message() -> None:
    _, publish = publishing()
    options = {"link_title": "冬季新品", "customers": "wmsample0000000000000000000001"}
    mine = publish.find_published(ACCOUNT, to_customers(options=options), {}, since=LONG_AGO)
    assert len(mine.candidates) == 1
    options["customers"] = "wmother0000000000000000000001"
    other = publish.find_published(ACCOUNT, to_customers(options=options), {}, since=LONG_AGO)
    assert (other.candidates, other.absence_is_certain) == ((), True)


def test_groups_that_are_not_told_yet_prove_nothing() -> None:
    listed = {**payload("get_groupmsg_list_v2")["group_msg_list"][0], "text": {"content": "群友专享"}}
    listed["attachments"] = [{"msgtype": "miniprogram", "miniprogram": {"appid": "wxminisample000001"}}]
    found = Reply({"errcode": 0, "group_msg_list": [listed], "next_cursor": ""})
    _, publish = publishing(get_groupmsg_list_v2=found, get_groupmsg_send_result=results())
    assert len(publish.find_published(ACCOUNT, to_groups(), {}, since=LONG_AGO).candidates) == 1


def test_groups_are_looked_for_among_the_groups_tasks() -> None:
    stub, publish = publishing()
    publish.find_published(ACCOUNT, to_groups(), {}, since=LONG_AGO)
    assert body_of(stub.sent_to(f"{CONTACT}/get_groupmsg_list_v2")[0])["chat_type"] == "group"


def test_a_task_that_is_being_handed_out_is_there_already() -> None:
    _, publish = publishing(get_groupmsg_task=refused(41063))
    sighting = publish.find_published(ACCOUNT, to_customers(), {}, since=LONG_AGO)
    assert [found.outcome for found in sighting.candidates] == [Outcome.PENDING]


def test_a_stopped_task_is_no_proof_that_nothing_was_made() -> None:
    _, publish = publishing(get_groupmsg_task=refused(41093))
    sighting = publish.find_published(ACCOUNT, to_customers(), {}, since=LONG_AGO)
    assert (sighting.candidates, sighting.absence_is_certain) == ((), False)


def test_absence_is_not_certain_too_early_too_late_or_unread() -> None:
    nothing = Reply({"errcode": 0, "group_msg_list": [], "next_cursor": ""})
    _, publish = publishing(get_groupmsg_list_v2=nothing)
    early, late = SAMPLE_TIME - timedelta(seconds=20), SAMPLE_TIME - timedelta(days=40)
    assert not publish.find_published(ACCOUNT, to_customers(), {}, since=early).absence_is_certain
    assert not publish.find_published(ACCOUNT, to_customers(), {}, since=late).absence_is_certain
    assert publish.find_published(ACCOUNT, to_customers(), {}, since=LONG_AGO).absence_is_certain
    patient = replace(ACCOUNT, settings={**ACCOUNT.settings, "listing_seconds": 10})
    assert publish.find_published(patient, to_customers(), {}, since=early).absence_is_certain
    endless = Reply({"errcode": 0, "group_msg_list": [], "next_cursor": "more"})
    _, publish = publishing(get_groupmsg_list_v2=endless)
    assert not publish.find_published(ACCOUNT, to_customers(), {}, since=LONG_AGO).absence_is_certain


def test_a_task_that_some_have_sent_stays_published_when_the_rest_is_stopped() -> None:
    stub, connector = platform(get_groupmsg_task=SENT)
    assert connector.stop_pending
    found = connector.stop_pending.stop(ACCOUNT, REFERENCE.reference)
    assert found.outcome is Outcome.PUBLISHED
    assert "收不回来" in found.sentence
    assert len(stub.sent_to(f"{CONTACT}/cancel_groupmsg_send")) == 1


def test_a_task_that_all_have_sent_is_not_stopped() -> None:
    stub, connector = platform(get_groupmsg_task=members(2, 2))
    assert connector.stop_pending
    assert connector.stop_pending.stop(ACCOUNT, REFERENCE.reference).outcome is Outcome.PUBLISHED
    assert stub.sent_to(f"{CONTACT}/cancel_groupmsg_send") == []


def test_a_waiting_task_is_stopped() -> None:
    stub, publish = publishing()
    publish.withdraw(ACCOUNT, REFERENCE.reference)
    assert len(stub.sent_to(f"{CONTACT}/cancel_groupmsg_send")) == 1


def test_what_was_delivered_cannot_be_taken_back_but_the_rest_is_stopped() -> None:
    stub, publish = publishing(get_groupmsg_task=SENT)
    with pytest.raises(AskPlatform, match="已停止另外 1 名"):
        publish.withdraw(ACCOUNT, REFERENCE.reference)
    assert len(stub.sent_to(f"{CONTACT}/cancel_groupmsg_send")) == 1
    stub, publish = publishing(get_groupmsg_task=members(2, 2))
    with pytest.raises(AskPlatform, match="不能撤回"):
        publish.withdraw(ACCOUNT, REFERENCE.reference)
    assert stub.sent_to(f"{CONTACT}/cancel_groupmsg_send") == []


@pytest.mark.parametrize("code", [41093, 41047])
def test_stopping_what_has_gone_is_harmless(code: int) -> None:
    stub, publish = publishing(get_groupmsg_task=refused(code))
    publish.withdraw(ACCOUNT, REFERENCE.reference)
    assert stub.sent_to(f"{CONTACT}/cancel_groupmsg_send") == []
