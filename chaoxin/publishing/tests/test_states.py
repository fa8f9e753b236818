from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from chaoxin.publishing.models import Delivery
from chaoxin.publishing.moving import FACT_OF, move
from chaoxin.publishing.states import LIVE_STATES, TRANSITIONS, State, TooLate

from .stage import Stage

PAIRS = [(row.verb, state) for row in TRANSITIONS for state in State]


@pytest.mark.parametrize(("verb", "state"), PAIRS)
def test_a_verb_moves_from_its_states_and_from_no_other(stage: Stage, verb: str, state: State) -> None:
    row = next(row for row in TRANSITIONS if row.verb == verb)
    delivery = stage.delivery()
    Delivery.objects.filter(pk=delivery.pk).update(state=state)
    if state in row.sources:
        move(delivery, verb, by=stage.cast.editor)
        assert Delivery.objects.get(pk=delivery.pk).state == row.target
    else:
        with pytest.raises(TooLate):
            move(delivery, verb, by=stage.cast.editor)
        assert Delivery.objects.get(pk=delivery.pk).state == state


def test_every_verb_has_one_row_and_every_target_a_fact_but_the_inner_step() -> None:
    assert len({row.verb for row in TRANSITIONS}) == len(TRANSITIONS)
    assert {row.target for row in TRANSITIONS} - set(FACT_OF) == {State.SENDING}


def test_every_state_but_the_ended_ones_can_be_left() -> None:
    left = {source for row in TRANSITIONS for source in row.sources}
    assert set(State) - left == {State.CANCELED, State.REMOVED}


@pytest.mark.parametrize("state", LIVE_STATES)
def test_the_database_refuses_a_second_live_delivery_of_a_variant(stage: Stage, state: str) -> None:
    first = stage.delivery()
    Delivery.objects.filter(pk=first.pk).update(state=state)
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.create(
            workspace=first.workspace,
            variant=first.variant,
            channel=first.channel,
            due_at=first.due_at,
            content={},
            content_hash="1" * 64,
            title="再来一条",
        )


def test_the_database_refuses_a_state_that_is_not_in_the_table(stage: Stage) -> None:
    delivery = stage.delivery()
    with pytest.raises(IntegrityError), transaction.atomic():
        Delivery.objects.filter(pk=delivery.pk).update(state="lost")
