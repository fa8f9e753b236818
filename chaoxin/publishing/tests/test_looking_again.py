from __future__ import annotations

from datetime import timedelta

import pytest

from chaoxin.core import clock
from chaoxin.publishing import showing
from chaoxin.publishing.models import Delivery
from chaoxin.publishing.states import State


@pytest.mark.parametrize(
    ("state", "due_in", "seconds"),
    [
        (State.SENDING, timedelta(0), 3),
        (State.REVIEWING, timedelta(hours=-1), 3),
        (State.SCHEDULED, timedelta(minutes=1), 3),
        (State.SCHEDULED, timedelta(minutes=-1), 3),
        (State.SCHEDULED, timedelta(days=1), 60),
        (State.PUBLISHED, timedelta(0), 0),
        (State.HELD, timedelta(0), 0),
    ],
)
def test_an_open_page_looks_again_while_a_delivery_can_still_move(
    state: State, due_in: timedelta, seconds: int
) -> None:
    delivery = Delivery(state=state, due_at=clock.now() + due_in)
    assert showing.look_again_seconds(delivery) == seconds
