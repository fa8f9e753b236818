"""What passed on one day may not pass on the day it goes out: licences end, and rules come into force, at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.compliance import judging, keeping, overriding
from chaoxin.content import licensing
from chaoxin.content.licensing import Told
from chaoxin.content.models import Asset, Licence, Variant
from chaoxin.content.testing.rows import approved_variant, post_channel
from chaoxin.content.testing.worker import work_off
from chaoxin.core import clock
from chaoxin.publishing import clearing, delivering, handing, scheduling
from chaoxin.publishing.models import Delivery

from .by_hand import HandStage
from .stage import Platform, Stage

# Ten in the evening in Shanghai, and the first minute of the day after.
EVENING = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
MIDNIGHT = datetime(2026, 11, 23, 16, 0, tzinfo=UTC)
STILL_PASSES = clearing.still_passes


@pytest.fixture
def variant(cast: Cast) -> Variant:
    """Approved in the evening."""
    with clock.frozen(EVENING):
        return approved_variant(cast.editor, cast.reviewer, post_channel(cast.workspace))


def send(cast: Cast, monkeypatch: pytest.MonkeyPatch, moment: datetime) -> Platform:
    """What the platform heard of it when the worker looked at that moment; the gate is the real one."""
    stage = Stage(cast, monkeypatch)
    monkeypatch.setattr(clearing, "still_passes", STILL_PASSES)
    with clock.frozen(moment):
        assert delivering.take_turn() == 1
    return stage.platform


def licensed(cast: Cast, until: datetime) -> Licence:
    """The pictures of the workspace stand under a licence that ends with that day."""
    made = licensing.record(Told("stock", "某图库", until=clock_day(until)), by=cast.editor)
    # As if the licence had been there before: provenance is part of what was approved.
    Asset.objects.filter(workspace=cast.workspace).update(licence=made)
    return made


def clock_day(moment: datetime) -> date:
    with clock.frozen(moment):
        return clock.today("Asia/Shanghai")


def planned(cast: Cast, variant: Variant, due_at: datetime) -> Delivery:
    with clock.frozen(EVENING):
        [made] = scheduling.schedule(
            [variant], due_at=due_at, zone="Asia/Shanghai", by=cast.editor, despite_doubts=True
        )
    assert made.delivery, made.sentence
    return made.delivery


def now_in(delivery: Delivery) -> tuple[str, str]:
    found = Delivery.objects.get(pk=delivery.pk)
    return found.state, found.held_for


def test_a_licence_that_ended_at_midnight_keeps_the_post_of_midnight_in(
    cast: Cast, variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    licensed(cast, EVENING)
    delivery = planned(cast, variant, MIDNIGHT)
    platform = send(cast, monkeypatch, MIDNIGHT)
    assert now_in(delivery) == ("held", "verdict")
    assert platform.calls == []


def test_the_last_minute_of_the_last_day_is_covered(
    cast: Cast, variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    licensed(cast, EVENING)
    last = MIDNIGHT - timedelta(minutes=1)
    delivery = planned(cast, variant, last)
    assert send(cast, monkeypatch, last).submits == 1
    assert now_in(delivery)[0] == "reviewing"


def test_a_post_that_people_publish_is_not_handed_over_either(hand: HandStage) -> None:
    with clock.frozen(EVENING):
        variant = hand.variant()
    licensed(hand.cast, EVENING)
    delivery = planned(hand.cast, variant, MIDNIGHT)
    with clock.frozen(MIDNIGHT):
        assert handing.hand_over_due() == 1
    assert now_in(delivery) == ("held", "verdict")


def test_a_rule_that_comes_into_force_at_midnight_is_heeded(
    cast: Cast, variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clock.frozen(EVENING):
        pack = keeping.create_pack(by=cast.owner, name="改名")
        day = clock_day(MIDNIGHT)
        rule = {"name": "旧名", "words": ["桂花乌龙"], "severity": "block", "valid_from": day.isoformat()}
        keeping.put_rule(pack, rule, by=cast.owner)
        keeping.switch_on(pack, by=cast.owner)
        work_off()
    delivery = planned(cast, variant, MIDNIGHT)
    assert send(cast, monkeypatch, MIDNIGHT).calls == []
    assert now_in(delivery) == ("held", "verdict")


def test_what_a_second_person_lets_pass_after_it_was_held_goes_out(
    cast: Cast, variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    licensed(cast, EVENING)
    delivery = planned(cast, variant, MIDNIGHT)
    platform = send(cast, monkeypatch, MIDNIGHT)
    with clock.frozen(MIDNIGHT + timedelta(minutes=1)):
        verdict = judging.latest_verdict(cast.workspace, delivery.content_hash)
        assert verdict
        assert (verdict.level, verdict.subject_id) == ("block", str(variant.pk))
        overriding.override(verdict, by=cast.reviewer, reason="续期合同已签")
        work_off()
        assert now_in(delivery) == ("scheduled", "")
        assert delivering.take_turn() == 1
    assert platform.submits == 1


def test_where_no_day_matters_nothing_is_judged_again(
    cast: Cast, variant: Variant, monkeypatch: pytest.MonkeyPatch
) -> None:
    licensed(cast, MIDNIGHT)
    planned(cast, variant, MIDNIGHT)
    judged: list[str] = []
    monkeypatch.setattr(judging, "judge_subject", lambda *_told, **_named: judged.append("again"))
    assert send(cast, monkeypatch, MIDNIGHT).submits == 1
    assert judged == []
