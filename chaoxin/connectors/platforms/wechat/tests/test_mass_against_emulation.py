"""Mass messages and publishing by hand, whole ways through the emulated platform."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from chaoxin.connectors.contract import PostReference
from chaoxin.connectors.errors import AskPlatform, FixContent, OutcomeUnknown, Wait
from chaoxin.connectors.platforms.wechat.users import Followers
from chaoxin.connectors.testing.emulation import Emulated, running
from chaoxin.connectors.values import EventKind, Outcome

from .callback_house import callback_address
from .cast import article, picture_post
from .emulated import Desk, open_desk

SENDALL = "/cgi-bin/message/mass/sendall"
TO_ALL = {"send_to": "all"}


@pytest.fixture(scope="module")
def emulated(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulated]:
    with running(tmp_path_factory.mktemp("emulation")) as found:
        yield found


@pytest.fixture
def desk(emulated: Emulated) -> Desk:
    return open_desk(emulated)


def test_an_article_goes_to_all_once_and_its_page_can_be_deleted(desk: Desk) -> None:
    submitted = desk.submit(article(options=TO_ALL))
    assert submitted.outcome is Outcome.PENDING
    found = desk.settled(submitted)
    assert (found.outcome, found.reference) == (Outcome.PUBLISHED, submitted.reference)
    [post] = desk.posts()
    assert (post["kind"], post["state"]) == ("mass", "live")
    desk.publish.withdraw(desk.account, found.reference)
    desk.publish.withdraw(desk.account, found.reference)
    assert desk.publish.look_up(desk.account, found.reference).outcome is Outcome.REMOVED


def test_comments_of_a_mass_message_are_read(desk: Desk) -> None:
    converse = desk.connector.converse
    assert converse
    submitted = desk.submit(article(options=TO_ALL))
    found = desk.settled(submitted)
    number = desk.posts()[0]["id"]
    desk.emulated.control("POST", f"posts/{number}/comments", {"text": "好看", "person": "读者"})
    reference = PostReference(found.post_id, found.reference, {**submitted.facts, **found.facts})
    page = converse.fetch_since(desk.account, "", posts=[reference])
    assert [(event.text, event.post_id) for event in page.events] == [("好看", found.post_id)]


def test_a_tag_gets_pictures(desk: Desk) -> None:
    wire = desk.connector.publish._caller.wire  # type: ignore[union-attr]
    tag = Followers(wire).create_tag(desk.account, "老客户")
    submitted = desk.submit(picture_post(options={"send_to": "tag", "tag_id": str(tag.number)}))
    assert desk.settled(submitted).outcome is Outcome.PUBLISHED
    [post] = desk.posts()
    assert (post["title"], post["pictures"]) == ("新品图集", 2)
    with pytest.raises(FixContent):
        desk.submit(picture_post(key="intent-7", options={"send_to": "tag", "tag_id": "99999"}))


@pytest.mark.parametrize("kind", ["cut_after_accept", "error_after_accept"])
def test_a_mass_message_whose_answer_was_lost_is_not_sent_twice_even_when_asked_to(
    desk: Desk, kind: str
) -> None:
    since = desk.emulated.now()
    desk.prepare(article(options=TO_ALL))
    desk.fault(kind, SENDALL)
    with pytest.raises(OutcomeUnknown):
        desk.submit(article(options=TO_ALL))
    desk.emulated.advance(30)
    seen = desk.publish.find_published(desk.account, article(options=TO_ALL), desk.kept, since=since)
    assert not seen.absence_is_certain, "the draft has gone"
    desk.kept = {}  # a person says: send it again
    again = desk.submit(article(options=TO_ALL))
    assert again.outcome is Outcome.PENDING
    assert desk.publish.look_up(desk.account, again.reference).outcome is Outcome.PUBLISHED
    assert len(desk.posts()) == 1


def test_a_mass_message_that_never_took_effect_is_known_not_to_have_been_sent(desk: Desk) -> None:
    since = desk.emulated.now()
    desk.prepare(article(options=TO_ALL))
    desk.fault("cut_before_accept", SENDALL)
    with pytest.raises(OutcomeUnknown):
        desk.submit(article(options=TO_ALL))
    desk.emulated.advance(30)
    seen = desk.publish.find_published(desk.account, article(options=TO_ALL), desk.kept, since=since)
    assert seen.absence_is_certain
    assert desk.settled(desk.submit(article(options=TO_ALL))).outcome is Outcome.PUBLISHED
    assert len(desk.posts()) == 1


def test_a_second_repeat_within_a_minute_waits_and_then_finds_the_first(desk: Desk) -> None:
    post = article(options=TO_ALL)
    first = desk.submit(post)
    desk.kept = {}
    assert desk.submit(post).reference == first.reference
    with pytest.raises(Wait) as caught:
        desk.submit(post)
    assert caught.value.code == "45066"
    desk.emulated.advance(61)
    desk.kept = {}
    assert desk.submit(post).reference == first.reference
    assert len(desk.posts()) == 1


def test_the_second_message_of_a_day_is_refused_with_what_to_do(desk: Desk) -> None:
    desk.submit(article(options=TO_ALL))
    desk.kept = {}
    with pytest.raises(AskPlatform, match="群发次数已用完"):
        desk.submit(article(options=TO_ALL, key="intent-2", title="第二条"))


def test_the_end_of_a_mass_message_is_pushed_with_its_address(desk: Desk) -> None:
    with callback_address(desk) as (url, events, _refused):
        desk.emulated.control("POST", f"accounts/{desk.key}/callback", {"url": url, "mode": "safe"})
        submitted = desk.submit(article(options=TO_ALL))
        desk.settled(submitted)
        desk.kept = {}
        desk.fault("rejection", SENDALL, {"status": 20008, "reason": "欺诈"})
        desk.emulated.advance(86_400)
        refused = desk.submit(article(options=TO_ALL, key="intent-2", title="第二条"))
        assert desk.settled(refused).outcome is Outcome.REFUSED
        desk.emulated.control("POST", "callbacks/flush")
    results = [event.submission for event in events if event.kind is EventKind.PUBLISH_RESULT]
    good = next(found for found in results if found and found.reference == submitted.reference)
    assert (good.outcome, good.facts["sent"]) == (Outcome.PENDING, 50)
    assert good.facts["url"] == desk.posts()[-1]["url"]
    bad = next(found for found in results if found and found.reference == refused.reference)
    assert "欺诈" in bad.sentence


def test_a_draft_that_is_finished_by_hand_comes_back_by_its_link(emulated: Emulated) -> None:
    desk = open_desk(emulated, profile="personal_subscription")
    assist = desk.connector.assist
    assert assist
    submission = desk.submit(article())
    assert submission.outcome is Outcome.NEEDS_PERSON
    backend = f"{emulated.url}/mp.weixin.qq.com/cgi-bin/appmsg"
    pressed = emulated.client.post(
        f"{backend}/publish", data={"account": desk.key, "media_id": submission.facts["draft"]}
    )
    emulated.advance(10)
    page = emulated.client.get(f"{emulated.url}{pressed.headers['location']}").text
    links = re.findall(r'data-copy="([^"]+)"', page)
    short, long = (assist.recognize(link) for link in links)
    [post] = desk.posts()
    assert short.url == post["url"]
    assert long.post_id == post["external_id"]
    assert not desk.publish.look_up(desk.account, submission.reference).facts["draft_in_box"]
    for link in (short, long):
        assert emulated.client.get(f"{emulated.url}/{link.url.split('://')[1]}").status_code == 200


def test_a_message_that_nobody_confirms_is_not_called_published(desk: Desk) -> None:
    settings = {"mass_confirmation": True}
    desk.emulated.control("PATCH", f"accounts/{desk.key}", {"settings": settings})
    submitted = desk.submit(article(options=TO_ALL))
    assert desk.settled(submitted).outcome is Outcome.PENDING
    desk.emulated.advance(timedelta(minutes=31).total_seconds())
    desk.account = replace(desk.account, token=desk.connector.connect.renew(desk.account))
    assert desk.publish.look_up(desk.account, submitted.reference).outcome is Outcome.REFUSED
