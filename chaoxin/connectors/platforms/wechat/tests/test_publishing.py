"""The publish path: prepare, the one irreversible call, and finding out what became of it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest

from chaoxin.connectors.contract import Publish
from chaoxin.connectors.errors import FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.testing.samples import SAMPLE_TIME, Reply, Responder
from chaoxin.connectors.testing.stub_platform import StubPlatform
from chaoxin.connectors.values import Outcome

from .cast import ACCOUNT, ARTICLE_ID, CGI, article, picture, picture_post, platform, refused
from .recorded import payload

LONG_AGO = SAMPLE_TIME - timedelta(days=3)


def publishing(**answers: Responder) -> tuple[StubPlatform, Publish]:
    stub, connector = platform(**answers)
    assert connector.publish
    return stub, connector.publish


def sent_article(stub: StubPlatform) -> dict[str, object]:
    """The article object of the last draft."""
    found: dict[str, object] = json.loads(stub.sent_to(f"{CGI}/draft/add")[-1].content)["articles"][0]
    return found


def test_the_draft_shows_the_uploaded_pictures_and_keeps_chinese_readable() -> None:
    stub, publish = publishing()
    publish.prepare(ACCOUNT, article(), {})
    sent = sent_article(stub)
    assert payload("uploadimg")["url"] in str(sent["content"])
    assert "data-picture" not in str(sent["content"])
    assert sent["thumb_media_id"] == payload("add_material")["media_id"]
    assert sent["digest"] == "门店和线上同价"
    assert "冬季新品上架".encode() in stub.sent_to(f"{CGI}/draft/add")[0].content


def test_a_picture_message_sends_its_pictures_as_permanent_material() -> None:
    stub, publish = publishing()
    publish.prepare(ACCOUNT, picture_post(), {})
    sent = sent_article(stub)
    assert sent["article_type"] == "newspic"
    assert len(sent["image_info"]["image_list"]) == 2  # type: ignore[index]
    assert stub.sent_to(f"{CGI}/media/uploadimg") == []


def test_control_characters_never_reach_the_platform() -> None:
    stub, publish = publishing()
    publish.prepare(ACCOUNT, article(title="冬季\x0b新品", html="<p>今天\x00上架</p>", pictures=()), {})
    sent = sent_article(stub)
    assert (sent["title"], sent["content"]) == ("冬季新品", "<p>今天上架</p>")


def test_a_repeat_uploads_nothing_and_makes_no_second_draft() -> None:
    stub, publish = publishing()
    first = publish.prepare(ACCOUNT, article(), {})
    assert publish.prepare(ACCOUNT, article(), first) == first
    assert len(stub.sent_to(f"{CGI}/draft/add")) == 1
    assert len(stub.sent_to(f"{CGI}/media/uploadimg")) == 1


def test_a_failure_halfway_keeps_the_pieces_that_were_finished() -> None:
    stub, publish = publishing()
    stub.break_at(f"{CGI}/draft/add", lambda request: httpx.Response(502))
    with pytest.raises(Wait) as caught:
        publish.prepare(ACCOUNT, article(), {})
    kept = caught.value.prepared
    assert kept["pictures"]
    stub.faults.clear()
    publish.prepare(ACCOUNT, article(), kept)
    assert len(stub.sent_to(f"{CGI}/media/uploadimg")) == 1
    assert len(stub.sent_to(f"{CGI}/material/add_material")) == 1


def test_changed_words_replace_the_stale_draft() -> None:
    stub, publish = publishing()
    first = publish.prepare(ACCOUNT, article(), {})
    second = publish.prepare(ACCOUNT, article(title="冬季新品今天上架"), first)
    assert len(stub.sent_to(f"{CGI}/draft/delete")) == 1
    assert len(stub.sent_to(f"{CGI}/draft/add")) == 2
    assert len(stub.sent_to(f"{CGI}/media/uploadimg")) == 1
    assert second["content"] != first["content"]


def test_a_changed_picture_file_is_uploaded_anew() -> None:
    stub, publish = publishing()
    first = publish.prepare(ACCOUNT, article(), {})
    publish.prepare(ACCOUNT, article(pictures=(picture(size=(70, 70)),)), first)
    assert len(stub.sent_to(f"{CGI}/media/uploadimg")) == 2


def test_a_draft_that_left_the_box_is_never_replaced_blindly() -> None:
    stub, publish = publishing()
    first = publish.prepare(ACCOUNT, article(), {})
    stub.answers[f"{CGI}/draft/get"] = refused(40007)
    with pytest.raises(OutcomeUnknown):
        publish.prepare(ACCOUNT, article(), first)
    with pytest.raises(OutcomeUnknown):  # the old content is live, so the changed one would be a second post
        publish.prepare(ACCOUNT, article(title="改过的标题"), first)
    stub.answers[f"{CGI}/freepublish/batchget"] = Reply({"total_count": 0, "item_count": 0, "item": []})
    assert publish.prepare(ACCOUNT, article(title="改过的标题"), first)["draft"]


def test_an_account_without_comments_still_gets_its_draft() -> None:
    def without_privilege(request: httpx.Request) -> Reply:
        wants = json.loads(request.content)["articles"][0]["need_open_comment"]
        return refused(88000) if wants else Reply(payload("draft_add"))

    _, publish = publishing(draft_add=without_privilege)
    prepared = publish.prepare(ACCOUNT, article(), {})
    assert prepared["comments_open"] is False


def test_an_accepted_submission_is_pending_and_keeps_the_key_of_its_comments() -> None:
    _, publish = publishing()
    prepared = publish.prepare(ACCOUNT, article(), {})
    submission = publish.submit(ACCOUNT, article(), prepared)
    assert submission.outcome is Outcome.PENDING
    assert submission.reference == "publish:100000001"
    assert submission.facts["msg_data_id"] == "2247483655"
    assert submission.facts["submitted_on"] == "2026-11-20"


def test_a_post_changed_after_preparing_is_not_submitted() -> None:
    stub, publish = publishing()
    prepared = publish.prepare(ACCOUNT, article(), {})
    with pytest.raises(Wait):
        publish.submit(ACCOUNT, article(title="别的标题"), prepared)
    with pytest.raises(Wait):
        publish.submit(ACCOUNT, article(), {})
    assert stub.sent_to(f"{CGI}/freepublish/submit") == []


def test_an_answer_without_a_job_number_is_unknown() -> None:
    _, publish = publishing(freepublish_submit=Reply({"errcode": 0, "errmsg": "ok"}))
    prepared = publish.prepare(ACCOUNT, article(), {})
    with pytest.raises(OutcomeUnknown):
        publish.submit(ACCOUNT, article(), prepared)


def test_an_account_without_the_permission_hands_over_to_a_person() -> None:
    _, publish = publishing(freepublish_submit=refused(48001))
    prepared = publish.prepare(ACCOUNT, article(), {})
    submission = publish.submit(ACCOUNT, article(), prepared)
    assert submission.outcome is Outcome.NEEDS_PERSON
    assert "已存入草稿箱，还差一步" in submission.sentence
    assert "《冬季新品上架》" in submission.sentence
    assert submission.facts["title"] == "冬季新品上架"
    assert publish.look_up(ACCOUNT, submission.reference).outcome is Outcome.NEEDS_PERSON


def test_published_is_said_only_after_the_article_was_read() -> None:
    stub, publish = publishing(freepublish_getarticle=refused(53600))
    assert publish.look_up(ACCOUNT, "publish:100000001").outcome is Outcome.UNKNOWN
    stub.answers[f"{CGI}/freepublish/getarticle"] = Reply(payload("getarticle"))
    submission = publish.look_up(ACCOUNT, "publish:100000001")
    assert submission.outcome is Outcome.PUBLISHED
    assert submission.reference == f"article:{ARTICLE_ID}"
    assert submission.post_id == ARTICLE_ID
    assert submission.url.startswith("http://mp.weixin.qq.com/s?")
    assert submission.facts["msg_data_id"] == "2247483655"
    assert submission.facts["publish_id"] == "100000001"


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (1, Outcome.PENDING),
        (2, Outcome.REFUSED),
        (3, Outcome.REFUSED),
        (4, Outcome.REFUSED),
        (5, Outcome.REMOVED),
        (6, Outcome.REMOVED),
        (9, Outcome.PENDING),
    ],
)
def test_every_state_of_a_job_is_told(status: int, outcome: Outcome) -> None:
    answer = {**payload("freepublish_rejected"), "publish_status": status}
    _, publish = publishing(freepublish_get=Reply(answer))
    submission = publish.look_up(ACCOUNT, "publish:100000001")
    assert submission.outcome is outcome
    assert submission.sentence
    assert bool(submission.remedy) is (outcome is Outcome.REFUSED)


def test_a_live_article_that_is_gone_counts_as_removed() -> None:
    deleted = {"news_item": [{**payload("getarticle")["news_item"][0], "is_deleted": True}]}
    for answer in (refused(53600), Reply(deleted), Reply({"news_item": []})):
        _, publish = publishing(freepublish_getarticle=answer)
        assert publish.look_up(ACCOUNT, f"article:{ARTICLE_ID}").outcome is Outcome.REMOVED


def test_a_published_article_is_found_by_its_content() -> None:
    stub, publish = publishing()
    prepared = publish.prepare(ACCOUNT, article(), {})
    stub.answers[f"{CGI}/draft/get"] = refused(40007)
    sighting = publish.find_published(ACCOUNT, article(), prepared, since=LONG_AGO)
    assert [entry.post_id for entry in sighting.candidates] == [ARTICLE_ID]
    assert sighting.candidates[0].outcome is Outcome.PUBLISHED
    assert sighting.candidates[0].published_at is not None
    assert not sighting.absence_is_certain


@pytest.mark.parametrize(
    "other",
    [{"title": "别的标题"}, {"html": "<p>别的正文</p>", "pictures": ()}, {"summary": "别的摘要"}],
)
def test_another_article_is_not_taken_for_ours(other: dict[str, object]) -> None:
    _, publish = publishing()
    post = article(**other)
    prepared = publish.prepare(ACCOUNT, post, {})
    sighting = publish.find_published(ACCOUNT, post, prepared, since=LONG_AGO)
    assert sighting.candidates == ()
    assert sighting.absence_is_certain


def test_an_older_article_of_the_same_words_is_not_taken_for_ours() -> None:
    _, publish = publishing()
    prepared = publish.prepare(ACCOUNT, article(), {})
    later = SAMPLE_TIME + timedelta(minutes=5)
    sighting = publish.find_published(ACCOUNT, article(), prepared, since=later)
    assert sighting.candidates == ()


def test_absence_is_uncertain_while_a_review_may_be_running() -> None:
    nothing = Reply({"total_count": 0, "item_count": 0, "item": []})
    stub, publish = publishing(freepublish_batchget=nothing)
    prepared = publish.prepare(ACCOUNT, article(), {})
    minutes = timedelta(minutes=5)
    early = publish.find_published(ACCOUNT, article(), prepared, since=SAMPLE_TIME - minutes)
    assert not early.absence_is_certain
    quick = replace(ACCOUNT, settings={"publish_review_seconds": 60})
    assert publish.find_published(quick, article(), prepared, since=SAMPLE_TIME - minutes).absence_is_certain
    stub.answers[f"{CGI}/draft/get"] = refused(40007)
    assert not publish.find_published(quick, article(), prepared, since=LONG_AGO).absence_is_certain


def test_a_deleted_article_proves_that_it_was_published() -> None:
    listed = payload("freepublish_batchget")
    listed["item"][0]["content"]["news_item"][0]["is_deleted"] = True
    _, publish = publishing(freepublish_batchget=Reply(listed))
    prepared = publish.prepare(ACCOUNT, article(), {})
    sighting = publish.find_published(ACCOUNT, article(), prepared, since=LONG_AGO)
    assert sighting.candidates == ()
    assert not sighting.absence_is_certain


def test_a_long_list_is_read_page_by_page_back_to_the_time_asked_for() -> None:
    entry = payload("freepublish_batchget")["item"][0]
    other = {**entry, "content": {"news_item": [{"title": "别的", "content": "别的"}]}}

    def page(request: httpx.Request) -> Reply:
        offset = json.loads(request.content)["offset"]
        items = [other] * 20 if offset == 0 else [entry]
        return Reply({"total_count": 21, "item_count": len(items), "item": items})

    stub, publish = publishing(freepublish_batchget=page)
    prepared = publish.prepare(ACCOUNT, article(), {})
    assert publish.find_published(ACCOUNT, article(), prepared, since=LONG_AGO).candidates
    assert len(stub.sent_to(f"{CGI}/freepublish/batchget")) == 2


def test_without_the_list_a_draft_in_the_box_still_proves_absence() -> None:
    stub, publish = publishing(freepublish_batchget=refused(48001))
    prepared = publish.prepare(ACCOUNT, article(), {})
    assert publish.find_published(ACCOUNT, article(), prepared, since=LONG_AGO).absence_is_certain
    stub.answers[f"{CGI}/draft/get"] = refused(40007)
    assert not publish.find_published(ACCOUNT, article(), prepared, since=LONG_AGO).absence_is_certain


def test_withdrawing_twice_is_harmless() -> None:
    stub, publish = publishing()
    publish.withdraw(ACCOUNT, f"article:{ARTICLE_ID}")
    stub.answers[f"{CGI}/freepublish/delete"] = refused(53600)
    publish.withdraw(ACCOUNT, f"article:{ARTICLE_ID}")
    publish.withdraw(ACCOUNT, "publish:100000001")
    assert len(stub.sent_to(f"{CGI}/freepublish/delete")) == 3


def test_a_running_job_cannot_be_withdrawn_yet() -> None:
    running = {"publish_id": "100000001", "publish_status": 1}
    stub, publish = publishing(freepublish_get=Reply(running))
    with pytest.raises(Wait):
        publish.withdraw(ACCOUNT, "publish:100000001")
    assert stub.sent_to(f"{CGI}/freepublish/delete") == []


def test_a_missing_picture_file_is_for_a_person_to_mend() -> None:
    _, publish = publishing()
    post = article()
    post.pictures[0].path.unlink()
    with pytest.raises(FixContent):
        publish.prepare(ACCOUNT, post, {})
