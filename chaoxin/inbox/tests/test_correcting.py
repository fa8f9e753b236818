"""People correct what a model judged, in one click; it stands, is audited, and comes out as a file to train by."""

from __future__ import annotations

import csv
import io
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import Cast, bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.channels.testing.rows import connected_channel
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed, NotFound
from chaoxin.inbox import correcting
from chaoxin.inbox.models import Conversation, Correction, Message

HTMX = {"HX-Request": "true"}


@pytest.fixture
def channel(cast: Cast) -> Channel:
    return connected_channel(cast.workspace, platform="weibo", external_id="uid")


@pytest.fixture
def message(channel: Channel) -> Message:
    return received(channel, "这也能叫好茶？")


def received(channel: Channel, text: str, purpose: str = "praise", sentiment: str = "positive") -> Message:
    """A message as the model judged it, wrongly."""
    conversation = Conversation.objects.create(
        workspace=channel.workspace,
        channel=channel,
        kind="comment",
        thread_key=str(uuid4()),
        last_message_at=clock.now(),
        purpose=purpose,
        sentiment=sentiment,
    )
    return Message.objects.create(
        conversation=conversation,
        channel=channel,
        direction="in",
        state="received",
        at=clock.now(),
        text=text,
        purpose=purpose,
        purpose_confidence=0.8,
        sentiment=sentiment,
        sentiment_confidence=0.8,
        judged_at=clock.now(),
    )


def address(message: Message) -> str:
    return f"/w/demo/inbox/{message.conversation_id}/messages/{message.pk}/correction/"


def put(actor: Actor, message: Message, said: dict[str, str]) -> Any:
    url = f"/api/v1/conversations/{message.conversation_id}/messages/{message.pk}/correction"
    return Client().put(url, said, content_type="application/json", headers=bearer(actor))


def rows(answer: Any) -> list[dict[str, str]]:
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_one_click_corrects_message_and_conversation(cast: Cast, message: Message) -> None:
    browser = sign_in(cast.answer_giver)
    page = browser.post(address(message), {"purpose": "complaint"}, headers=HTMX)
    assert '<option value="complaint" selected>' in page.content.decode()
    assert "inbox-changed" in page["HX-Trigger"]
    browser.post(address(message), {"sentiment": "negative"}, headers=HTMX)
    message.refresh_from_db()
    assert (message.purpose, message.purpose_confidence) == ("complaint", 1)
    assert Conversation.objects.get().signs == "投诉 · 负面"
    assert "投诉 · 负面" in browser.get("/w/demo/inbox/?tab=all").content.decode()


def test_a_correction_is_kept_audited_and_told(cast: Cast, message: Message) -> None:
    correcting.correct(message, purpose="complaint", by=cast.answer_giver)
    kept = Correction.objects.get()
    assert (kept.task, kept.judged, kept.label) == ("kinds", "praise", "complaint")
    assert kept.author == cast.answer_giver.membership
    assert '"to": "complaint"' in AuditEntry.objects.get(verb="message.correct").body
    assert Fact.objects.get(name="message.corrected").payload["purpose"] == "complaint"


def test_saying_the_same_twice_is_one_correction_and_saying_otherwise_keeps_what_was_judged(
    cast: Cast, message: Message
) -> None:
    for label in ("complaint", "complaint", "consultation"):
        correcting.correct(message, purpose=label, by=cast.answer_giver)
    kept = Correction.objects.get()
    assert (kept.judged, kept.label) == ("praise", "consultation")
    assert AuditEntry.objects.filter(verb="message.correct").count() == 2


