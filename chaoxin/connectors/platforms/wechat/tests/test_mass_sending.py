"""Mass sending: who gets it, never twice, what became of it, and what it costs."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import httpx
import pytest

from chaoxin.connectors.contract import Publish
from chaoxin.connectors.errors import AskPlatform, OutcomeUnknown, Wait
from chaoxin.connectors.platforms.wechat import build, callbacks
from chaoxin.connectors.platforms.wechat.limits import MASS_KEY_BYTES
from chaoxin.connectors.platforms.wechat.manifest import MANIFEST
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome, Post, Submission

from .cast import ACCOUNT, ANSWERS, CGI, article, encrypted_push, picture_post, platform, refused
from .recorded import payload, payload_text

SENDALL = f"{CGI}/message/mass/sendall"
TO_ALL = {"send_to": "all"}
TO_TAG = {"send_to": "tag", "tag_id": "100"}


def publishing(**answers: Responder) -> tuple[StubPlatform, Publish]:
    stub, connector = platform(**answers)
    assert connector.publish
    return stub, connector.publish


def sent(post: Post, **answers: Responder) -> tuple[StubPlatform, Submission]:
    stub, publish = publishing(**answers)
    return stub, publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))


def asked(stub: StubPlatform) -> dict[str, Any]:
    """The body of the only mass call."""
    [request] = stub.sent_to(SENDALL)
    found: dict[str, Any] = json.loads(request.content)
    return found


def test_an_article_for_all_goes_out_as_its_draft() -> None:
    stub, submission = sent(article(options=TO_ALL))
    body = asked(stub)
    assert body["filter"] == {"is_to_all": True}
    assert body["mpnews"] == {"media_id": payload("draft_add")["media_id"]}
    assert body["send_ignore_reprint"] == 0
    assert (submission.outcome, submission.reference) == (Outcome.PENDING, "mass:1000001625")
    assert submission.facts["msg_data_id"] == "2247483655"
    assert stub.sent_to(f"{CGI}/freepublish/submit") == []


def test_a_tag_is_named_by_its_number() -> None:
    stub, _ = sent(article(options={**TO_TAG, "ignore_reprint": True}))
    assert asked(stub)["filter"] == {"is_to_all": False, "tag_id": 100}
    assert asked(stub)["send_ignore_reprint"] == 1


def test_pictures_go_out_from_the_library_without_a_draft_that_somebody_could_publish_again() -> None:
    stub, submission = sent(picture_post(options=TO_ALL))
    body = asked(stub)
    assert body["msgtype"] == "image"
    assert len(body["images"]["media_ids"]) == 2
    assert body["images"]["recommend"] == "三个颜色\n都在门店可试"
    assert stub.sent_to(f"{CGI}/draft/add") == []
    assert submission.outcome is Outcome.PENDING


def test_the_same_intent_always_bears_the_same_key_and_another_one_another() -> None:
    first, again = (asked(sent(article(options=TO_ALL))[0])["clientmsgid"] for _ in range(2))
    changed = asked(sent(article(options=TO_ALL, title="改了标题"))[0])["clientmsgid"]
    other = asked(sent(article(options=TO_ALL, key="intent-9"))[0])["clientmsgid"]
    assert first == again == changed != other
    assert len(first.encode()) <= MASS_KEY_BYTES.value


def test_a_repeat_that_the_platform_knows_is_the_first_message() -> None:
    stub, submission = sent(article(options=TO_ALL), message_mass_sendall=Reply(payload("mass_duplicate")))
    assert (submission.outcome, submission.reference) == (Outcome.PENDING, "mass:1000001625")
    assert "mass_all" not in stub.metered, "the first one has been counted"


def test_a_repeat_without_the_number_of_the_first_is_looked_into() -> None:
    with pytest.raises(OutcomeUnknown):
        sent(article(options=TO_ALL), message_mass_sendall=refused(45065))


def test_only_what_the_platform_took_counts_on_the_days_ration() -> None:
    stub, _ = sent(article(options=TO_ALL))
    assert stub.metered.count("mass_all") == 1
    stub, _ = sent(article(options=TO_TAG))
    assert "mass_all" not in stub.metered
    stub, publish = publishing(message_mass_sendall=refused(45028))
    post = article(options=TO_ALL)
    with pytest.raises(AskPlatform):
        publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {}))
    assert "mass_all" not in stub.metered


def test_a_full_ration_of_our_own_count_does_not_hide_that_the_message_was_taken() -> None:
    def used_up(meter: str) -> None:
        if meter == "mass_all":
            raise Wait("今天的群发次数已用完。", until=SAMPLE_TIME + timedelta(days=1))

    publish = build(StubPlatform(ANSWERS).wire(now=SAMPLE_TIME, meter=used_up)).publish
    assert publish
    post = article(options=TO_ALL)
    assert publish.submit(ACCOUNT, post, publish.prepare(ACCOUNT, post, {})).outcome is Outcome.PENDING


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        ("SENDING", Outcome.PENDING),
        ("SEND_SUCCESS", Outcome.PUBLISHED),
        ("SEND_FAIL", Outcome.REFUSED),
        ("DELETE", Outcome.REMOVED),
        ("SOMETHING_NEW", Outcome.PENDING),
    ],
)
def test_every_state_of_a_message_is_told(status: str, outcome: Outcome) -> None:
    _, publish = publishing(message_mass_get=Reply({"msg_id": 1, "msg_status": status}))
    submission = publish.look_up(ACCOUNT, "mass:1")
    assert submission.outcome is outcome
    assert submission.sentence or outcome is Outcome.PUBLISHED
    assert bool(submission.remedy) is (outcome is Outcome.REFUSED)


def test_withdrawing_deletes_the_pages_once() -> None:
    stub, publish = publishing()
    publish.withdraw(ACCOUNT, "mass:1000001625")
    assert json.loads(stub.sent_to(f"{CGI}/message/mass/delete")[0].content) == {
        "msg_id": 1000001625,
        "article_idx": 0,
    }
    stub.answers[f"{CGI}/message/mass/get"] = Reply({"msg_id": 1, "msg_status": "DELETE"})
    publish.withdraw(ACCOUNT, "mass:1000001625")
    assert len(stub.sent_to(f"{CGI}/message/mass/delete")) == 1


def test_a_message_that_is_being_sent_cannot_be_withdrawn_yet() -> None:
    stub, publish = publishing(message_mass_get=Reply({"msg_id": 1, "msg_status": "SENDING"}))
    with pytest.raises(Wait):
        publish.withdraw(ACCOUNT, "mass:1")
    assert stub.sent_to(f"{CGI}/message/mass/delete") == []


def test_a_draft_in_the_box_proves_that_nothing_went_to_all_but_says_nothing_of_a_tag() -> None:
    nothing = Reply({"total_count": 0, "item_count": 0, "item": []})
    stub, publish = publishing(freepublish_batchget=nothing)
    long_ago = SAMPLE_TIME - timedelta(days=1)
    for post, certain in ((article(options=TO_ALL), True), (article(options=TO_TAG), False)):
        prepared = publish.prepare(ACCOUNT, post, {})
        sighting = publish.find_published(ACCOUNT, post, prepared, since=long_ago)
        assert (sighting.candidates, sighting.absence_is_certain) == ((), certain)
    pictures = picture_post(options=TO_ALL)
    sighting = publish.find_published(
        ACCOUNT, pictures, publish.prepare(ACCOUNT, pictures, {}), since=long_ago
    )
    assert not sighting.absence_is_certain
    stub.answers[f"{CGI}/draft/get"] = refused(40007)
    post = article(options=TO_ALL)
    kept = {"draft": "gone", "title": post.title, "digest": "", "words": ""}
    assert not publish.find_published(ACCOUNT, post, kept, since=long_ago).absence_is_certain


def test_an_account_that_may_only_draft_saves_pictures_for_a_person_too() -> None:
    stub, publish = publishing()
    assert ACCOUNT.token
    account = replace(ACCOUNT, token=replace(ACCOUNT.token, scopes=frozenset({"drafts_only"})))
    post = picture_post(options=TO_ALL)
    submission = publish.submit(account, post, publish.prepare(account, post, {}))
    assert submission.outcome is Outcome.NEEDS_PERSON
    assert stub.sent_to(f"{CGI}/draft/add")
    assert stub.sent_to(SENDALL) == []


def test_a_lost_answer_is_never_followed_by_a_second_call() -> None:
    stub, publish = publishing()
    post = article(options=TO_ALL)
    prepared = publish.prepare(ACCOUNT, post, {})

    def cut(request: httpx.Request) -> httpx.Response:
        raise httpx.ReadTimeout("no answer", request=request)

    stub.break_at(SENDALL, cut)
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, post, prepared)
    assert len(stub.sent_to(SENDALL)) == 1


def result_of(name: str, **changes: str) -> Submission:
    text = payload_text(f"{name}.xml")
    for old, new in changes.items():
        text = text.replace(f"<Status><![CDATA[{old.replace('_', ' ')}]]>", f"<Status><![CDATA[{new}]]>")
    [event] = callbacks.parse(ACCOUNT, encrypted_push(text)) or []
    assert event.submission
    return event.submission


def test_the_push_about_a_sent_message_brings_its_address_and_how_many_it_reached() -> None:
    submission = result_of("event_mass_sent")
    assert (submission.outcome, submission.reference) == (Outcome.PENDING, "mass:1000001626")
    assert submission.look_again_after_seconds == 0
    assert submission.facts["url"] == "https://mp.weixin.qq.com/s/aB3dE5fG7hI9jK1lM3nO5p"
    assert (submission.facts["total"], submission.facts["sent"], submission.facts["failed"]) == (120, 117, 1)


@pytest.mark.parametrize(
    ("status", "words"), [("err(20008)", "欺诈"), ("err(99999)", "没有说明原因"), ("send fail", "send fail")]
)
def test_the_push_about_a_stopped_message_says_why(status: str, words: str) -> None:
    assert "转载" in result_of("event_mass_finish").sentence
    submission = result_of("event_mass_sent", send_success=status)
    assert submission.outcome is Outcome.REFUSED
    assert words in submission.sentence


def test_a_plan_can_be_held_against_the_ration_of_each_kind_of_account() -> None:
    rations = {
        quota.profile: (quota.calls, quota.window.days)
        for quota in MANIFEST.quotas
        if quota.published and quota.only_for == {"send_to": "all"}
    }
    assert rations == {"default": (1, 1), "raised": (1, 1), "service": (4, 30), "raised_service": (4, 30)}
    assert set(MANIFEST.quota_profiles) == set(rations)
