"""Receipts that a person gave, completed by what the platform knows."""

from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import sign_in
from chaoxin.connectors.assisting import PostedLink
from chaoxin.connectors.errors import AskPlatform, FixContent, Wait
from chaoxin.connectors.values import Submission
from chaoxin.core import clock
from chaoxin.notices.models import Notice
from chaoxin.publishing import completing, finishing, showing
from chaoxin.publishing.completing import PAUSES
from chaoxin.publishing.finishing import Brought
from chaoxin.publishing.models import Delivery, Handoff, Receipt
from chaoxin.publishing.states import State

from .by_hand import HandStage
from .stage import NOON, Stage, at, published

DOWN = Wait("平台联系不上。", until=NOON)
SHORT = "https://s.example/abc"


@pytest.fixture
def short(hand: HandStage) -> Handoff:
    """A hand-off whose short link could not be followed when it was pasted."""
    handoff = hand.opened()
    hand.platform.resolves = DOWN
    with at(0):
        finishing.bring_back(handoff, Brought(SHORT, ["account"]), by=hand.cast.editor)
    assert Receipt.objects.get().facts["unresolved"] is True
    return handoff


def turns(seconds: float) -> int:
    with at(seconds):
        done = 0
        while completing.take_turn():
            done += 1
    return done


def to_the_end() -> int:
    """Lets the loop run for as long as anything is planned; answers how often it tried."""
    tries = 0
    while (due := Receipt.objects.get().complete_at) is not None:
        assert tries < 20, "it never ends"
        with clock.frozen(due):
            tries += completing.take_turn()
    return tries


def test_a_short_link_is_followed_when_the_platform_answers_again(hand: HandStage, short: Handoff) -> None:
    assert turns(30) == 0
    assert turns(61) == 1
    assert Receipt.objects.get().url == SHORT
    hand.platform.resolves = PostedLink("https://hand.example/p/7", post_id="7")
    assert turns(61 + 299) == 0
    assert turns(61 + 301) == 1
    receipt = Receipt.objects.get()
    assert (receipt.url, receipt.post_id, receipt.facts, receipt.complete_at) == (
        "https://hand.example/p/7",
        "7",
        {},
        None,
    )
    assert AuditEntry.objects.filter(verb="delivery.complete_receipt").count() == 1
    assert turns(10 * 86_400) == 0


def test_it_tries_less_and_less_often_gives_up_and_tells_a_person_once(
    hand: HandStage, short: Handoff
) -> None:
    assert to_the_end() == len(PAUSES)
    delivery = Delivery.objects.get()
    assert (delivery.state, delivery.alarm) == (State.PUBLISHED, "link")
    assert "换成完整链接" in delivery.sentence
    assert list(showing.at_risk(hand.cast.editor)) == [delivery]
    [notice] = Notice.objects.filter(key__startswith=f"delivery:{delivery.pk}:link:")
    assert notice.words["title"].startswith("【链接没有核对】")
    assert sum(PAUSES, timedelta()) < timedelta(days=2)


def test_a_link_that_turns_out_to_be_no_post_is_not_tried_again(hand: HandStage, short: Handoff) -> None:
    hand.platform.resolves = FixContent("这个短链接打开的不是帖子。")
    assert to_the_end() == 1
    assert "打开的不是帖子" in Delivery.objects.get().sentence


def test_a_link_that_leads_to_the_post_of_another_delivery_is_not_taken(
    hand: HandStage, short: Handoff
) -> None:
    other = hand.opened(hand.make_channel("第二个号"))
    with at(0):
        brought = Brought("https://hand.example/p/7", ["account"])
        finishing.bring_back(other, brought, by=hand.cast.editor)
    hand.platform.resolves = PostedLink("https://hand.example/p/7", post_id="7")
    assert turns(61) == 1
    mine = Receipt.objects.get(delivery=short.delivery)
    assert (mine.url, mine.complete_at) == (SHORT, None)
    assert "另一条投放" in Delivery.objects.get(pk=short.delivery_id).sentence


