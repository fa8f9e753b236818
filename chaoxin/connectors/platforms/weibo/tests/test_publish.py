"""The share call and what becomes of it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect
from chaoxin.connectors.platforms.weibo import build
from chaoxin.connectors.platforms.weibo.publish import WeiboPublish
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Account, Outcome

from .cast import ACCESS_TOKEN, ACCOUNT, POST_ID, SAFE_LINK, TEXT, USER_ID, picture, post
from .healthy import ANSWERS, DESTROY, SHARE, SHOW, refused
from .recorded import payload, payload_text


def publishing(
    answers: dict[str, Responder] | None = None, *, now: datetime = SAMPLE_TIME
) -> tuple[StubPlatform, WeiboPublish]:
    """A stub and the publishing part over it."""
    stub = StubPlatform({**ANSWERS, **(answers or {})})
    publish = build(stub.wire(now=now)).publish
    assert isinstance(publish, WeiboPublish)
    return stub, publish


def test_a_share_sends_text_address_and_token_as_a_form_once() -> None:
    stub, publish = publishing()
    submission = publish.submit(ACCOUNT, post(), {})
    (request,) = stub.sent_to(SHARE)
    assert parse_qs(request.content.decode()) == {
        "status": [TEXT],
        "rip": ["211.156.0.1"],
        "access_token": [ACCESS_TOKEN],
    }
    assert submission.outcome is Outcome.PUBLISHED
    assert submission.post_id == submission.reference == POST_ID
    assert submission.url.startswith(f"https://weibo.com/{USER_ID}/")
    assert submission.published_at == datetime(2026, 11, 20, 4, 0, 3, tzinfo=UTC)
    assert stub.metered == ["posts", "calls"]


def test_a_picture_goes_along_in_the_same_call(tmp_path: Path) -> None:
    stub, publish = publishing()
    sample = picture(tmp_path)
    publish.submit(ACCOUNT, post(pictures=(sample,)), {})
    (request,) = stub.sent_to(SHARE)
    assert request.headers["Content-Type"].startswith("multipart/form-data")
    assert sample.path.read_bytes() in request.content
    assert TEXT.encode() in request.content


def test_the_exact_id_wins_over_the_rounded_number() -> None:
    rounded = {**payload("status"), "id": 5106400000213000}
    _, publish = publishing({SHARE: Reply(rounded)})
    assert publish.submit(ACCOUNT, post(), {}).post_id == POST_ID


def test_preparing_asks_nobody_and_keeps_the_exact_text(tmp_path: Path) -> None:
    stub, publish = publishing()
    prepared = publish.prepare(ACCOUNT, post("新品", link=SAFE_LINK, pictures=(picture(tmp_path),)), {})
    assert prepared["status"] == f"新品 {SAFE_LINK}"
    assert prepared["picture"]["content_type"] == "image/png"
    assert stub.requests == []


def test_preparing_names_every_reason_that_stops_a_post() -> None:
    _, publish = publishing()
    with pytest.raises(FixContent) as caught:
        publish.prepare(ACCOUNT, post("#新品#"), {})
    assert "话题" in caught.value.sentence
    assert "安全域名" in caught.value.sentence


@pytest.mark.parametrize("name", ["refusal_number.json", "refusal_text.json"])
def test_a_refusal_as_repeated_text_leaves_open_whether_it_was_our_own(name: str) -> None:
    stub, publish = publishing({SHARE: lambda request: Reply(payload_text(name), status=400)})
    submission = publish.submit(ACCOUNT, post(), {})
    assert submission.outcome is Outcome.UNKNOWN
    assert (submission.code, submission.remedy) == ("20019", "fix_content")
    assert len(stub.sent_to(SHARE)) == 1


def test_a_page_of_the_gateway_leaves_the_outcome_open() -> None:
    for status in (200, 400, 403, 502):
        _, publish = publishing({SHARE: Reply(payload_text("gateway.html"), status=status)})
        with pytest.raises(OutcomeUnknown):
            publish.submit(ACCOUNT, post(), {})


def test_a_success_without_a_number_leaves_the_outcome_open() -> None:
    _, publish = publishing({SHARE: Reply({"result": True})})
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, post(), {})


def test_an_expired_token_needs_a_person() -> None:
    _, publish = publishing({SHARE: Reply(payload("refusal_oauth"), status=403)})
    with pytest.raises(Reconnect) as caught:
        publish.submit(ACCOUNT, post(), {})
    assert caught.value.code == "21327"


def test_an_account_without_a_token_sends_nothing() -> None:
    stub, publish = publishing()
    bare = Account(external_id=USER_ID, credentials=ACCOUNT.credentials, settings=ACCOUNT.settings)
    with pytest.raises(Reconnect):
        publish.submit(bare, post(), {})
    assert stub.requests == []


def test_a_delayed_share_is_found_by_its_text_later() -> None:
    _, publish = publishing({SHARE: refused(20032)})
    pending = publish.submit(ACCOUNT, post(), {})
    assert pending.outcome is Outcome.PENDING
    assert pending.look_again_after_seconds == 120
    assert pending.reference
    found = publish.look_up(ACCOUNT, pending.reference)
    assert (found.outcome, found.reference) == (Outcome.PUBLISHED, POST_ID)


def test_a_delayed_share_is_waited_for_and_then_left_to_a_person() -> None:
    _, publish = publishing({SHARE: refused(20032)})
    reference = publish.submit(ACCOUNT, post("不在列表里 https://example.com"), {}).reference
    waiting = publish.look_up(ACCOUNT, reference)
    assert (waiting.outcome, waiting.reference) == (Outcome.PENDING, reference)
    _, later = publishing(now=SAMPLE_TIME + timedelta(minutes=11))
    assert later.look_up(ACCOUNT, reference).outcome is Outcome.UNKNOWN


def test_looking_up_reads_one_post() -> None:
    stub, publish = publishing()
    assert publish.look_up(ACCOUNT, POST_ID).outcome is Outcome.PUBLISHED
    (request,) = stub.sent_to(SHOW)
    assert request.method == "GET"
    assert request.url.params["id"] == POST_ID


@pytest.mark.parametrize(
    "answer", [refused(20101), Reply({"idstr": POST_ID, "deleted": "1", "text": "抱歉，此微博已被作者删除"})]
)
def test_a_post_that_is_gone_is_removed(answer: Reply) -> None:
    _, publish = publishing({SHOW: answer})
    removed = publish.look_up(ACCOUNT, POST_ID)
    assert (removed.outcome, removed.post_id) == (Outcome.REMOVED, POST_ID)
    assert removed.sentence


def test_a_young_post_that_cannot_be_read_yet_is_not_called_removed() -> None:
    seconds = int(SAMPLE_TIME.timestamp()) - 515_483_463
    young, older = str((seconds - 20) << 22), str((seconds - 200) << 22)
    _, publish = publishing({SHOW: refused(20101)})
    assert publish.look_up(ACCOUNT, young).outcome is Outcome.UNKNOWN
    assert publish.look_up(ACCOUNT, older).outcome is Outcome.REMOVED


def test_a_post_that_the_public_does_not_see_says_so() -> None:
    _, publish = publishing({SHOW: Reply({**payload("status"), "visible": {"type": 1}})})
    assert publish.look_up(ACCOUNT, POST_ID).facts == {"visible_type": 1}


def test_withdrawing_without_permission_says_what_to_do_by_hand() -> None:
    _, publish = publishing({DESTROY: refused(10014, status=403)})
    with pytest.raises(AskPlatform) as caught:
        publish.withdraw(ACCOUNT, POST_ID)
    assert "手动删除" in caught.value.sentence


def test_withdrawing_a_post_that_is_gone_is_harmless() -> None:
    stub, publish = publishing({DESTROY: refused(20101)})
    publish.withdraw(ACCOUNT, POST_ID)
    assert len(stub.sent_to(DESTROY)) == 1


def test_a_fault_inside_the_platform_is_looked_into_with_the_timeline() -> None:
    _, publish = publishing({SHARE: refused(10011, "RPC error", status=503)})
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, post(), {})
    sighting = publish.find_published(ACCOUNT, post(), {}, since=SAMPLE_TIME)
    assert [candidate.post_id for candidate in sighting.candidates] == [POST_ID]
