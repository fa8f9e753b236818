"""The publishing call, what becomes of it, and finding a post again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.platforms.kuaishou.publish import KuaishouPublish
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome

from .cast import ACCOUNT, CAPTION, PHOTO_ID, picture, post, video_post
from .healthy import DELETE, INFO, LIST, PUBLISH, START, platform, refused
from .recorded import payload

POST = video_post()
MADE_AT = datetime(2026, 11, 20, 4, 0, 3, tzinfo=UTC)


def publishing(
    answers: dict[str, Responder] | None = None, *, now: datetime = SAMPLE_TIME
) -> tuple[StubPlatform, KuaishouPublish]:
    stub, connector = platform(answers, now=now)
    assert isinstance(connector.publish, KuaishouPublish)
    return stub, connector.publish


def listed(*captions: str, made_at: datetime = MADE_AT) -> Responder:
    """A list of posts with these captions, newest first, a minute apart, on one page."""
    info = payload("photo_info")["video_info"]
    infos = [
        {
            **info,
            "photo_id": f"3xnumber{count:03d}",
            "caption": caption,
            "create_time": int((made_at - timedelta(minutes=count)).timestamp() * 1000),
        }
        for count, caption in enumerate(captions)
    ]
    return lambda request: Reply({"result": 1, "video_list": [] if "cursor" in request.url.params else infos})


def test_publishing_sends_caption_and_cover_once_and_waits_for_the_review() -> None:
    stub, publish = publishing()
    submission = publish.submit(ACCOUNT, POST, publish.prepare(ACCOUNT, POST, {}))
    (request,) = stub.sent_to(PUBLISH)
    assert request.url.params["upload_token"] == payload("start_upload")["upload_token"]
    assert request.headers["Content-Type"].startswith("multipart/form-data")
    assert CAPTION.encode() in request.content
    assert POST.cover
    assert POST.cover.path.read_bytes() in request.content
    assert (submission.outcome, submission.post_id) == (Outcome.PENDING, PHOTO_ID)
    assert submission.reference == f"{PHOTO_ID}@{int(MADE_AT.timestamp())}"
    assert submission.sentence
    assert stub.metered == ["upload", "publish"]


def test_a_post_that_is_public_at_once_is_published() -> None:
    live = Reply(payload("photo_info"))
    _, publish = publishing({PUBLISH: live})
    submission = publish.submit(ACCOUNT, POST, publish.prepare(ACCOUNT, POST, {}))
    assert submission.outcome is Outcome.PUBLISHED
    assert submission.url == f"https://www.kuaishou.com/short-video/{PHOTO_ID}"


def test_what_was_not_prepared_is_not_submitted() -> None:
    stub, publish = publishing()
    with pytest.raises(FixContent):
        publish.submit(ACCOUNT, POST, {})
    assert stub.requests == []


def test_a_success_without_a_number_leaves_the_outcome_open() -> None:
    _, publish = publishing({PUBLISH: Reply({"result": 1, "video_info": {}})})
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, POST, publish.prepare(ACCOUNT, POST, {}))


def test_a_video_that_kuaishou_misses_is_uploaded_again_but_not_for_ever() -> None:
    stub, publish = publishing({PUBLISH: refused(100120002)})
    prepared = publish.prepare(ACCOUNT, POST, {})
    for tries, raised in ((2, Wait), (3, Wait), (4, AskPlatform)):
        with pytest.raises(raised) as caught:
            publish.submit(ACCOUNT, POST, prepared)
        prepared = publish.prepare(ACCOUNT, POST, caught.value.prepared)
        assert len(stub.sent_to(START)) == tries


def test_a_post_is_followed_from_unseen_over_pending_to_published() -> None:
    reference = f"{PHOTO_ID}@{int(MADE_AT.timestamp())}"
    _, publish = publishing({INFO: refused(100120001)})
    assert publish.look_up(ACCOUNT, reference).outcome is Outcome.PENDING
    _, publish = publishing({INFO: Reply(payload("publish"))})
    pending = publish.look_up(ACCOUNT, reference)
    assert (pending.outcome, pending.reference) == (Outcome.PENDING, reference)
    stub, publish = publishing()
    found = publish.look_up(ACCOUNT, reference)
    assert (found.outcome, found.reference, found.published_at) == (Outcome.PUBLISHED, PHOTO_ID, MADE_AT)
    assert stub.sent_to(INFO)[0].url.params["photo_id"] == PHOTO_ID


def test_a_post_that_stays_unseen_is_gone_after_an_hour() -> None:
    reference = f"{PHOTO_ID}@{int(MADE_AT.timestamp())}"
    for minutes, outcome in ((59, Outcome.PENDING), (61, Outcome.REMOVED)):
        _, publish = publishing({INFO: refused("120001")}, now=MADE_AT + timedelta(minutes=minutes))
        found = publish.look_up(ACCOUNT, reference)
        assert found.outcome is outcome
        assert found.sentence
    patient = replace(ACCOUNT, settings={"appear_minutes": 90})
    assert publish.look_up(patient, reference).outcome is Outcome.PENDING


def test_a_post_that_was_seen_and_cannot_be_read_is_gone_at_once() -> None:
    _, publish = publishing({INFO: refused(100120001)})
    found = publish.look_up(ACCOUNT, PHOTO_ID)
    assert (found.outcome, found.post_id) == (Outcome.REMOVED, PHOTO_ID)


@pytest.mark.parametrize("pending", [True, "true", 1])
def test_pending_may_come_as_a_text(pending: object) -> None:
    info = {**payload("photo_info")["video_info"], "pending": pending}
    _, publish = publishing({INFO: Reply({"result": 1, "video_info": info})})
    second = int(SAMPLE_TIME.timestamp())
    assert publish.look_up(ACCOUNT, f"{PHOTO_ID}@{second}").outcome is Outcome.PENDING
    again = publish.look_up(ACCOUNT, PHOTO_ID)
    assert (again.outcome, again.limited) == (Outcome.PUBLISHED, True)
    assert "重新审核" in again.sentence
    plain = replace(ACCOUNT, settings={"pending_again_is_limited": False})
    assert publish.look_up(plain, PHOTO_ID).outcome is Outcome.PENDING


def test_a_post_is_found_by_its_caption_regardless_of_blanks() -> None:
    _, publish = publishing({LIST: listed("别的", CAPTION.replace(" ", "  ") + "\n")})
    sighting = publish.find_published(ACCOUNT, POST, {}, since=MADE_AT - timedelta(minutes=5))
    assert [found.post_id for found in sighting.candidates] == ["3xnumber001"]
    assert not sighting.absence_is_certain


def test_a_post_from_before_the_intent_is_another_one() -> None:
    _, publish = publishing({LIST: listed(CAPTION)}, now=MADE_AT + timedelta(hours=3))
    sighting = publish.find_published(ACCOUNT, POST, {}, since=MADE_AT + timedelta(minutes=2))
    assert sighting.candidates == ()
    assert sighting.absence_is_certain


def test_absence_is_certain_only_after_the_time_in_which_posts_appear_late() -> None:
    for minutes, certain in ((30, False), (61, True)):
        _, publish = publishing({LIST: listed("别的")}, now=MADE_AT + timedelta(minutes=minutes))
        sighting = publish.find_published(ACCOUNT, POST, {}, since=MADE_AT)
        assert (sighting.candidates, sighting.absence_is_certain) == ((), certain)
        assert sighting.sentence


def test_the_list_is_read_back_to_the_intent_and_no_further() -> None:
    stub, publish = publishing({LIST: listed(*["别的"] * 200)}, now=MADE_AT + timedelta(days=2))
    sighting = publish.find_published(ACCOUNT, POST, {}, since=MADE_AT - timedelta(minutes=100))
    assert sighting.absence_is_certain
    assert len(stub.sent_to(LIST)) == 1


def test_the_end_of_the_list_is_an_empty_page_and_not_a_short_one() -> None:
    stub, publish = publishing({LIST: listed("别的", "再别的")}, now=MADE_AT + timedelta(days=2))
    sighting = publish.find_published(ACCOUNT, POST, {}, since=MADE_AT - timedelta(days=1))
    assert sighting.absence_is_certain
    assert [request.url.params.get("cursor") for request in stub.sent_to(LIST)] == [None, "3xnumber001"]


def test_a_cursor_that_leads_nowhere_proves_nothing() -> None:
    same = Reply(payload("photo_list"))
    stub, publish = publishing({LIST: same}, now=MADE_AT + timedelta(days=4))
    other = post("没有发过的", media=POST.video, cover=POST.cover)
    sighting = publish.find_published(ACCOUNT, other, {}, since=MADE_AT - timedelta(days=3))
    assert not sighting.absence_is_certain
    assert len(stub.sent_to(LIST)) == 2


def test_withdrawing_deletes_by_the_number() -> None:
    stub, publish = publishing()
    publish.withdraw(ACCOUNT, f"{PHOTO_ID}@1795147203")
    assert stub.sent_to(DELETE)[0].url.params["photo_id"] == PHOTO_ID


def test_a_cover_of_another_kind_goes_out_as_jpg() -> None:
    stub, publish = publishing()
    webp = post(media=POST.video, cover=picture("cover-webp", kind="WEBP"))
    prepared = publish.prepare(ACCOUNT, webp, {})
    assert prepared["cover"]["content_type"] == "image/jpeg"
    publish.submit(ACCOUNT, webp, prepared)
    assert b'filename="cover.jpg"' in stub.sent_to(PUBLISH)[0].content


def test_a_broken_cover_is_named_before_anything_is_sent() -> None:
    broken = picture("broken")
    broken.path.write_bytes(b"no picture")
    stub, publish = publishing()
    with pytest.raises(FixContent, match="封面"):
        publish.prepare(ACCOUNT, post(media=POST.video, cover=broken), {})
    assert stub.requests == []
