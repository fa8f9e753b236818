"""Submissions that wait for somebody's act on the platform, which takes longer than a review."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from chaoxin.connectors.values import Outcome, Submission
from chaoxin.publishing import delivering, reconciling
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State

from .stage import NOON, Stage, at, published

DAY = 86_400
WAITING = Submission(
    outcome=Outcome.PENDING,
    reference="task-1",
    patience_seconds=7 * DAY,
    look_again_after_seconds=60,
    sentence="等 2 名成员确认。",
)


def submitted(stage: Stage) -> Delivery:
    delivery = stage.delivery()
    stage.platform.submit_answer = stage.platform.look_answer = WAITING
    with at(0):
        delivering.take_turn()
    return delivery


def look_at(delivery: Delivery, seconds: float) -> Delivery:
    with at(seconds):
        Delivery.objects.filter(pk=delivery.pk).update(next_look_at=NOON)
        reconciling.take_look()
    return Delivery.objects.get(pk=delivery.pk)


def test_it_is_waited_for_as_long_as_the_connector_says(stage: Stage) -> None:
    delivery = submitted(stage)
    assert look_at(delivery, 3 * DAY).state == State.REVIEWING
    asked = look_at(delivery, 7 * DAY + 60)
    assert (asked.state, asked.held_for) == (State.UNCONFIRMED, reconciling.ASKED)
    assert "等 2 名成员确认。" in asked.sentence


def test_a_review_is_still_waited_for_a_day_only(stage: Stage) -> None:
    delivery = submitted(stage)
    stage.platform.look_answer = replace(WAITING, patience_seconds=0)
    assert look_at(delivery, 2 * DAY).state == State.UNCONFIRMED


def test_it_is_asked_after_no_more_often_than_the_connector_says_and_its_progress_is_shown(
    stage: Stage,
) -> None:
    delivery = submitted(stage)
    stage.platform.look_answer = replace(WAITING, sentence="1/2 名成员已确认。")
    seen = look_at(delivery, 30)
    assert seen.sentence == "1/2 名成员已确认。"
    assert seen.next_look_at == NOON + timedelta(seconds=30 + 60)


def test_what_people_have_done_is_found_days_later(stage: Stage) -> None:
    delivery = submitted(stage)
    stage.platform.look_answer = published("task-1")
    assert look_at(delivery, 5 * DAY).state == State.PUBLISHED
