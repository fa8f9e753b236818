"""Rows read and written by statements that are made once: as Django does it, converters and all."""

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


def test_rows_among_keys_leave_out_what_is_not_there() -> None:
    made = [Fact.objects.create(name=name, payload={"n": name}) for name in ("one.happened", "two.happened")]
    found = rows.among(Fact, [str(made[0].pk), made[1].pk, ids.new_id()])
    assert {row.pk: row.payload for row in found} == {row.pk: row.payload for row in made}
    assert rows.among(Fact, []) == []


def test_rows_are_written_as_django_writes_them() -> None:
    made = [Fact(name="something.happened", payload={"words": [word]}) for word in ("早", "晚")]
    rows.insert(made)
    assert [Fact.objects.get(pk=row.pk).payload for row in made] == [{"words": ["早"]}, {"words": ["晚"]}]
    assert not any(row._state.adding for row in made)
    made[0].payload = {"words": []}
    made[0].save(force_update=True)
    rows.insert([])


def test_a_row_changes_only_from_what_it_was_thought_to_be() -> None:
    made = Fact.objects.create(name="something.happened", payload={})
    assert not rows.change(made, {"payload": {"n": 1}}, where=("name", ["another.happened"]))
    assert rows.change(made, {"payload": {"n": 2}}, where=("name", ["another.happened", made.name]))
    made.refresh_from_db()
    assert made.payload == {"n": 2}


def test_what_a_statement_answers_beyond_the_columns_is_set() -> None:
    made = Fact.objects.create(name="something.happened")
    statement = f"SELECT {rows.columns(Fact, 'fact')}, 7 FROM core_fact fact WHERE name = %(name)s"
    (found,) = rows.read(Fact, statement, {"name": made.name}, more=["seven"])
    assert (found, found.seven) == (made, 7)  # type: ignore[attr-defined]