def test_another_link_from_a_person_ends_the_alarm_and_the_tries(hand: HandStage, short: Handoff) -> None:
    to_the_end()
    with at(3 * 86_400):
        brought = Brought("https://hand.example/p/9", ["account"], instead=True)
        finishing.bring_back(short, brought, by=hand.cast.editor)
    delivery, receipt = Delivery.objects.get(), Receipt.objects.get()
    assert (delivery.alarm, delivery.sentence) == ("", "")
    assert (receipt.post_id, receipt.facts, receipt.complete_at) == ("9", {}, None)


def test_a_whole_link_of_a_channel_without_a_grant_needs_nothing(hand: HandStage) -> None:
    handoff = hand.opened()
    with at(0):
        brought = Brought("https://hand.example/p/5", ["account"])
        finishing.bring_back(handoff, brought, by=hand.cast.editor)
    assert Receipt.objects.get().complete_at is None


def test_what_is_no_longer_live_is_not_completed(hand: HandStage, short: Handoff) -> None:
    Delivery.objects.update(state=State.REMOVED)
    assert turns(61) == 1
    assert Receipt.objects.get().complete_at is None


@pytest.fixture
def listing(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Delivery:
    """A post that a person published by hand on an account whose list can be read."""
    monkeypatch.setattr(completing, "lists_posts", lambda channel: True)
    delivery = stage.delivery()
    Delivery.objects.filter(pk=delivery.pk).update(state=State.HELD)
    posted = PostedLink("https://example.com/video/42", "42")
    delivery.refresh_from_db()
    with at(0):
        finishing.settle_by_hand(delivery, posted, by=stage.cast.editor)
    return delivery


def test_the_id_of_the_accounts_own_list_is_filled_in_and_its_life_followed(
    stage: Stage, listing: Delivery
) -> None:
    assert turns(61) == 1, "it is not listed yet"
    stage.platform.posted_answer = Submission(
        outcome=published("x").outcome,
        reference="item-7",
        post_id="item-7",
        url="https://example.com/video/42",
        facts={"item_id": "item-7"},
    )
    assert turns(61 + 301) == 1
    receipt, delivery = Receipt.objects.get(), Delivery.objects.get()
    assert stage.platform.calls == ["find 42", "find 42"]
    assert (receipt.post_id, receipt.reference, receipt.facts) == (
        "item-7",
        "item-7",
        {"item_id": "item-7"},
    )
    assert receipt.confirmation == Receipt.Confirmation.PERSON
    assert delivery.reference == "item-7"
    assert delivery.next_look_at == NOON + timedelta(seconds=61 + 301, minutes=10)


def test_a_grant_that_does_not_let_us_look_is_said_on_the_page(stage: Stage, listing: Delivery) -> None:
    stage.platform.posted_answer = AskPlatform("授权里没有读取作品列表的权限。")
    assert to_the_end() == 1
    assert Delivery.objects.get().alarm == ""
    warning = Receipt.objects.get().facts["warning"]
    assert "读不到它的播放和互动数据" in warning
    page = sign_in(stage.cast.editor).get(f"/w/demo/deliveries/{listing.pk}/").content.decode()
    assert "授权里没有读取作品列表的权限。" in page


def test_what_never_shows_in_the_list_is_given_up_without_an_alarm(stage: Stage, listing: Delivery) -> None:
    assert to_the_end() == len(PAUSES)
    assert Delivery.objects.get().alarm == ""
    assert "还没有这条内容" in Receipt.objects.get().facts["warning"]


def test_a_link_of_an_account_with_a_grant_is_replaced_where_its_alarm_stands(
    stage: Stage, listing: Delivery
) -> None:
    Receipt.objects.update(facts={"unresolved": True, "warning": "没能核对。"})
    Delivery.objects.update(alarm="link", sentence="没能核对。")
    client, address = sign_in(stage.cast.editor), f"/w/demo/deliveries/{listing.pk}/"
    assert "换链接" in client.get(address).content.decode()
    link = "https://weibo.com/1234567890/PcB3k2aBc"
    with at(60):
        assert client.post(f"{address}confirmation/", {"url": link}).status_code == 200
    delivery, receipt = Delivery.objects.get(), Receipt.objects.get()
    assert (delivery.alarm, delivery.sentence, receipt.facts) == ("", "", {})
    assert receipt.url == link
    assert receipt.complete_at == NOON + timedelta(seconds=120)
    assert "换链接" not in client.get(address).content.decode()
