"""Whole ways through the emulated platform: connecting, publishing with and without faults, talking, figures."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chaoxin.connectors.contract import MessageReference
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Reconnect, RenewGrant, Wait
from chaoxin.connectors.opening import PublicMedia
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import EventKind, Outcome, ReadingKind

from .cast import MEGABYTE, picture, picture_post, video, video_post
from .emulated import Desk, callback_address, consent, eventually, open_desk

VIDEO = "/api/douyin/v1/video"
CREATE = f"{VIDEO}/create_video/"
DAY = 86_400


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


def test_a_video_with_cover_goes_live_after_its_review(desk: Desk) -> None:
    submitted = desk.submit(video_post(cover=picture("cover")))
    assert submitted.outcome is Outcome.PENDING
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.PENDING
    found = desk.settled(submitted)
    assert found.outcome is Outcome.PUBLISHED
    [post] = desk.posts()
    assert (post["state"], post["url"]) == ("live", found.url)
    assert post["text"] == "春茶上新\n今年的第一锅茶，周六到店试喝\n#新茶 "
    assert post["details"]["cover"]


def test_pictures_become_a_note(desk: Desk) -> None:
    found = desk.live(picture_post(count=3))
    [post] = desk.posts()
    assert (post["kind"], post["pictures"], post["external_id"]) == ("note", 3, found.post_id)
    assert "/note/" in post["url"]


def test_a_long_video_goes_up_in_parts_and_a_cut_costs_one_part(desk: Desk) -> None:
    post = video_post(video=video(size=61 * MEGABYTE, key="long"))
    desk.fault("cut_before_accept", f"{VIDEO}/upload_video_part/")
    with pytest.raises(Wait) as caught:
        desk.prepare(post)
    desk.kept = dict(caught.value.prepared)
    assert desk.settled(desk.submit(post)).outcome is Outcome.PUBLISHED
    assert desk.posts()[0]["details"]["octets"] == 61 * MEGABYTE
    assert len(desk.emulated.control("GET", f"calls?account={desk.key}&path={VIDEO}/upload_video_part/")) == 4


def test_an_upload_id_that_is_over_is_begun_anew(desk: Desk) -> None:
    post = video_post(video=video(size=61 * MEGABYTE, key="long"))
    desk.fault("cut_after_accept", f"{VIDEO}/complete_video_part_upload/")
    with pytest.raises(Wait) as caught:
        desk.prepare(post)
    desk.kept = dict(caught.value.prepared)
    assert desk.settled(desk.submit(post)).outcome is Outcome.PUBLISHED


@pytest.mark.parametrize("kind", ["cut_after_accept", "error_after_accept"])
def test_an_item_whose_answer_was_lost_is_found_and_not_repeated(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(video_post())
    desk.fault(kind, CREATE)
    with pytest.raises(OutcomeUnknown):
        desk.submit(video_post())
    early = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert [found.outcome for found in early.candidates] == [Outcome.PENDING], "listed, and not public yet"
    desk.emulated.advance(30)
    late = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert [found.outcome for found in late.candidates] == [Outcome.PUBLISHED]
    repeated = desk.submit(video_post())
    assert (repeated.outcome, repeated.remedy) == (Outcome.UNKNOWN, "fix_content")
    assert len(desk.posts()) == 1


@pytest.mark.parametrize("kind", ["cut_before_accept", "error_before_accept"])
def test_absence_is_certain_only_where_the_channel_says_what_is_listed(desk: Desk, kind: str) -> None:
    since = desk.emulated.now()
    desk.prepare(video_post())
    desk.fault(kind, CREATE)
    with pytest.raises(OutcomeUnknown):
        desk.submit(video_post())
    desk.emulated.advance(120)
    usual = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert not usual.absence_is_certain
    desk.account = replace(desk.account, settings={"list_shows_reviewing": True})
    sure = desk.publish.find_published(desk.account, video_post(), desk.kept, since=since)
    assert sure.absence_is_certain
    assert desk.settled(desk.submit(video_post())).outcome is Outcome.PUBLISHED


def test_a_rejected_item_stays_pending_but_for_applications_with_the_old_fields(desk: Desk) -> None:
    desk.fault("rejection", CREATE)
    submitted = desk.submit(video_post())
    assert desk.settled(submitted).outcome is Outcome.PENDING, "nobody can tell it from a slow review"


def test_an_item_that_never_appears_is_never_called_published(desk: Desk) -> None:
    desk.fault("silent_loss", CREATE)
    assert desk.settled(desk.submit(video_post())).outcome is Outcome.PENDING


def test_an_item_taken_down_later_is_noticed(desk: Desk) -> None:
    desk.fault("take_down", CREATE, {"seconds": 60})
    found = desk.settled(desk.submit(video_post()))
    assert found.outcome is Outcome.PUBLISHED
    desk.emulated.advance(120)
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_a_item_that_the_platform_hides_is_limited_until_it_shows_it_again(desk: Desk) -> None:
    desk.fault("restriction", CREATE, {"seconds": 60})
    found = desk.settled(desk.submit(video_post()))
    assert (found.outcome, found.limited) == (Outcome.PUBLISHED, False)
    desk.emulated.advance(120)
    hidden = desk.publish.look_up(desk.account, found.reference)
    assert (hidden.outcome, hidden.limited, hidden.reference) == (Outcome.PUBLISHED, True, found.reference)
    assert hidden.sentence
    desk.emulated.control("POST", f"posts/{desk.posts()[0]['id']}/restriction", {"on": False})
    assert not desk.publish.look_up(desk.account, found.reference).limited


def test_an_item_for_friends_is_confirmed_by_the_list(desk: Desk) -> None:
    submitted = desk.submit(video_post(options={"visibility": "friends"}))
    found = desk.settled(submitted)
    assert (found.outcome, found.facts["visible"]) == (Outcome.PUBLISHED, "limited")
    desk.emulated.control("POST", f"posts/{desk.posts()[0]['id']}/take-down", {})
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_deleting_is_for_the_few_and_else_told_by_hand(emulated: Emulated) -> None:
    plain = open_desk(emulated)
    found = plain.live(video_post())
    with pytest.raises(AskPlatform, match="抖音 App"):
        plain.publish.withdraw(plain.account, found.reference)
    few = [*plain.shown["scopes"].split(","), "video.delete"]
    desk = open_desk(emulated, credentials={"capabilities": few}, scopes=",".join(few))
    found = desk.live(video_post())
    desk.publish.withdraw(desk.account, found.reference)
    desk.publish.withdraw(desk.account, found.reference)
    assert desk.posts()[0]["state"] == "withdrawn"


def test_an_account_without_the_restricted_scope_publishes_nothing(emulated: Emulated) -> None:
    desk = open_desk(emulated, scopes="user_info,video.list.bind")
    with pytest.raises(AskPlatform, match=r"video\.create\.bind"):
        desk.prepare(video_post())
    assert desk.posts() == []


def test_the_daily_limit_of_items_is_waited_out(desk: Desk) -> None:
    desk.change(settings={"daily_posts": 0 + 1})
    desk.live(video_post())
    desk.prepare(video_post(title="第二条"))
    with pytest.raises(Wait) as caught:
        desk.submit(video_post(title="第二条"))
    assert caught.value.until - desk.emulated.now() <= timedelta(days=1)


def test_tokens_are_renewed_by_both_clocks_until_a_person_is_needed(emulated: Emulated) -> None:
    desk = open_desk(emulated)
    renewed = 0
    while renewed < 30:
        emulated.advance(14.4 * DAY, services=True)
        try:
            token = desk.connector.connect.renew(desk.account)
        except Reconnect:
            break
        renewed += 1
        assert token.expires_at
        assert token.expires_at > emulated.now() + timedelta(days=14)
        desk.account = replace(desk.account, token=token)
        assert desk.connector.connect.identify(desk.account).external_id == desk.account.external_id
    days = 14.4 * (renewed + 1)
    assert 170 < days < 195, "thirty days, and five times thirty more"
    assert desk.account.token
    assert desk.account.token.secrets["renewals"] == "renewed-5-times"


def test_a_token_that_ran_out_is_renewed_and_one_taken_back_is_not(desk: Desk) -> None:
    desk.emulated.advance(16 * DAY, services=True)
    with pytest.raises(RenewGrant):
        desk.prepare(video_post())
    desk.account = replace(desk.account, token=desk.connector.connect.renew(desk.account))
    assert desk.prepare(video_post())["video"]
    desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
    with pytest.raises(RenewGrant):
        desk.publish.look_up(desk.account, "@x")
    with pytest.raises(Reconnect):
        desk.connector.connect.renew(desk.account)
    token = consent(desk.emulated, desk.connector, desk.account.credentials)
    desk.account = replace(desk.account, token=token)
    desk.connector.connect.revoke(desk.account)
    desk.connector.connect.revoke(desk.account)


def test_comments_are_read_answered_and_found_again(desk: Desk) -> None:
    post = desk.live(video_post())
    for number in range(55):
        desk.comment(f"第{number}条", f"读者{number}")
    page = desk.converse.fetch_since(desk.account, "", posts=[post])
    assert len(page.events) == 55
    assert {event.post_id for event in page.events} == {post.post_id}
    asked = page.events[0]
    sent = desk.converse.reply_to_comment(
        desk.account, post=post, comment_id=asked.platform_id, text="谢谢支持"
    )
    found = desk.converse.find_reply(desk.account, post=post, comment_id=asked.platform_id, text="谢谢支持")
    assert found
    assert found.platform_id == sent.platform_id
    again = desk.converse.fetch_since(desk.account, page.cursor, posts=[post])
    answers = [event for event in again.events if event.ours]
    assert [(event.platform_id, event.thread_id) for event in answers] == [
        (sent.platform_id, asked.platform_id)
    ]
    with pytest.raises(FixContent):
        desk.converse.reply_to_comment(
            desk.account, post=post, comment_id=asked.platform_id, text="这是违禁词"
        )


def test_the_first_comment_is_written_once_and_found(desk: Desk) -> None:
    post, first = desk.live(video_post()), desk.connector.comment_first
    assert first
    assert first.find_first(desk.account, post=post, text="地址在主页") is None
    desk.fault("cut_after_accept", "/item/comment/reply/")
    with pytest.raises(OutcomeUnknown):
        first.comment_first(desk.account, post=post, text="地址在主页")
    assert first.find_first(desk.account, post=post, text="地址在主页")


def write(desk: Desk, text: str, **more: object) -> str:
    """A fan writes; answers his id."""
    given = {"person": "小鱼", "text": text, **more}
    written = desk.emulated.control("POST", f"accounts/{desk.key}/messages", given)
    return str(written["messages"][0]["fan_id"])


def test_messages_are_pushed_once_and_answered(desk: Desk) -> None:
    with callback_address(desk) as (url, events, refused):
        kept = desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        assert kept["verified"], kept["problem"]
        desk.fault("duplicate_callback", "im_receive_msg")
        fan = write(desk, "有货吗？")
        eventually(lambda: len(events) == 2)
        messages = list(events)
        to = MessageReference(messages[0].platform_id, messages[0].facts)
        sent = desk.converse.reply_to_message(desk.account, sender_id=fan, text="有的", key="r1", to=to)
    assert not refused
    assert {event.kind for event in messages} == {EventKind.MESSAGE}
    assert len({event.platform_id for event in messages}) == 1
    assert sent.platform_id
    out = desk.emulated.control("GET", f"messages?account={desk.key}&direction=out")
    assert [row["text"] for row in out] == ["有的"]


def test_leads_comments_and_the_end_of_a_grant_are_pushed_to_their_account(desk: Desk) -> None:
    data = [{"label": "手机号", "value": "13800000000"}]
    with callback_address(desk) as (url, events, refused):
        desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        write(desk, "留资", kind="lead", detail={"card_data": data})
        desk.live(video_post())
        desk.comment("好喝吗")
        desk.emulated.control("POST", f"accounts/{desk.key}/revoke")
        eventually(lambda: len(events) == 3)
    assert not refused
    found = {event.kind: event for event in events}
    assert found[EventKind.LEAD].private == {"手机号": "13800000000"}
    assert "13800000000" not in found[EventKind.LEAD].text
    assert found[EventKind.COMMENT].text == "好喝吗"
    assert EventKind.GRANT_REVOKED in found
    assert {event.account_id for event in events} == {desk.account.external_id}


def test_a_comment_that_was_pushed_and_read_is_one(desk: Desk) -> None:
    with callback_address(desk) as (url, events, _refused):
        desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        post = desk.live(video_post())
        desk.comment("好喝吗")
        eventually(lambda: bool(events))
    [read] = desk.converse.fetch_since(desk.account, "", posts=[post]).events
    pushed = next(event for event in events if event.kind is EventKind.COMMENT)
    assert (pushed.platform_id, pushed.post_id, pushed.thread_id, pushed.text) == (
        read.platform_id,
        read.post_id,
        read.thread_id,
        read.text,
    )
    assert pushed.sender == read.sender


def test_figures_of_yesterday_are_values_per_day_and_the_rest_totals(desk: Desk) -> None:
    measure = desk.connector.measure
    assert measure
    post = desk.live(video_post())
    desk.comment("好看")
    desk.emulated.control("POST", f"accounts/{desk.key}/follows", {"person": "新朋友", "count": 7})
    today = {reading.metric: reading for reading in measure.post_readings(desk.account, [post])}
    assert (today["comments"].value, today["comments"].kind) == (1, ReadingKind.CUMULATIVE)
    desk.emulated.advance(36 * 3600)
    later = measure.post_readings(desk.account, [post])
    assert {"reads", "average_watch_seconds", "day_reads"} <= {reading.metric for reading in later}
    day = (desk.emulated.now() + timedelta(hours=8)).date()
    since = (day - timedelta(days=4)).isoformat()
    readings = measure.account_readings(desk.account, since_day=since, until_day=day.isoformat())
    new = [reading for reading in readings if reading.metric == "new_followers"]
    assert sum(reading.value for reading in new) == 7
    assert all(reading.kind is ReadingKind.PER_DAY and reading.day for reading in new)
    followers = [reading for reading in readings if reading.metric == "followers"]
    assert [(reading.value, reading.day) for reading in followers] == [(2007, None)]


PHONE = "creator.douyin.com/creator-micro/content/upload"


def posted_by_hand(desk: Desk, **given: str) -> str:
    """What the app shows after somebody published in it."""
    fields = {"account": desk.key, "form": "video", "title": "春茶上新", "text": "今年的第一锅茶 #新茶"}
    film = {"files": ("a.mp4", b"\0\0\0\x18ftypmp42\0\0\0\0", "video/mp4")}
    address = f"{desk.emulated.url}/{PHONE}"
    return desk.emulated.client.post(
        address, data={**fields, **given}, files=film, follow_redirects=True
    ).text


def test_a_link_that_a_person_brings_back_is_resolved(desk: Desk) -> None:
    assist = desk.connector.assist
    assert assist
    shown = posted_by_hand(desk).split('data-shown="复制链接得到的文字">')[1].split("<")[0]
    link = assist.recognize(shown)
    assert link.post_id == ""
    full = assist.resolve(link)
    assert full.url == desk.posts()[0]["url"]
    assert assist.resolve(full) == full
    with pytest.raises(FixContent):
        assist.resolve(assist.recognize("https://v.douyin.com/nothing1/"))


def test_a_share_opens_the_app_and_its_result_comes_back(desk: Desk) -> None:
    app, credentials = desk.connector.open_app, desk.account.credentials
    assert app
    token = app.enter(credentials)
    media = PublicMedia(video="https://chaoxin.example.com/media/a.mp4")
    opening = app.open(credentials, token, video_post(), media)
    assert app.outcome(credentials, token, opening.reference) is None
    with callback_address(desk) as (url, events, refused):
        desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url})
        posted_by_hand(desk, title="新品", link=opening.url)
        eventually(lambda: bool(events))
    [finished] = [event for event in events if event.kind is EventKind.PUBLISH_RESULT]
    assert not refused
    assert finished.submission
    assert finished.submission.reference == opening.reference
    found = app.outcome(credentials, token, opening.reference)
    assert found
    assert found.facts["item_id"] == finished.post_id
    assert found.url == desk.posts()[0]["url"]
