"""Whole ways through the emulated platform: publishing with and without faults, tokens, links, figures."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chaoxin.connectors.contract import PostReference, Progress
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import Account, Outcome, Post, Token

from .cast import CAPTION, picture, picture_post, video_post
from .emulated import Desk, consent, open_desk

PUBLISH = "/openapi/photo/publish"
CREATOR_CENTRE = "/cp.kuaishou.com/article/publish/video"
FRAGMENT = "/api/upload/fragment"
PIECE = 1_000_000
LARGE = video_post(size=12_000_000)


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


def in_small_pieces(account: Account) -> Account:
    return replace(account, settings={"fragment_bytes": PIECE})


def test_a_video_goes_live_after_its_review_and_can_be_taken_down(desk: Desk) -> None:
    submitted = desk.submit(video_post())
    assert submitted.outcome is Outcome.PENDING
    early = desk.publish.look_up(desk.account, submitted.reference)
    assert early.outcome is Outcome.PENDING, "not found in the first moment is no loss"
    found = desk.settled(submitted)
    assert found.outcome is Outcome.PUBLISHED
    [post] = desk.posts()
    assert (post["state"], post["url"], post["text"]) == ("live", found.url, CAPTION)
    assert found.published_at
    assert abs(found.published_at - desk.emulated.now()) < timedelta(minutes=2)
    desk.publish.withdraw(desk.account, found.reference)
    desk.publish.withdraw(desk.account, found.reference)
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_a_video_that_the_platform_hides_is_limited_until_it_shows_it_again(desk: Desk) -> None:
    desk.fault("restriction", PUBLISH, {"seconds": 60})
    found = desk.settled(desk.submit(video_post()))
    assert (found.outcome, found.limited) == (Outcome.PUBLISHED, False)
    desk.emulated.advance(120)
    hidden = desk.publish.look_up(desk.account, found.reference)
    assert (hidden.outcome, hidden.limited, hidden.reference) == (Outcome.PUBLISHED, True, found.reference)
    assert hidden.sentence
    desk.emulated.control("POST", f"posts/{desk.posts()[0]['id']}/restriction", {"on": False})
    assert not desk.publish.look_up(desk.account, found.reference).limited


def test_a_large_video_goes_in_fragments_to_the_gateway(desk: Desk) -> None:
    desk.account = in_small_pieces(desk.account)
    assert desk.settled(desk.submit(LARGE)).outcome is Outcome.PUBLISHED
    assert desk.posts()[0]["details"]["octets"] == 12_000_000
    assert len(desk.calls(FRAGMENT)) == 12
    assert {call["host"] for call in desk.calls(FRAGMENT)} <= {
        "upload.kuaishouzt.com",
        "upload2.kuaishouzt.com",
    }


class Crash(Exception):
    """The process ends here."""


def test_an_upload_that_was_killed_midway_resumes_with_only_the_missing_fragments(desk: Desk) -> None:
    desk.account = in_small_pieces(desk.account)

    def crash_after_five(prepared: Mapping[str, Any], progress: Progress) -> None:
        desk.kept = dict(prepared)
        if progress.done == 5 * PIECE:
            raise Crash

    with pytest.raises(Crash):
        desk.prepare(LARGE, keep=crash_after_five)
    assert desk.kept["upload"]["sent"] == 5
    desk.prepare(LARGE)
    numbers = [int(re.findall(r"fragment_id=(\d+)", call["query"])[0]) for call in desk.calls(FRAGMENT)]
    assert numbers == list(range(12))
    assert desk.settled(desk.submit(LARGE)).outcome is Outcome.PUBLISHED
    assert desk.posts()[0]["details"]["octets"] == 12_000_000


@pytest.mark.parametrize("kind", ["cut_before_accept", "cut_after_accept", "error_after_accept"])
@pytest.mark.parametrize("step", ["/openapi/photo/start_upload", FRAGMENT, "/api/upload/complete"])
def test_a_fault_while_uploading_costs_one_step(desk: Desk, step: str, kind: str) -> None:
    desk.account = in_small_pieces(desk.account)

    def keep(prepared: Mapping[str, Any], progress: Progress) -> None:
        desk.kept = dict(prepared)

    desk.fault(kind, step)
    with pytest.raises(Wait):
        desk.prepare(LARGE, keep=keep)
    desk.prepare(LARGE, keep=keep)
    assert len(desk.calls(FRAGMENT)) <= 13
    assert desk.settled(desk.submit(LARGE)).outcome is Outcome.PUBLISHED


@pytest.mark.parametrize("kind", ["cut_after_accept", "error_after_accept"])
def test_a_submission_whose_answer_was_lost_is_found_and_not_repeated(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(video_post())
    desk.fault(kind, PUBLISH)
    with pytest.raises(OutcomeUnknown):
        desk.submit(video_post())
    with pytest.raises(OutcomeUnknown) as caught:
        desk.submit(video_post())
    assert caught.value.code == "100120003", "an upload makes one post"
    desk.emulated.advance(30)
    sighting = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert [found.outcome for found in sighting.candidates] == [Outcome.PUBLISHED]
    assert len(desk.posts()) == 1


def test_a_submission_that_never_took_effect_may_be_repeated_once_that_is_certain(desk: Desk) -> None:
    since = desk.emulated.now()
    desk.prepare(video_post())
    desk.fault("cut_before_accept", PUBLISH)
    with pytest.raises(OutcomeUnknown):
        desk.submit(video_post())
    soon = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert not soon.absence_is_certain
    desk.emulated.advance(3700)
    later = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert later.absence_is_certain
    assert desk.settled(desk.submit(video_post())).outcome is Outcome.PUBLISHED
    assert len(desk.posts()) == 1


def test_a_submission_that_takes_effect_late_is_found(desk: Desk) -> None:
    since = desk.emulated.now()
    desk.prepare(video_post())
    desk.fault("apply_late", PUBLISH, {"seconds": 1, "answer": "cut"})
    with pytest.raises(OutcomeUnknown):
        desk.submit(video_post())
    desk.emulated.advance(5, services=True)
    desk.emulated.advance(30)
    sighting = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert len(sighting.candidates) == 1


def test_what_the_review_rejects_is_removed_after_an_hour_with_where_to_look(desk: Desk) -> None:
    desk.fault("rejection", PUBLISH)
    submitted = desk.submit(video_post())
    assert desk.settled(submitted).outcome is Outcome.PENDING, "Kuaishou does not say that it was rejected"
    desk.emulated.advance(3600)
    found = desk.publish.look_up(desk.account, submitted.reference)
    assert found.outcome is Outcome.REMOVED
    assert "创作者中心" in found.sentence


@pytest.mark.parametrize("kind", ["silent_loss", "take_down"])
def test_what_disappears_is_never_called_published(desk: Desk, kind: str) -> None:
    desk.fault(kind, PUBLISH)
    submitted = desk.submit(video_post())
    desk.emulated.advance(4000)
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.REMOVED


def test_a_slow_review_is_waited_for(desk: Desk) -> None:
    desk.fault("slow_review", PUBLISH, {"seconds": 7200})
    submitted = desk.submit(video_post())
    desk.emulated.advance(3650)
    pending = desk.publish.look_up(desk.account, submitted.reference)
    assert pending.outcome is Outcome.PENDING, "the review may last longer than a post may be unreadable"
    desk.emulated.advance(3600)
    assert desk.publish.look_up(desk.account, pending.reference).outcome is Outcome.PUBLISHED


def test_an_upload_that_the_platform_misses_is_made_again(desk: Desk) -> None:
    desk.prepare(video_post())
    desk.fault("business_error", PUBLISH, {"code": 100120002})
    with pytest.raises(Wait) as caught:
        desk.submit(video_post())
    desk.kept = dict(caught.value.prepared)
    assert desk.settled(desk.submit(video_post())).outcome is Outcome.PUBLISHED
    assert len(desk.calls("/openapi/photo/start_upload")) == 2


def test_an_upload_that_the_gateway_has_forgotten_begins_anew(desk: Desk) -> None:
    desk.account = in_small_pieces(desk.account)
    desk.set_up(upload_token_seconds=0)
    with pytest.raises(Wait) as caught:
        desk.prepare(LARGE)
    desk.kept = dict(caught.value.prepared)
    desk.set_up(upload_token_seconds=3600)
    assert desk.settled(desk.submit(LARGE)).outcome is Outcome.PUBLISHED


def test_tokens_are_renewed_and_the_former_serve_no_longer(desk: Desk) -> None:
    former = desk.account
    desk.emulated.advance(2 * 86_400 + 10, services=True)
    with pytest.raises(RenewGrant):
        desk.connector.connect.identify(desk.account)
    desk.renew()
    assert desk.connector.connect.identify(desk.account).external_id == former.external_id
    desk.emulated.advance(400, services=True)
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(former)
    desk.renew()
    assert desk.connector.connect.identify(desk.account).external_id == former.external_id


def test_a_renewal_whose_answer_was_lost_is_made_up_for(desk: Desk) -> None:
    desk.fault("cut_after_accept", "/oauth2/refresh_token")
    with pytest.raises(Wait):
        desk.renew()
    desk.renew()
    assert desk.connector.connect.identify(desk.account).name == "潮声茶铺"


def test_a_cancelled_grant_needs_a_person(desk: Desk) -> None:
    desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
    with pytest.raises(Reconnect):
        desk.prepare(video_post())
    with pytest.raises(Reconnect):
        desk.renew()


def test_another_persons_consent_shows_another_identity(emulated: Emulated, desk: Desk) -> None:
    shared = {"app_id": desk.account.credentials["app_id"]}
    other = open_desk(emulated, credentials=shared)
    token = consent(emulated, desk.connector, desk.account.credentials)
    swapped = replace(desk.account, token=token)
    assert desk.connector.connect.identify(swapped).external_id == other.account.external_id


def test_a_missing_scope_is_to_be_settled_with_the_platform(emulated: Emulated) -> None:
    narrow = ["user_info"]
    opened = emulated.control(
        "POST",
        "accounts",
        {"platform": "kuaishou", "credentials": {"scopes": narrow}, "audience": {"on": False}},
    )
    granted = emulated.control("POST", f"accounts/{opened['key']}/authorize")
    desk = open_desk(emulated)
    credentials = {name: opened["credentials"][name] for name in ("app_id", "app_secret")}
    token = Token({"access_token": granted["access_token"]})
    with pytest.raises(AskPlatform, match="权限"):
        desk.publish.prepare(replace(desk.account, credentials=credentials, token=token), video_post(), {})


def test_a_used_up_day_waits_for_the_next(desk: Desk) -> None:
    desk.set_up(rates={"user_day": 2})
    desk.connector.connect.identify(desk.account)
    with pytest.raises(Wait) as caught:
        desk.connector.connect.identify(desk.account)
    assert caught.value.code == "100100402"
    assert caught.value.until > desk.emulated.now()


def test_figures_are_read_as_they_stand(desk: Desk) -> None:
    assert desk.connector.measure
    found = desk.settled(desk.submit(video_post()))
    number = desk.posts()[0]["id"]
    desk.emulated.control("POST", f"posts/{number}/comments", {"text": "看饿了", "person": "小满"})
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "小满", "count": 3})
    reference = PostReference(found.post_id, found.reference)
    readings = desk.connector.measure.post_readings(desk.account, [reference])
    assert {reading.metric: reading.value for reading in readings} == {"reads": 0, "likes": 0, "comments": 1}
    account = desk.connector.measure.account_readings(
        desk.account, since_day="2026-11-01", until_day="2026-11-02"
    )
    told = {reading.metric: reading.value for reading in account}
    assert (told["followers"], told["posts"]) == (53, 1)


def by_hand(desk: Desk, post: Post) -> str:
    """What the app copies after a person published the package there."""
    assert desk.connector.assist
    package = desk.connector.assist.package(post, {})
    files = [("pictures", (shot.key, shot.path.read_bytes(), shot.content_type)) for shot in package.pictures]
    if package.video:
        files.append(("video", (package.video.key, package.video.path.read_bytes(), "video/mp4")))
    data = {"account": desk.key, "caption": package.copies[0].text, "declaration": package.declaration}
    answer = desk.emulated.client.post(desk.emulated.url + CREATOR_CENTRE, data=data, files=files)
    assert answer.status_code == 303, answer.text
    page = desk.emulated.client.get(desk.emulated.url + answer.headers["location"]).text
    return re.findall(r'<code id="share">(.*?)</code>', page)[0]


@pytest.mark.parametrize(
    "post",
    [
        picture_post(3, options={"topics": ["春茶"], "disclosures": ["ai_generated"]}),
        video_post(options={"disclosures": ["ai_generated"]}),
    ],
)
def test_a_post_published_by_hand_is_recognized_by_what_the_app_copies(desk: Desk, post: Post) -> None:
    assist = desk.connector.assist
    assert assist
    shared = by_hand(desk, post)
    link = assist.recognize(shared)
    assert link.post_id == ""
    found = assist.resolve(link)
    [published] = desk.posts()
    assert (found.post_id, found.url) == (published["external_id"], published["url"])
    assert published["details"]["declaration"] == "内容为AI生成"
    assert published["pictures"] == len(post.pictures)
    with pytest.raises(FixContent):
        assist.resolve(replace(link, url="https://v.kuaishou.com/nobody"))


def test_the_cover_that_was_sent_is_the_one_that_is_shown(desk: Desk) -> None:
    post = replace(video_post(), cover=picture("shown"))
    desk.settled(desk.submit(post))
    number = desk.posts()[0]["external_id"]
    shown = desk.emulated.client.get(f"{desk.emulated.url}/tx2.a.kwimgs.com/cover/{number}.jpg")
    assert post.cover
    assert shown.content == post.cover.path.read_bytes()
