"""Stopping what a platform has taken and not yet shown."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from chaoxin.accounts.models import AuditEntry
from chaoxin.accounts.testing.cast import bearer, sign_in
from chaoxin.channels.models import Channel
from chaoxin.connectors.errors import AskPlatform, OutcomeUnknown
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed, Refusal
from chaoxin.publishing import delivering, reconciling, stopping
from chaoxin.publishing.models import Delivery, Receipt
from chaoxin.publishing.reconciling import STOPPING
from chaoxin.publishing.states import State

from .stage import NOON, Stage, at, published

WAITING = Submission(
    outcome=Outcome.PENDING, reference="task-1", patience_seconds=7 * 86_400, sentence="等 2 名成员确认。"
)
STOPPED = Submission(outcome=Outcome.REMOVED, reference="task-1", sentence="已停止，没有客户收到。")
WHY = "价格写错了"


@pytest.fixture
def waiting(stage: Stage) -> Delivery:
    """A delivery that the platform has taken and that members have to confirm."""
    Channel.objects.filter(pk=stage.channel.pk).update(platform="wecom")
    delivery = stage.delivery()
    stage.platform.submit_answer = stage.platform.look_answer = WAITING
    with at(0):
        delivering.take_turn()
    return Delivery.objects.select_related("channel", "workspace").get(pk=delivery.pk)


def stop(stage: Stage, delivery: Delivery) -> Delivery:
    with at(60):
        return stopping.stop(delivery, by=stage.cast.editor, reason=WHY)


def look_at(delivery: Delivery, seconds: float) -> Delivery:
    with at(seconds):
        Delivery.objects.filter(pk=delivery.pk).update(next_look_at=clock.now())
        reconciling.take_look()
    return Delivery.objects.select_related("channel", "workspace").get(pk=delivery.pk)


def test_what_the_platform_has_stopped_is_canceled_and_may_be_planned_anew(
    stage: Stage, waiting: Delivery
) -> None:
    stage.platform.stop_answer = STOPPED
    stopped = stop(stage, waiting)
    assert (stopped.state, stopped.sentence, stopped.held_for) == (State.CANCELED, STOPPED.sentence, "")
    assert stopped.next_look_at is None
    assert not Receipt.objects.exists()
    verbs = AuditEntry.objects.filter(verb__in=["delivery.ask_to_stop", "delivery.stop"]).order_by("at")
    assert [(entry.verb, json.loads(entry.body)["detail"]["note"]) for entry in verbs] == [
        ("delivery.ask_to_stop", WHY),
        ("delivery.stop", STOPPED.sentence),
    ]
    assert Fact.objects.filter(name="delivery.canceled").count() == 1
    assert stop(stage, stopped).state == State.CANCELED
    assert stage.platform.calls.count("stop") == 1


def test_a_stop_without_an_answer_is_not_called_one_before_the_platform_shows_it(
    stage: Stage, waiting: Delivery
) -> None:
    stage.platform.stop_answer = OutcomeUnknown("没有收到平台的答复。")
    with pytest.raises(Refusal, match="正在核实"):
        stop(stage, waiting)
    doubtful = look_at(waiting, 90)
    assert (doubtful.state, doubtful.held_for) == (State.REVIEWING, STOPPING)
    assert WHY in doubtful.sentence
    stage.platform.look_answer = STOPPED
    assert look_at(doubtful, 120).state == State.CANCELED


def test_a_stop_that_came_to_nothing_ends_as_what_the_platform_shows(stage: Stage, waiting: Delivery) -> None:
    stage.platform.stop_answer = OutcomeUnknown("没有收到平台的答复。")
    with pytest.raises(Refusal):
        stop(stage, waiting)
    stage.platform.look_answer = published("task-1")
    assert look_at(waiting, 90).state == State.PUBLISHED


def test_a_platform_that_still_calls_it_pending_leaves_it_under_way(stage: Stage, waiting: Delivery) -> None:
    stage.platform.stop_answer = WAITING
    asked = stop(stage, waiting)
    assert (asked.state, asked.held_for) == (State.REVIEWING, STOPPING)
    stage.platform.stop_answer = STOPPED
    assert stop(stage, asked).state == State.CANCELED


def test_what_had_gone_out_in_part_is_published_and_says_so(stage: Stage, waiting: Delivery) -> None:
    stage.platform.stop_answer = replace(published("task-1"), sentence="1 名成员已经发出，其余已停止。")
    found = stop(stage, waiting)
    assert (found.state, found.sentence) == (State.PUBLISHED, "1 名成员已经发出，其余已停止。")
    assert Receipt.objects.get().confirmation == Receipt.Confirmation.READ_BACK


def test_a_platform_that_says_no_changes_nothing(stage: Stage, waiting: Delivery) -> None:
    stage.platform.stop_answer = AskPlatform("应用没有权限。")
    with pytest.raises(Refusal, match="没有权限"):
        stop(stage, waiting)
    found = Delivery.objects.get(pk=waiting.pk)
    assert (found.state, found.held_for, found.sentence) == (State.REVIEWING, "", WAITING.sentence)


def test_what_was_waited_for_too_long_can_still_be_stopped(stage: Stage, waiting: Delivery) -> None:
    late = look_at(waiting, 8 * 86_400)
    assert late.state == State.UNCONFIRMED
    stage.platform.stop_answer = STOPPED
    assert stop(stage, late).state == State.CANCELED


def test_an_unconfirmed_one_whose_stop_got_no_answer_is_looked_up_by_its_reference(
    stage: Stage, waiting: Delivery
) -> None:
    late = look_at(waiting, 8 * 86_400)
    stage.platform.stop_answer = OutcomeUnknown("没有收到平台的答复。")
    with pytest.raises(Refusal):
        stop(stage, late)
    stage.platform.look_answer = STOPPED
    assert look_at(late, 8 * 86_400 + 60).state == State.CANCELED


def test_a_task_that_somebody_stopped_on_the_platform_is_still_a_refusal(
    stage: Stage, waiting: Delivery
) -> None:
    stage.platform.look_answer = STOPPED
    assert look_at(waiting, 60).state == State.REFUSED


def test_without_the_capability_nothing_is_asked_and_no_button_is_shown(
    stage: Stage, waiting: Delivery
) -> None:
    address = f"/w/demo/deliveries/{waiting.pk}/"
    assert f"{address}stop/" in sign_in(stage.cast.editor).get(address).content.decode()
    assert f"{address}stop/" not in sign_in(stage.cast.viewer).get(address).content.decode()
    Channel.objects.filter(pk=waiting.channel_id).update(platform="weibo")
    waiting = Delivery.objects.select_related("channel").get(pk=waiting.pk)
    assert f"{address}stop/" not in sign_in(stage.cast.editor).get(address).content.decode()
    with pytest.raises(Refusal):
        stop(stage, waiting)
    assert "stop" not in stage.platform.calls


def test_what_is_not_with_the_platform_cannot_be_stopped(stage: Stage, waiting: Delivery) -> None:
    for state in (State.SCHEDULED, State.SENDING, State.PUBLISHED, State.REFUSED):
        Delivery.objects.filter(pk=waiting.pk).update(state=state)
        with pytest.raises(Refusal):
            stop(stage, Delivery.objects.select_related("channel").get(pk=waiting.pk))
    assert "stop" not in stage.platform.calls


def test_it_takes_the_right_and_a_reason(stage: Stage, waiting: Delivery) -> None:
    with pytest.raises(NotAllowed):
        stopping.stop(waiting, by=stage.cast.viewer, reason=WHY)
    with pytest.raises(Invalid):
        stopping.stop(waiting, by=stage.cast.editor, reason=" ")


def test_desk_and_api_stop_by_the_same_rules(stage: Stage, waiting: Delivery) -> None:
    address = f"/w/demo/deliveries/{waiting.pk}/stop/"
    assert sign_in(stage.cast.viewer).post(address, {"reason": WHY}).status_code == 403
    assert sign_in(stage.cast.stranger).post(address, {"reason": WHY}).status_code == 404
    assert sign_in(stage.cast.editor).post(address, {}).status_code == 422
    listed = sign_in(stage.cast.editor).get("/w/demo/deliveries/?view=underway").content.decode()
    assert address in listed
    api = Client(headers=bearer(stage.cast.editor))
    assert api.get(f"/api/v1/deliveries/{waiting.pk}").json()["stoppable"] is True
    stage.platform.stop_answer = WAITING
    asked = sign_in(stage.cast.editor).post(address, {"reason": WHY})
    assert "还没有确认" in json.dumps(json.loads(asked["HX-Trigger"]), ensure_ascii=False)
    stage.platform.stop_answer = STOPPED
    said = json.dumps({"reason": WHY})
    told = api.post(f"/api/v1/deliveries/{waiting.pk}/stop", said, content_type="application/json").json()
    assert (told["state"], told["stoppable"]) == ("canceled", False)


def test_asking_is_noted_before_the_platform_is_asked(stage: Stage, waiting: Delivery) -> None:
    stage.platform.stop_answer = RuntimeError("the process died")
    with pytest.raises(RuntimeError):
        stop(stage, waiting)
    found = Delivery.objects.get(pk=waiting.pk)
    assert (found.held_for, found.next_look_at) == (STOPPING, NOON + timedelta(seconds=60))
