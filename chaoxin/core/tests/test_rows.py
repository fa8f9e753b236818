"""Rows read by statements that are made once: as Django reads them, converters and all."""

import pytest
from django.core.exceptions import ObjectDoesNotExist

from chaoxin.core import clock, ids, rows
from chaoxin.core.models import Fact, Heartbeat

pytestmark = pytest.mark.django_db


def test_a_row_is_what_django_reads() -> None:
    made = Fact.objects.create(name="something.happened", payload={"words": ["早", "晚"]})
    read = rows.one(Fact, made.pk)
    assert read == made
    assert read.payload == {"words": ["早", "晚"]}
    assert read._state.adding is False


def test_a_row_by_another_column() -> None:
    made = Heartbeat.objects.create(
        worker="here:1:1", kind="worker", started_at=clock.now(), beat_at=clock.now()
    )
    assert rows.first(Heartbeat, "worker", by="kind") == made
    assert rows.first(Heartbeat, "web", by="kind") is None


def test_a_row_that_is_not_there() -> None:
    with pytest.raises(ObjectDoesNotExist, match=r"core\.Fact"):
        rows.one(Fact, ids.new_id())
