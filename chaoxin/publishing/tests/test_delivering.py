from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.connectors import errors
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.core import worker_identity
from chaoxin.core.models import Fact
from chaoxin.publishing import claiming, delivering, freezing, reconciling, scheduling, sweeping
from chaoxin.publishing.models import Attempt, Delivery, Lane, Receipt
from chaoxin.publishing.states import State

from .stage import NOON, Stage, at, pending, published


def state_of(delivery: Delivery) -> str:
    return Delivery.objects.get(pk=delivery.pk).state


def send_due() -> int:
    return delivering.take_turn()


def test_nothing_goes_out_before_its_time(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(-1):
        assert send_due() == 0
    with at(0):
        assert send_due() == 1
    assert state_of(delivery) == State.REVIEWING


def test_success_said_by_the_platform_is_not_success_until_it_is_read_back(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(0):
        send_due()
        assert state_of(delivery) == State.REVIEWING
        assert not Receipt.objects.exists()
        reconciling.take_look()
    receipt = Receipt.objects.get(delivery=delivery)
    assert (state_of(delivery), receipt.confirmation) == (State.PUBLISHED, "read_back")
    assert Fact.objects.filter(name="delivery.published", subject_id=str(delivery.pk)).count() == 1


def test_a_post_that_never_shows_up_is_handed_to_a_person_and_not_sent_again(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.look_answer = Submission(outcome=Outcome.UNKNOWN)
    with at(0):
        send_due()
    for second in range(0, 2 * 3600, 60):
        with at(second):
            reconciling.take_look()
            send_due()
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.held_for) == (State.UNCONFIRMED, "ask")
    assert stage.platform.submits == 1


def test_an_answer_that_was_lost_becomes_unconfirmed_and_is_looked_for_after_the_grace(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        send_due()
        assert state_of(delivery) == State.UNCONFIRMED
    with at(reconciling.GRACE_SECONDS - 1):
        assert reconciling.take_look() == 0
    stage.platform.posts = [published("found")]
    with at(reconciling.GRACE_SECONDS):
        reconciling.take_look()
    assert state_of(delivery) == State.PUBLISHED
    assert Receipt.objects.get(delivery=delivery).url == "https://example.com/found"
    assert stage.platform.submits == 1


def test_an_unknown_outcome_is_never_sent_again_by_machinery(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    for second in range(0, 3 * 3600, 15):
        with at(second):
            send_due()
            sweeping.sweep()
            reconciling.take_look()
    assert stage.platform.submits == 1
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.held_for) == (State.UNCONFIRMED, "ask")
    assert "重新发送" in found.sentence


def test_a_person_may_send_again_and_the_platform_is_asked_first(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        send_due()
    stage.platform.posts = [published("late")]
    with at(60):
        scheduling.send_again(Delivery.objects.get(pk=delivery.pk), by=stage.cast.editor)
        send_due()
    assert stage.platform.submits == 1
    assert state_of(delivery) == State.PUBLISHED


def test_a_post_that_has_a_receipt_is_not_taken_for_another_delivery(stage: Stage) -> None:
    first, second = stage.delivery(title="甲"), stage.delivery(title="乙", due_at=NOON + timedelta(seconds=1))
    with at(0):
        send_due()
        reconciling.take_look()
    taken = Receipt.objects.get(delivery=first)
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    stage.platform.posts = [Submission(outcome=Outcome.PUBLISHED, post_id=taken.post_id, url=taken.url)]
    with at(1):
        send_due()
    with at(20):
        reconciling.take_look()
    assert state_of(second) == State.UNCONFIRMED


@pytest.mark.parametrize("when", ["before the intent", "after the intent"])
def test_a_killed_worker_leaves_nothing_behind_in_sending(
    stage: Stage, when: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = stage.delivery()
    with at(0):
        turn = claiming.claim()
        assert turn
        if when == "after the intent":
            claiming.note_intent(turn)
        sweeping.sweep()
        assert state_of(delivery) == State.SENDING
    claiming.forget(turn)
    with at(claiming.LEASE_SECONDS + 1):
        sweeping.sweep()
    assert state_of(delivery) == (State.SCHEDULED if when == "before the intent" else State.UNCONFIRMED)


def test_the_successor_of_a_dead_worker_need_not_wait_for_the_lease(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(0):
        turn = claiming.claim()
        assert turn
        with worker_identity.assumed("successor"):
            claiming.release_dead_worker(turn.attempt.worker)
            sweeping.sweep()
            assert state_of(delivery) == State.SCHEDULED
            assert send_due() == 1
    assert Attempt.objects.filter(delivery=delivery).count() == 2


def test_a_worker_that_slept_past_its_lease_does_not_send(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(0):
        turn = claiming.claim()
    assert turn
    with at(claiming.LEASE_SECONDS + 1):
        sweeping.sweep()
        assert send_due() == 1
    assert stage.platform.submits == 1
    with at(claiming.LEASE_SECONDS + 2):
        delivering.send(turn)
    assert stage.platform.submits == 1
    assert state_of(delivery) == State.REVIEWING


def test_two_workers_never_claim_the_same_delivery(stage: Stage) -> None:
    stage.delivery()
    with at(0):
        assert claiming.claim() is not None
        with worker_identity.assumed("another"):
            assert claiming.claim() is None


def test_one_channel_sends_one_after_the_other_in_order_and_with_its_spacing(stage: Stage) -> None:
    second = stage.delivery(title="乙", due_at=NOON + timedelta(seconds=1))
    first = stage.delivery(title="甲")
    stage.channel.spacing_seconds = 30
    stage.channel.save()
    with at(2):
        assert send_due() == 1
        assert (state_of(first), state_of(second)) == (State.REVIEWING, State.SCHEDULED)
        assert send_due() == 0
    with at(33):
        assert send_due() == 1
    assert state_of(second) == State.REVIEWING


def test_a_broken_channel_hinders_no_other(stage: Stage) -> None:
    from .stage import Platform

    other = stage.make_channel("好账号")
    stage.platforms["主账号"] = Platform(submit_answer=RuntimeError("defect"))
    stage.platforms["好账号"] = Platform()
    broken, good = stage.delivery(), stage.delivery(channel=other)
    with at(0):
        assert [send_due(), send_due()] == [1, 1]
        reconciling.take_look()
    assert state_of(good) == State.PUBLISHED
    assert state_of(broken) == State.UNCONFIRMED


def test_past_its_tolerance_a_late_delivery_asks_a_person(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(stage.channel.late_tolerance_minutes * 60 + 1):
        send_due()
        found = Delivery.objects.get(pk=delivery.pk)
        assert (found.state, found.held_for, stage.platform.calls) == (State.HELD, "late", [])
        scheduling.release(found, by=stage.cast.editor)
        send_due()
    assert stage.platform.submits == 1


def test_within_its_tolerance_a_late_delivery_goes_out(stage: Stage) -> None:
    stage.delivery()
    with at(stage.channel.late_tolerance_minutes * 60 - 1):
        send_due()
    assert stage.platform.submits == 1


def test_a_frozen_workspace_sends_nothing_and_goes_on_after_thawing(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(-60):
        frozen = freezing.freeze(by=stage.cast.lead, reason="突发舆情")
    with at(0):
        send_due()
        found = Delivery.objects.get(pk=delivery.pk)
        assert (found.state, found.held_for) == (State.HELD, "frozen")
    with at(60):
        freezing.thaw(frozen, by=stage.cast.lead)
        send_due()
    assert stage.platform.submits == 1


def test_a_freeze_that_comes_while_preparing_stops_the_submit(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = stage.delivery()
    prepare = stage.platform.prepare

    def prepare_then_freeze(*values: object) -> object:
        freezing.freeze(by=stage.cast.lead, reason="突发舆情")
        return prepare(*values)  # type: ignore[arg-type]

    monkeypatch.setattr(stage.platform, "prepare", prepare_then_freeze)
    with at(0):
        send_due()
    assert (stage.platform.submits, state_of(delivery)) == (0, State.HELD)


def test_a_thawed_delivery_that_missed_its_time_asks_a_person(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(-60):
        frozen = freezing.freeze(by=stage.cast.lead, reason="突发舆情", channel=stage.channel)
    with at(0):
        send_due()
    with at(7200):
        freezing.thaw(frozen, by=stage.cast.lead)
        send_due()
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.held_for, stage.platform.submits) == (State.HELD, "late", 0)


def test_another_identity_behind_the_grant_stops_the_delivery(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.identity = "somebody else"
    with at(0):
        send_due()
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.held_for, stage.platform.submits) == (State.HELD, "identity", 0)


def test_without_a_passing_verdict_nothing_goes_out(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.passes = False
    with at(0):
        send_due()
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.held_for, stage.platform.calls) == (State.HELD, "verdict", [])


def test_a_refusal_is_kept_with_its_reason_and_the_secret_is_not(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = Submission(
        outcome=Outcome.REFUSED,
        code="20021",
        remedy="fix_content",
        sentence="内容不合规。",
        excerpt='{"error":"illegal","token":"confidential-value"}',
    )
    with at(0):
        send_due()
    attempt = Attempt.objects.get(delivery=delivery)
    assert (state_of(delivery), attempt.code, attempt.sentence) == (State.REFUSED, "20021", "内容不合规。")
    assert "confidential-value" not in attempt.excerpt


def test_a_busy_platform_is_tried_again_at_the_time_it_named(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.Wait("太频繁", until=NOON + timedelta(minutes=5))
    with at(0):
        send_due()
        assert state_of(delivery) == State.SCHEDULED
    stage.platform.submit_answer = None
    with at(299):
        assert send_due() == 0
    with at(300):
        assert send_due() == 1
    assert state_of(delivery) == State.REVIEWING


def test_a_wait_beyond_the_tolerance_asks_a_person(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.Wait("今天的次数用完了", until=NOON + timedelta(hours=9))
    with at(0):
        send_due()
    assert (state_of(delivery), Delivery.objects.get().held_for) == (State.HELD, "wait")


def test_a_rejected_review_ends_in_refused(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = pending("job-1")
    stage.platform.look_answer = Submission(outcome=Outcome.REFUSED, sentence="平台审核没有通过。")
    with at(0):
        send_due()
    with at(60):
        reconciling.take_look()
    assert (state_of(delivery), Delivery.objects.get().sentence) == (State.REFUSED, "平台审核没有通过。")


def test_a_later_take_down_is_noticed_and_told(stage: Stage) -> None:
    delivery = stage.delivery()
    with at(0):
        send_due()
        reconciling.take_look()
    stage.platform.look_answer = Submission(outcome=Outcome.REMOVED, sentence="被平台删除。")
    with at(3600):
        reconciling.take_look()
    assert state_of(delivery) == State.REMOVED
    assert Receipt.objects.get(delivery=delivery).removed_at
    assert Fact.objects.filter(name="delivery.removed").count() == 1


def test_the_lane_is_free_again_whatever_happened(stage: Stage) -> None:
    stage.delivery()
    stage.platform.submit_answer = RuntimeError("defect")
    with at(0):
        send_due()
    assert Lane.objects.get(channel=stage.channel).leased_until <= NOON


def test_what_only_the_submit_told_is_kept_with_the_receipt(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = Submission(
        outcome=Outcome.PENDING, reference="job", facts={"comment_key": 7}
    )
    with at(0):
        send_due()
    with at(60):
        reconciling.take_look()
    assert Receipt.objects.get(delivery=delivery).facts["comment_key"] == 7


def test_a_post_that_appears_after_a_person_was_asked_is_still_found(stage: Stage) -> None:
    delivery = stage.delivery()
    stage.platform.submit_answer = errors.OutcomeUnknown("没有应答")
    with at(0):
        send_due()
    for second in range(0, 600, 10):
        with at(second):
            reconciling.take_look()
    assert Delivery.objects.get(pk=delivery.pk).held_for == "ask"
    stage.platform.posts = [published("slow")]
    with at(3600):
        reconciling.take_look()
    assert state_of(delivery) == State.PUBLISHED


def test_a_delivery_that_cannot_be_looked_at_holds_up_no_other(stage: Stage) -> None:
    broken, good = stage.delivery(title="甲"), stage.delivery(title="乙", due_at=NOON + timedelta(seconds=1))
    with at(1):
        send_due()
        send_due()
    stage.platform.look_answer = RuntimeError("defect")
    with at(1):
        assert reconciling.take_look() == 1
    stage.platform.look_answer = None
    with at(1):
        assert reconciling.take_look() == 1
    assert sorted([state_of(broken), state_of(good)]) == [State.PUBLISHED, State.REVIEWING]
