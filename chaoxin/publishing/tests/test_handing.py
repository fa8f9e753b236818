from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from chaoxin.accounts.testing.cast import assemble
from chaoxin.compliance import judging
from chaoxin.connectors.values import Outcome, Submission
from chaoxin.content.models import Asset
from chaoxin.core.models import Fact
from chaoxin.publishing import (
    claiming,
    delivering,
    freezing,
    handing,
    handoff_links,
    scheduling,
)
from chaoxin.publishing.models import Attempt, Delivery, Handoff, Lane
from chaoxin.publishing.states import State, TooLate

from .by_hand import HandStage
from .stage import NOON, Stage, at

HALF_HOUR = 30 * 60


def now_in(delivery: Delivery) -> tuple[str, str]:
    found = Delivery.objects.get(pk=delivery.pk)
    return found.state, found.held_for


def test_a_delivery_by_hand_is_made_ready_the_lead_before_its_time_and_not_sooner(hand: HandStage) -> None:
    delivery = hand.planned()
    with at(-HALF_HOUR - 1):
        assert handing.hand_over_due() == 0
    with at(-HALF_HOUR):
        assert handing.hand_over_due() == 1
        assert handing.hand_over_due() == 0
    assert now_in(delivery) == (State.HANDED_OVER, "")
    assert Handoff.objects.get(delivery=delivery).opened_at == NOON - timedelta(seconds=HALF_HOUR)
    assert Fact.objects.filter(name="delivery.handed_over", subject_id=str(delivery.pk)).count() == 1


def test_the_lead_is_the_channels_own(hand: HandStage) -> None:
    hand.channel.lead_minutes = 5
    hand.channel.save()
    hand.planned()
    with at(-5 * 60 - 1):
        assert handing.hand_over_due() == 0
    with at(-5 * 60):
        assert handing.hand_over_due() == 1


def test_machinery_never_sends_what_is_published_by_hand(hand: HandStage) -> None:
    delivery = hand.planned()
    # Even though the channel has a lane, which is locked while something is planned.
    assert Lane.objects.filter(channel=hand.channel).exists()
    with at(60):
        assert delivering.take_turn() == 0
        assert claiming.claim() is None
    assert now_in(delivery) == (State.SCHEDULED, "")
    assert not Attempt.objects.exists()


def test_responsible_is_the_owner_of_the_channel_else_who_planned_it(hand: HandStage) -> None:
    owned = Handoff.objects.get(delivery=hand.planned())
    assert owned.responsible == hand.cast.lead.membership
    other = hand.make_channel("无主号")
    other.owner = None
    other.save()
    assert Handoff.objects.get(delivery=hand.planned(other)).responsible == hand.cast.editor.membership


def test_what_is_overdue_when_it_is_first_looked_at_asks_a_person(hand: HandStage) -> None:
    delivery = hand.planned()
    with at(hand.channel.late_tolerance_minutes * 60 + 1):
        handing.hand_over_due()
    assert now_in(delivery) == (State.HELD, "late")
    with at(3600):
        scheduling.release(Delivery.objects.get(pk=delivery.pk), by=hand.cast.editor)
        handing.hand_over_due()
    assert now_in(delivery) == (State.HANDED_OVER, "")


def test_what_is_frozen_is_held_and_handed_over_after_the_thaw(hand: HandStage) -> None:
    delivery = hand.planned()
    with at(-HALF_HOUR):
        frozen = freezing.freeze(by=hand.cast.lead, reason="突发舆情")
        handing.hand_over_due()
        assert now_in(delivery) == (State.HELD, "frozen")
        freezing.thaw(frozen, by=hand.cast.lead)
        handing.hand_over_due()
    assert now_in(delivery) == (State.HANDED_OVER, "")


def test_content_without_a_verdict_is_not_handed_over(
    hand: HandStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    delivery = hand.planned()
    monkeypatch.setattr(judging, "passes", lambda workspace, content_hash: False)
    with at(0):
        handing.hand_over_due()
    assert now_in(delivery) == (State.HELD, "verdict")


def test_a_missing_picture_holds_its_delivery_and_no_other(hand: HandStage) -> None:
    spoilt, sound = hand.planned(), hand.planned(hand.make_channel("第二个号"), minutes=1)
    asset = Asset.objects.get(pk=spoilt.content["pictures"][0])
    kept = (Path(settings.MEDIA_ROOT) / asset.path).read_bytes()
    (Path(settings.MEDIA_ROOT) / asset.path).unlink()
    with at(0):
        assert handing.hand_over_due() == 1
        (Path(settings.MEDIA_ROOT) / asset.path).write_bytes(kept)
        assert handing.hand_over_due() == 1
    assert now_in(spoilt) == (State.HELD, "package")
    assert "图片" in Delivery.objects.get(pk=spoilt.pk).sentence
    assert now_in(sound) == (State.HANDED_OVER, "")


def test_moving_takes_it_back_and_hands_it_over_again_under_the_same_link(hand: HandStage) -> None:
    handoff = hand.opened()
    link = handoff_links.secret_of(handoff)
    later = NOON + timedelta(hours=5)
    with at(0):
        scheduling.reschedule(handoff.delivery, due_at=later, zone="Asia/Shanghai", by=hand.cast.editor)
        assert now_in(handoff.delivery) == (State.SCHEDULED, "")
        assert Handoff.objects.get().next_notice_at is None
        assert handing.hand_over_due() == 0
    with at(5 * 3600 - HALF_HOUR):
        handing.hand_over_due()
        assert handoff_links.open_link(link).delivery.state == State.HANDED_OVER


def test_canceling_ends_it(hand: HandStage) -> None:
    handoff = hand.opened()
    with at(0):
        scheduling.cancel(handoff.delivery, by=hand.cast.editor, reason="换题了")
        assert handing.hand_over_due() == 0
    assert now_in(handoff.delivery) == (State.CANCELED, "")


@pytest.mark.django_db(transaction=True)
def test_many_workers_hand_a_delivery_over_once(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = HandStage(assemble(), monkeypatch)
    delivery = stage.planned()

    def work(_number: int) -> int:
        try:
            with at(-HALF_HOUR):
                return handing.hand_over_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        done = sum(pool.map(work, range(10)))
    assert done == 1
    assert Fact.objects.filter(name="delivery.handed_over", subject_id=str(delivery.pk)).count() == 1


def test_what_an_api_leaves_to_a_person_becomes_a_handoff_too(stage: Stage) -> None:
    delivery = stage.delivery()
    sentence = "已存入草稿箱，请在手机上点发布。"
    stage.platform.submit_answer = Submission(Outcome.NEEDS_PERSON, reference="m1", sentence=sentence)
    with at(0):
        delivering.take_turn()
    found = Delivery.objects.get(pk=delivery.pk)
    assert (found.state, found.sentence, found.reference) == (State.HANDED_OVER, sentence, "m1")
    assert Handoff.objects.get(delivery=delivery).opened_at == NOON
    with at(5):
        # Moving it would send it a second time while the first lies on the platform.
        with pytest.raises(TooLate):
            scheduling.reschedule(
                found, due_at=NOON + timedelta(hours=1), zone="Asia/Shanghai", by=stage.cast.editor
            )
        assert delivering.take_turn() == 0
