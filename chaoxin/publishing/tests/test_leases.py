from __future__ import annotations

from chaoxin.publishing import claiming
from chaoxin.publishing.models import Lane

from .stage import Stage, at


def test_the_lease_of_a_turn_under_way_is_kept_alive(stage: Stage) -> None:
    stage.delivery()
    with at(0):
        turn = claiming.claim()
    assert turn
    with at(50):
        claiming.keep_leases()
    with at(70):
        claiming.note_intent(turn)
    assert turn.attempt.intent_at
    claiming.forget(turn)


def test_a_lane_that_was_given_back_is_not_closed_again_by_a_keeper_on_its_way(stage: Stage) -> None:
    stage.delivery()
    with at(0):
        turn = claiming.claim()
    assert turn
    with at(2):
        claiming.give_back(turn, sent=False)
    # The keeper looked at the clock before the lane was given back, and writes only now.
    with at(1):
        claiming.keep_leases()
    with at(3):
        stage.delivery()
        following = claiming.claim()
    claiming.forget(turn)
    assert following
    claiming.forget(following)
    assert Lane.objects.get(channel=stage.channel).lease == following.lease
