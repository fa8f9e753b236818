"""Whole ways through the emulated platform: publishing with and without faults, comments, pushes, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant
from chaoxin.connectors.http import Wire
from chaoxin.connectors.platforms.wechat.users import Followers
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import EventKind, Outcome

from .callback_house import callback_address
from .cast import article, picture, picture_post
from .emulated import Desk, open_desk

SUBMIT = "/cgi-bin/freepublish/submit"


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


def test_an_article_goes_live_and_can_be_taken_down(desk: Desk) -> None:
    submitted = desk.submit(article())
    assert submitted.outcome is Outcome.PENDING
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.PENDING
    found = desk.settled(submitted)
    assert found.outcome is Outcome.PUBLISHED
    [post] = desk.posts()
    assert (post["state"], post["url"]) == ("live", found.url)
    desk.publish.withdraw(desk.account, found.reference)
    desk.publish.withdraw(desk.account, found.reference)
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_large_pictures_and_picture_messages_are_taken(desk: Desk) -> None:
    large = picture("first", size=(1700, 1200), noisy=True)
    desk.live(article(title="大图", pictures=(large,), cover=replace(large, key="cover")))
    desk.kept = {}
    desk.live(picture_post())
    assert {post["title"] for post in desk.posts()} == {"大图", "新品图集"}


@pytest.mark.parametrize("kind", ["cut_after_accept", "error_after_accept"])
def test_a_submission_whose_answer_was_lost_is_found_and_not_repeated(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(article())
    desk.fault(kind, SUBMIT)
    with pytest.raises(OutcomeUnknown):
        desk.submit(article())
    early = desk.publish.find_published(desk.account, article(), desk.kept, since=since)
    assert early.candidates == ()
    assert not early.absence_is_certain, "the review is still running"
    desk.emulated.advance(30)
    late = desk.publish.find_published(desk.account, article(), desk.kept, since=since)
    assert [found.outcome for found in late.candidates] == [Outcome.PUBLISHED]
    with pytest.raises(OutcomeUnknown):
        desk.submit(article())
    assert len(desk.posts()) == 1


@pytest.mark.parametrize("kind", ["cut_before_accept", "error_before_accept"])
def test_a_submission_that_never_took_effect_may_be_repeated_once_that_is_certain(
    desk: Desk, kind: str
) -> None:
    since = desk.emulated.now()
    desk.prepare(article())
    desk.fault(kind, SUBMIT)
    with pytest.raises(OutcomeUnknown):
        desk.submit(article())
    desk.emulated.advance(30)
    assert desk.publish.find_published(desk.account, article(), desk.kept, since=since).absence_is_certain
    assert desk.settled(desk.submit(article())).outcome is Outcome.PUBLISHED
    assert len(desk.posts()) == 1


def test_a_busy_platform_leaves_the_outcome_open(desk: Desk) -> None:
    desk.prepare(article())
    desk.fault("business_error", SUBMIT, {"code": -1})
    with pytest.raises(OutcomeUnknown):
        desk.submit(article())


def test_a_fault_while_preparing_costs_nothing(desk: Desk) -> None:
    for path in ("/cgi-bin/media/uploadimg", "/cgi-bin/material/add_material", "/cgi-bin/draft/add"):
        desk.fault("cut_after_accept", path)
        with pytest.raises(Exception, match="稍后会自动再试"):
            desk.prepare(article())
    assert desk.settled(desk.submit(article())).outcome is Outcome.PUBLISHED


def test_a_rejected_article_is_refused_with_what_to_do(desk: Desk) -> None:
    desk.fault("rejection", SUBMIT)
    found = desk.settled(desk.submit(article()))
    assert (found.outcome, found.remedy) == (Outcome.REFUSED, "fix_content")


def test_an_article_that_never_appears_is_never_called_published(desk: Desk) -> None:
    desk.fault("silent_loss", SUBMIT)
    assert desk.settled(desk.submit(article())).outcome is Outcome.UNKNOWN


def test_an_article_taken_down_later_is_noticed(desk: Desk) -> None:
    desk.fault("take_down", SUBMIT, {"seconds": 60})
    found = desk.settled(desk.submit(article()))
    assert found.outcome is Outcome.PUBLISHED
    desk.emulated.advance(120)
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_an_unverified_account_gets_a_draft_for_a_person(emulated: Emulated) -> None:
    desk = open_desk(emulated, profile="unverified_subscription")
    submission = desk.submit(article())
    assert submission.outcome is Outcome.NEEDS_PERSON
    assert submission.code == "", "nothing was tried: the token says that it would be in vain"
    assert desk.publish.look_up(desk.account, submission.reference).facts["draft_in_box"]
    assert desk.kept["comments_open"] is False


def test_a_token_taken_away_by_another_system_is_renewed(desk: Desk) -> None:
    desk.take_token_away()
    with pytest.raises(RenewGrant):
        desk.prepare(article())
    with pytest.raises(RenewGrant):
        desk.connector.connect.identify(desk.account)
    desk.account = replace(desk.account, token=desk.connector.connect.renew(desk.account))
    assert desk.connector.connect.identify(desk.account).external_id == desk.account.external_id
    assert desk.prepare(article())["draft"]


def test_a_frozen_secret_needs_a_person(desk: Desk) -> None:
    desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(desk.account)


def test_two_that_renew_at_once_do_not_take_each_others_token(desk: Desk) -> None:
    first, second = (desk.connector.connect.renew(desk.account) for _ in range(2))
    assert first.secrets == second.secrets


def test_an_address_outside_the_white_list_is_named(desk: Desk) -> None:
    desk.emulated.control("PATCH", f"accounts/{desk.key}", {"settings": {"ip_whitelist": ["203.0.113.1"]}})
    with pytest.raises(AskPlatform, match=r"127\.0\.0\.1"):
        desk.connector.connect.renew(desk.account)


def test_comments_are_read_answered_once_and_found_again(desk: Desk) -> None:
    converse = desk.connector.converse
    assert converse
    post = desk.live(article())
    number = desk.posts()[0]["id"]
    for count in range(55):
        desk.emulated.control(
            "POST", f"posts/{number}/comments", {"text": f"第{count}条", "person": f"读者{count}"}
        )
    page = converse.fetch_since(desk.account, "", posts=[post])
    assert len(page.events) == 55
    assert {event.post_id for event in page.events} == {post.post_id}
    complaint = page.events[0]
    sent = converse.reply_to_comment(
        desk.account, post=post, comment_id=complaint.platform_id, text="很抱歉，马上处理"
    )
    again = converse.reply_to_comment(
        desk.account, post=post, comment_id=complaint.platform_id, text="很抱歉，马上处理"
    )
    assert again.platform_id == sent.platform_id
    with pytest.raises(FixContent):
        converse.reply_to_comment(desk.account, post=post, comment_id=complaint.platform_id, text="别的话")
    assert converse.find_reply(
        desk.account, post=post, comment_id=complaint.platform_id, text="很抱歉，马上处理"
    )
    answers = [
        event for event in converse.fetch_since(desk.account, page.cursor, posts=[post]).events if event.ours
    ]
    assert [event.platform_id for event in answers] == [sent.platform_id]


@pytest.mark.parametrize("mode", ["safe", "compatible", "plain"])
def test_pushes_of_every_mode_are_verified_and_understood(desk: Desk, mode: str) -> None:
    if mode == "plain":
        credentials = {**desk.account.credentials, "encoding_aes_key": ""}
        desk.account = replace(desk.account, credentials=credentials)
    with callback_address(desk) as (url, events, refused):
        kept = desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url, "mode": mode})
        assert kept["verified"], kept["problem"]
        desk.fault("duplicate_callback")
        desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "新朋友"})
        desk.emulated.control(
            "POST", f"accounts/{desk.key}/messages", {"person": "新朋友", "text": "有货吗？"}
        )
        submitted = desk.submit(article())
        desk.settled(submitted)
        desk.emulated.control("POST", "callbacks/flush")
    assert not refused
    kinds = {event.kind for event in events}
    assert {EventKind.FOLLOW, EventKind.MESSAGE, EventKind.PUBLISH_RESULT} <= kinds
    finished = next(event for event in events if event.kind is EventKind.PUBLISH_RESULT)
    assert finished.submission
    assert finished.submission.reference == submitted.reference
    follows = [event.platform_id for event in events if event.kind is EventKind.FOLLOW]
    assert len(set(follows)) == 1


def test_a_message_can_be_answered_within_its_window_only(desk: Desk) -> None:
    converse = desk.connector.converse
    assert converse
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "老客户"})
    desk.emulated.advance(120)  # a new follower may be written to at once, which is another quota
    written = desk.emulated.control(
        "POST", f"accounts/{desk.key}/messages", {"person": "老客户", "text": "什么时候发货？"}
    )
    openid = written["messages"][0]["fan_id"]
    for count in range(5):
        converse.reply_to_message(desk.account, sender_id=openid, text=f"今天发出 {count}", key=str(count))
    with pytest.raises(AskPlatform) as caught:
        converse.reply_to_message(desk.account, sender_id=openid, text="第六条", key="6")
    assert caught.value.code == "45047"
    desk.emulated.advance(49 * 3600)
    desk.account = replace(desk.account, token=desk.connector.connect.renew(desk.account))
    with pytest.raises(AskPlatform) as caught:
        converse.reply_to_message(desk.account, sender_id=openid, text="还在吗", key="7")
    assert caught.value.code == "45015"


def test_figures_of_yesterday_are_read_and_todays_are_not_made_up(desk: Desk) -> None:
    measure = desk.connector.measure
    assert measure
    post = desk.live(article())
    number = desk.posts()[0]["id"]
    desk.emulated.control("POST", f"posts/{number}/comments", {"text": "好看", "person": "读者"})
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "新朋友", "count": 7})
    today = measure.post_readings(desk.account, [post])
    assert {reading.metric: reading.value for reading in today} == {"comments": 1}
    desk.emulated.advance(36 * 3600)
    later = {reading.metric: reading for reading in measure.post_readings(desk.account, [post])}
    assert {"reads", "likes", "shares", "comments"} <= later.keys()
    assert later["reads"].day is not None
    day = (desk.emulated.now() + timedelta(hours=8)).date()
    since = (day - timedelta(days=3)).isoformat()
    readings = measure.account_readings(desk.account, since_day=since, until_day=day.isoformat())
    assert sum(reading.value for reading in readings if reading.metric == "new_followers") >= 7
    assert {reading.day for reading in readings if reading.metric == "new_followers"}.isdisjoint(
        {day.isoformat()}
    )
    assert next(reading for reading in readings if reading.day is None).metric == "followers"


def test_followers_are_listed_described_and_tagged(desk: Desk) -> None:
    wire = Wire(sandbox_url=desk.emulated.url, client=desk.emulated.client)
    book = Followers(wire)
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "新朋友", "count": 60})
    page = book.page(desk.account)
    assert page.total == len(page.openids) == 110
    assert all(person.follows for person in book.describe(desk.account, page.openids))
    tag = book.create_tag(desk.account, "老客户")
    book.attach(desk.account, tag.number, page.openids)
    assert {entry.name: entry.followers for entry in book.tags(desk.account)}["老客户"] == 110
    assert book.tags_of(desk.account, page.openids[0]) == (tag.number,)
    assert set(book.tagged(desk.account, tag.number).openids) == set(page.openids)
    with pytest.raises(FixContent):
        book.create_tag(desk.account, "老客户")
    book.rename_tag(desk.account, tag.number, "熟客")
    book.detach(desk.account, tag.number, page.openids)
    book.delete_tag(desk.account, tag.number)
    assert "熟客" not in {entry.name for entry in book.tags(desk.account)}
