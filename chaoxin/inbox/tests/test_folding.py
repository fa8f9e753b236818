from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from chaoxin.accounts.testing.cast import Cast, assemble
from chaoxin.audience.models import Identity, Person
from chaoxin.channels.models import Channel
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.inbox import folding, receiving
from chaoxin.inbox.models import Conversation, InboundEvent, Message, SlaClock

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def make_channel(cast: Cast, name: str = "主账号") -> Channel:
    return Channel.objects.create(
        workspace=cast.workspace, platform="weibo", mode="api", external_id=name, name=name
    )


def message(number: int, *, sender: str = "fan-1", text: str = "") -> Event:
    at = NOON + timedelta(minutes=number)
    return Event(
        EventKind.MESSAGE,
        f"m{number}",
        at,
        Sender(sender, "小鱼"),
        text or f"第 {number} 句",
        thread_id=sender,
    )


def comment(number: int, *, reply_to: str = "", ours: bool = False) -> Event:
    at = NOON + timedelta(minutes=number)
    sender = None if ours else Sender(f"fan-{number}", f"粉丝{number}")
    return Event(
        EventKind.COMMENT,
        f"c{number}",
        at,
        sender,
        f"评论 {number}",
        post_id="p1",
        reply_to_id=reply_to,
        ours=ours,
    )


def take_in_and_fold(channel: Channel, events: list[Event]) -> None:
    receiving.take_in(channel, events)
    while folding.fold_pending():
        pass


def picture() -> list[tuple[str, str, list[tuple[str, str, str]], bool]]:
    """What the inbox holds, without row ids, for comparison."""
    return sorted(
        (
            one.kind,
            one.thread_key,
            [
                (entry.direction, entry.platform_id or "", entry.text)
                for entry in one.messages.order_by("at", "platform_id")
            ],
            one.clocks.filter(stopped_at=None).exists(),
        )
        for one in Conversation.objects.all()
    )


STORY = [
    *(message(number) for number in range(1, 6)),
    *(message(number, sender="fan-2") for number in range(6, 9)),
    *(comment(number) for number in range(10, 15)),
    comment(20, reply_to="c10", ours=True),
]


@pytest.mark.parametrize("seed", range(12))
def test_replayed_and_shuffled_events_give_the_same_conversations(cast: Cast, seed: int) -> None:
    channel = make_channel(cast)
    take_in_and_fold(channel, STORY)
    expected = picture()
    Conversation.objects.all().delete()
    InboundEvent.objects.all().delete()
    chance = random.Random(seed)
    shuffled = STORY * 2
    chance.shuffle(shuffled)
    while shuffled:
        size = chance.randint(1, 6)
        take_in_and_fold(channel, shuffled[:size])
        shuffled = shuffled[size:]
    assert picture() == expected
    assert Message.objects.count() == len(STORY)


@pytest.mark.django_db(transaction=True)
def test_several_workers_fold_each_event_once() -> None:
    channel = make_channel(assemble())
    receiving.take_in(channel, [message(number, sender=f"fan-{number % 3}") for number in range(40)])

    def work(_number: int) -> None:
        while folding.fold_pending():
            receiving.take_in(channel, [message(number, sender=f"fan-{number % 3}") for number in range(40)])
        connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert (Conversation.objects.count(), Message.objects.count()) == (3, 40)
    assert Identity.objects.count() == Person.objects.count() == 3
    assert not InboundEvent.objects.exclude(state=InboundEvent.State.FOLDED).exists()


def test_the_clock_runs_from_the_first_unanswered_message(cast: Cast) -> None:
    channel = make_channel(cast)
    take_in_and_fold(channel, [message(3)])
    take_in_and_fold(channel, [message(1)])
    running = SlaClock.objects.get(stopped_at=None)
    assert running.started_at == NOON + timedelta(minutes=1)
    assert running.due_at == NOON + timedelta(minutes=1, hours=24)
    assert Conversation.objects.get().answer_due_at == running.due_at


def test_an_answer_given_on_the_platform_stops_the_clock(cast: Cast) -> None:
    channel = make_channel(cast)
    take_in_and_fold(channel, [comment(10)])
    assert SlaClock.objects.filter(stopped_at=None).exists()
    take_in_and_fold(channel, [comment(20, reply_to="c10", ours=True)])
    assert not SlaClock.objects.filter(stopped_at=None).exists()
    assert Conversation.objects.get().state == Conversation.State.ANSWERED


def test_an_event_that_cannot_be_folded_is_parked_and_hinders_no_other(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = make_channel(cast)
    receiving.take_in(channel, [message(1), message(2, sender="fan-2")])
    InboundEvent.objects.filter(platform_id="m1").update(body={"broken": True})
    for _round in range(folding.TRIES_BEFORE_PARKING):
        InboundEvent.objects.update(next_try_at=NOON)
        folding.fold_pending()
    parked = InboundEvent.objects.get(platform_id="m1")
    assert (parked.state, bool(parked.last_error)) == (InboundEvent.State.PARKED, True)
    assert Message.objects.get().platform_id == "m2"


def test_following_is_noted_on_the_identity_and_opens_no_conversation(cast: Cast) -> None:
    channel = make_channel(cast)
    take_in_and_fold(channel, [Event(EventKind.FOLLOW, "f1", NOON, Sender("fan-1"))])
    assert Identity.objects.get().follows is True
    later = NOON + timedelta(hours=1)
    take_in_and_fold(channel, [Event(EventKind.UNFOLLOW, "u1", later, Sender("fan-1"))])
    assert Identity.objects.get().follows is False
    assert not Conversation.objects.exists()


@pytest.mark.django_db
def test_contact_data_of_a_lead_are_kept_and_stand_in_no_column_readable(cast: Cast) -> None:
    channel = make_channel(cast)
    private = {"phone": "13800001111", "wechat": "tea_0000"}
    lead = Event(EventKind.LEAD, "l1", NOON, text="有人留了手机", thread_id="l1", private=private)
    take_in_and_fold(channel, [lead, message(1)])
    row = InboundEvent.objects.get(kind="lead")
    assert receiving.event_of(row).private == private
    assert receiving.event_of(InboundEvent.objects.get(kind="message")).private == {}
    with connection.cursor() as cursor:
        cursor.execute("SELECT event::text FROM inbox_inboundevent AS event")
        stored = " ".join(found for (found,) in cursor.fetchall())
    assert "13800001111" not in stored
    assert "tea_0000" not in stored