def test_what_makes_no_sense_is_refused(cast: Cast, channel: Channel, message: Message) -> None:
    for said in ({"purpose": "nonsense"}, {"sentiment": "complaint"}, {}):
        with pytest.raises(Invalid):
            correcting.correct(message, by=cast.owner, **said)
    Message.objects.update(direction="out", state="sent")
    message.refresh_from_db()
    with pytest.raises(Invalid):
        correcting.correct(message, purpose="complaint", by=cast.owner)
    with pytest.raises(NotFound):
        correcting.message_for(received(channel, "别的").conversation, message.pk)
    assert put(cast.owner, message, {"purpose": "nonsense"}).status_code == 422
    assert not Correction.objects.exists()


def test_who_may_not_answer_sees_and_does_not_correct(cast: Cast, message: Message) -> None:
    with pytest.raises(NotAllowed):
        correcting.correct(message, purpose="complaint", by=cast.analyst)
    browser = sign_in(cast.analyst)
    assert browser.post(address(message), {"purpose": "complaint"}, headers=HTMX).status_code == 403
    shown = browser.get(f"/w/demo/inbox/{message.conversation_id}/").content.decode()
    assert "表扬 · 正面" in shown
    assert address(message) not in shown
    assert put(cast.analyst, message, {"purpose": "complaint"}).status_code == 403
    assert sign_in(cast.stranger).post(address(message), {"purpose": "complaint"}).status_code == 404
    assert put(cast.stranger, message, {"purpose": "complaint"}).status_code == 404


def test_the_api_corrects_and_tells_what_stands(cast: Cast, message: Message) -> None:
    told = put(cast.answer_giver, message, {"purpose": "complaint", "sentiment": "negative"})
    assert told.status_code == 200
    assert (told.json()["purpose"], told.json()["purpose_confidence"]) == ("complaint", 1)
    assert Correction.objects.count() == 2


def test_lead_and_analyst_export_what_people_said_and_others_do_not(
    cast: Cast, channel: Channel, message: Message
) -> None:
    correcting.correct(message, purpose="complaint", sentiment="negative", by=cast.answer_giver)
    correcting.correct(received(channel, "=1+1 是什么"), purpose="other", by=cast.answer_giver)
    taken = rows(sign_in(cast.analyst).get("/w/demo/inbox/corrections/kinds/csv/"))
    assert [(row["text"], row["label"], row["judged"]) for row in taken] == [
        ("'=1+1 是什么", "other", "praise"),
        ("这也能叫好茶？", "complaint", "praise"),
    ]
    api = Client().get("/api/v1/message-corrections/sentiment/csv", headers=bearer(cast.lead))
    assert [(row["text"], row["label"]) for row in rows(api)] == [("这也能叫好茶？", "negative")]
    assert AuditEntry.objects.filter(verb="message.export").count() == 2
    for actor in (cast.answer_giver, cast.viewer):
        assert sign_in(actor).get("/w/demo/inbox/corrections/kinds/csv/").status_code == 403
        assert sign_in(actor).get("/w/demo/inbox/corrections/").status_code == 403
    assert sign_in(cast.stranger).get("/w/demo/inbox/corrections/kinds/csv/").status_code == 404
    assert sign_in(cast.lead).get("/w/demo/inbox/corrections/weather/csv/").status_code == 404
    assert AuditEntry.objects.filter(verb="message.export").count() == 2


def test_the_page_says_how_often_the_model_was_right(cast: Cast, channel: Channel, message: Message) -> None:
    empty = sign_in(cast.lead).get("/w/demo/inbox/corrections/").content.decode()
    assert "还没有人标注过" in empty
    correcting.correct(message, purpose="complaint", by=cast.answer_giver)
    correcting.correct(received(channel, "好喝"), purpose="praise", by=cast.answer_giver)
    page = sign_in(cast.lead).get("/w/demo/inbox/corrections/").content.decode()
    assert "共 2 条，其中 1 条机器原来就判对了" in page
    assert "机器判的：表扬" in page
    assert "/w/demo/inbox/corrections/" in sign_in(cast.lead).get("/w/demo/inbox/").content.decode()
    assert "/inbox/corrections/" not in sign_in(cast.answer_giver).get("/w/demo/inbox/").content.decode()
