from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from django.urls import reverse

from chaoxin.accounts.testing.cast import Cast, sign_in
from chaoxin.connectors import errors
from chaoxin.connectors.values import Sent
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal
from chaoxin.publishing import commenting, delivering, freezing, reconciling
from chaoxin.publishing.models import Delivery, FirstComment

from .stage import NOON, Stage, StageSession, at

TEXT = "前三十位到店的朋友送一只茶杯。"


@dataclass
class CommentDesk:
    """The first-comment part of a platform: `answers` are given or raised in turn; `there` is what it shows."""

    answers: list[Any] = field(default_factory=list)
    there: list[str] = field(default_factory=list)
    written: list[str] = field(default_factory=list)

    def comment_first(self, account: Any, *, post: Any, text: str) -> Sent:
        self.written.append(text)
        answer = self.answers.pop(0) if self.answers else Sent("c-1")
        if isinstance(answer, Exception):
            raise answer
        self.there.append(text)
        sent: Sent = answer
        return sent

    def find_first(self, account: Any, *, post: Any, text: str) -> Sent | None:
        return Sent("c-1") if text in self.there else None


@pytest.fixture
def desk(monkeypatch: pytest.MonkeyPatch) -> CommentDesk:
    made = CommentDesk()
    monkeypatch.setattr(StageSession, "comment_first", made, raising=False)
    return made


def live(stage: Stage, text: str = TEXT) -> Delivery:
    """A delivery with a first comment in its content, read back as live."""
    delivery = stage.delivery()
    delivery.content = {**delivery.content, "options": {"first_comment": text}}
    delivery.save(update_fields=["content"])
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
    return Delivery.objects.get(pk=delivery.pk)


def pass_time(*seconds: int) -> None:
    for second in seconds:
        with at(second):
            while commenting.take_turn():
                pass


def test_it_is_written_once_after_the_post_was_read_back(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    assert desk.written == []
    pass_time(1, 60, 3600)
    comment = FirstComment.objects.get(delivery=delivery)
    assert (comment.state, comment.platform_id, desk.written) == ("sent", "c-1", [TEXT])


def test_a_content_without_one_plans_none(stage: Stage, desk: CommentDesk) -> None:
    live(stage, text="  ")
    assert not FirstComment.objects.exists()


def test_a_lost_answer_is_looked_for_and_never_written_again(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    desk.answers = [errors.OutcomeUnknown("没有应答")]
    pass_time(1, 5)
    assert FirstComment.objects.get(delivery=delivery).state == "unconfirmed"
    pass_time(30, 120, 600, 3600)
    comment = FirstComment.objects.get(delivery=delivery)
    assert (comment.state, desk.written) == ("failed", [TEXT])
    assert "多次核实" in comment.sentence


def test_what_did_arrive_is_found(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    desk.answers, desk.there = [errors.OutcomeUnknown("没有应答")], [TEXT]
    pass_time(1, 30)
    assert FirstComment.objects.get(delivery=delivery).state == "sent"
    assert desk.written == [TEXT]


def test_a_worker_that_died_after_the_intent_leads_to_a_look(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    dead = {"state": "sending", "intent_at": NOON, "next_step_at": NOON + timedelta(seconds=60)}
    FirstComment.objects.filter(delivery=delivery).update(**dead)
    pass_time(30)
    assert desk.written == []
    desk.there = [TEXT]
    pass_time(61)
    assert FirstComment.objects.get(delivery=delivery).state == "sent"
    assert desk.written == []


def test_a_platform_that_is_busy_is_asked_later(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    desk.answers = [errors.Wait("太频繁", until=NOON + timedelta(seconds=100))]
    pass_time(1, 50)
    assert FirstComment.objects.get(delivery=delivery).state == "queued"
    pass_time(101)
    assert FirstComment.objects.get(delivery=delivery).state == "sent"


def test_a_freeze_holds_it_back(stage: Stage, desk: CommentDesk, cast: Cast) -> None:
    delivery = live(stage)
    with at(1):
        frozen = freezing.freeze(by=cast.owner, reason="突发舆情")
    pass_time(2, 70)
    assert desk.written == []
    with at(80):
        freezing.thaw(frozen, by=cast.owner)
    pass_time(200)
    assert FirstComment.objects.get(delivery=delivery).state == "sent"


def test_text_whose_verdict_no_longer_stands_is_not_written(stage: Stage, desk: CommentDesk) -> None:
    delivery = live(stage)
    stage.passes = False
    pass_time(1)
    assert (FirstComment.objects.get(delivery=delivery).state, desk.written) == ("failed", [])


def test_a_person_may_have_a_failed_one_written_again_and_a_sent_one_not(
    stage: Stage, desk: CommentDesk, cast: Cast
) -> None:
    delivery = live(stage)
    desk.answers = [errors.FixContent("含有联系方式")]
    pass_time(1)
    address = reverse("publishing:comment-again", args=[cast.workspace.slug, delivery.pk])
    page = sign_in(cast.editor).get(reverse("publishing:delivery", args=[cast.workspace.slug, delivery.pk]))
    assert "含有联系方式" in page.content.decode()
    with at(10):
        assert sign_in(cast.viewer).post(address).status_code == 403
        assert sign_in(cast.editor).post(address, {"view": "page"}).status_code == 204
    pass_time(11)
    comment = FirstComment.objects.get(delivery=delivery)
    assert (comment.state, desk.written) == ("sent", [TEXT, TEXT])
    with pytest.raises(Refusal), clock.frozen(NOON):
        commenting.send_again(comment, by=cast.editor)
