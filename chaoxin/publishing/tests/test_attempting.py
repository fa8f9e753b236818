from __future__ import annotations

from importlib import import_module

from django.apps import apps

from chaoxin.connectors import errors
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.publishing import delivering, reconciling
from chaoxin.publishing.models import Attempt, Delivery

from .stage import Stage, at, pending, published


def outcome_of(delivery: Delivery) -> str:
    return Attempt.objects.get(delivery=delivery).get_outcome_display()


def test_an_attempt_ends_as_the_platform_is_read_back(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.look_answer = pending("job")
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
        assert outcome_of(delivery) == "平台处理中"
    stage.platform.look_answer = None
    with at(600):
        reconciling.take_look()
        assert outcome_of(delivery) == "已上线"


def test_an_attempt_whose_answer_was_lost_ends_as_it_is_found(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        delivering.take_turn()
        assert outcome_of(delivery) == "结果未知"
    stage.platform.posts = [published("found")]
    with at(reconciling.GRACE_SECONDS):
        reconciling.take_look()
        assert outcome_of(delivery) == "已上线"


def test_an_attempt_that_the_platform_refuses_later_says_so(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.look_answer = Submission(outcome=Outcome.REFUSED, sentence="平台审核没有通过。")
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
    attempt = Attempt.objects.get(delivery=delivery)
    assert (attempt.outcome, attempt.sentence) == (Attempt.Outcome.REFUSED, "平台审核没有通过。")


def test_attempts_of_before_end_as_their_deliveries_did(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(0):
        delivering.take_turn()
        reconciling.take_look()
    Attempt.objects.update(outcome=Attempt.Outcome.PENDING)
    import_module("chaoxin.publishing.migrations.0008_attempts_end").end(apps, None)
    assert outcome_of(delivery) == "已上线"
