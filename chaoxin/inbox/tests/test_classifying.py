"""What comes in is judged, whatever the models do; what stands out is found again in list and filter."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.connectors.values import Event, EventKind, Sender
from chaoxin.core.models import Fact
from chaoxin.inbox import classifying, correcting, folding, receiving
from chaoxin.inbox.models import Conversation, InboundEvent, Message, Purpose, Sentiment
from chaoxin.zhtext import kinds, sentiment

NOON = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
COMPLAINT = "退款退了半个月还没到账，客服也没人理，我要投诉你们"
QUESTION = "请问这款茶多少钱一斤，怎么买？"
THANKS = "茶很好喝，包装也漂亮，下次还买，给你们点赞"
UNSURE = "图"


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace, platform="weibo", external_id="uid")


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[pytest.MonkeyPatch]:
    """A model file that is none, as a wrong setting gives it."""
    damaged = tmp_path / "own.bin"
    damaged.write_bytes(b"no model")
    monkeypatch.setenv(sentiment.VARIABLE, str(damaged))
    sentiment.chosen.cache_clear()
    yield monkeypatch
    monkeypatch.undo()
    sentiment.chosen.cache_clear()


def comment(minute: int, text: str, *, thread: str = "t", ours: bool = False) -> Event:
    return Event(
        EventKind.COMMENT,
        f"{thread}-{minute}",
        NOON + timedelta(minutes=minute),
        Sender("fan", "小鱼"),
        text,
        thread_id=thread,
        post_id="p1",
        ours=ours,
    )


def fold(channel: Channel, *events: Event) -> None:
    receiving.take_in(channel, events)
    while folding.fold_pending():
        pass
    assert not InboundEvent.objects.exclude(state=InboundEvent.State.FOLDED).exists()


def test_the_words_of_the_inbox_are_those_of_the_models() -> None:
    assert set(Purpose.values) == set(kinds.LABELS)
    assert set(Sentiment.values) == set(sentiment.LABELS)


def test_a_message_is_judged_as_it_comes_in(cast: Cast, channel: Channel) -> None:
    fold(channel, comment(1, COMPLAINT))
    message, conversation = Message.objects.get(), Conversation.objects.get()
    assert (message.purpose, message.sentiment) == ("complaint", "negative")
    assert min(message.purpose_confidence or 0, message.sentiment_confidence or 0) > 0.7
    assert message.kind == "text"
    assert conversation.signs == "投诉 · 负面"
    told = Fact.objects.get(name="message.received").payload
    assert (told["purpose"], told["sentiment"]) == ("complaint", "negative")


def test_what_is_not_sure_is_kept_and_not_shown(cast: Cast, channel: Channel) -> None:
    fold(channel, comment(1, UNSURE))
    message, conversation = Message.objects.get(), Conversation.objects.get()
    assert message.purpose
    assert (message.purpose_confidence or 1) < 0.7
    assert (conversation.signs, message.signs) == ("", "")
    assert 'class="signs' not in sign_in(cast.analyst).get("/w/demo/inbox/").content.decode()


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_the_worst_of_a_stretch_stands_out_in_whatever_order_it_comes(
    channel: Channel, order: tuple[int, ...]
) -> None:
    events = (comment(1, COMPLAINT), comment(2, QUESTION), comment(3, "谢谢"))
    for number in order:
        fold(channel, events[number])
    assert Conversation.objects.get().signs == "投诉 · 负面"


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_what_was_answered_no_longer_stands_out_once_somebody_writes_again(
    channel: Channel, order: tuple[int, ...]
) -> None:
    events = (comment(1, COMPLAINT), comment(2, "已为您加急", ours=True), comment(3, THANKS))
    for number in order:
        fold(channel, events[number])
    assert Conversation.objects.get().signs == "表扬 · 正面"


def test_a_failing_model_never_stops_folding_and_the_loop_makes_up_for_it(
    channel: Channel, broken: pytest.MonkeyPatch
) -> None:
    fold(channel, comment(1, COMPLAINT))
    message = Message.objects.get()
    assert (message.purpose, message.judged_at) == ("", None)
    assert classifying.judge_waiting() == 0
    broken.delenv(sentiment.VARIABLE)
    assert classifying.judge_waiting() == 1
    assert Conversation.objects.get().signs == "投诉 · 负面"
    assert classifying.judge_waiting() == 0


def test_one_text_that_breaks_a_model_does_not_hold_up_the_others(
    channel: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    fold(channel, *(comment(number, COMPLAINT, thread=str(number)) for number in range(3)))
    Message.objects.update(purpose="", sentiment="", judged_at=None)
    Message.objects.filter(platform_id="1-1").update(text="毒")
    whole = kinds.KindJudge.judge_many

    def brittle(judge: kinds.KindJudge, texts: Any) -> Any:
        if "毒" in texts:
            raise FloatingPointError("not a number")
        return whole(judge, texts)

    monkeypatch.setattr(kinds.KindJudge, "judge_many", brittle)
    assert classifying.judge_waiting() == 3
    assert Message.objects.filter(purpose="complaint").count() == 2
    assert classifying.judge_waiting() == 0


def test_earlier_messages_are_judged_in_portions(channel: Channel, monkeypatch: pytest.MonkeyPatch) -> None:
    fold(channel, *(comment(number, COMPLAINT, thread=str(number)) for number in range(5)))
    Message.objects.update(purpose="", sentiment="", judged_at=None)
    Conversation.objects.update(purpose="", sentiment="")
    monkeypatch.setattr(classifying, "BATCH", 2)
    assert [classifying.judge_waiting() for _turn in range(4)] == [2, 2, 1, 0]
    assert Conversation.objects.filter(purpose="complaint", sentiment="negative").count() == 5


def test_what_a_person_said_in_the_meantime_stands(cast: Cast, channel: Channel) -> None:
    fold(channel, comment(1, COMPLAINT))
    Message.objects.update(purpose="", sentiment="", judged_at=None)
    correcting.correct(Message.objects.get(), purpose="consultation", by=cast.answer_giver)
    assert classifying.judge_waiting() == 0
    message = Message.objects.get()
    assert (message.purpose, message.sentiment) == ("consultation", "negative")


def test_leads_and_wordless_messages_are_not_judged(channel: Channel) -> None:
    lead = Event(EventKind.LEAD, "l1", NOON, Sender("fan", "小满"), "小满，未留资，投诉", thread_id="l")
    fold(channel, lead, comment(1, " "))
    assert set(Message.objects.values_list("purpose", "sentiment", "purpose_confidence")) == {("", "", None)}
    assert not Message.objects.filter(judged_at=None).exists()


def test_list_and_api_filter_by_purpose_and_sentiment(cast: Cast, channel: Channel) -> None:
    fold(channel, comment(1, COMPLAINT, thread="a"), comment(2, QUESTION, thread="b"))
    browser = sign_in(cast.owner)

    def shown(query: str) -> tuple[bool, bool]:
        page = browser.get(f"/w/demo/inbox/?{query}").content.decode()
        return COMPLAINT in page, QUESTION in page

    assert shown("tab=open") == (True, True)
    assert shown("purpose=complaint") == (True, False)
    assert shown("purpose=consultation&sentiment=negative") == (False, False)
    assert shown("sentiment=negative&tab=all") == (True, False)
    assert shown("purpose=nonsense") == (True, True)
    chip = '<span class="signs signs-complaint">投诉 · 负面</span>'
    assert chip in browser.get("/w/demo/inbox/").content.decode()
    found = Client().get("/api/v1/conversations?purpose=complaint", headers=bearer(cast.owner)).json()
    assert [(row["purpose"], row["sentiment"]) for row in found["items"]] == [("complaint", "negative")]
    (row,) = found["items"]
    detail = Client().get(f"/api/v1/conversations/{row['id']}", headers=bearer(cast.owner)).json()
    assert detail["messages"][0]["purpose"] == "complaint"
    assert 0.7 < detail["messages"][0]["purpose_confidence"] <= 1
