from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from chaoxin.accounts.testing.cast import Cast
from chaoxin.core import clock
from chaoxin.core.models import Fact
from chaoxin.core.refusals import Invalid, NotAllowed
from chaoxin.goals import campaigning, periods, planning
from chaoxin.goals.kpis import CATALOGUE, written
from chaoxin.goals.models import Objective

TERMS = planning.Terms("awareness", "提升品牌知名度", date(2026, 11, 1), date(2026, 11, 30))
FOLLOWERS = planning.Target("followers_gained_month", Decimal(3000), Decimal(1800))


def test_an_objective_has_its_targets_with_the_version_of_their_formula(cast: Cast) -> None:
    objective = planning.set_objective(TERMS, [FOLLOWERS], by=cast.lead)
    target = objective.targets.get()
    assert (target.kpi, target.version, target.target) == ("followers_gained_month", 1, Decimal(3000))
    assert Fact.objects.filter(name="objective.set", subject_id=str(objective.pk)).count() == 1


@pytest.mark.parametrize(
    "terms",
    [
        planning.Terms("fame", "名", date(2026, 11, 1), date(2026, 11, 30)),
        planning.Terms("awareness", "  ", date(2026, 11, 1), date(2026, 11, 30)),
        planning.Terms("awareness", "名", date(2026, 11, 30), date(2026, 11, 1)),
    ],
)
def test_an_objective_that_makes_no_sense_is_refused(cast: Cast, terms: planning.Terms) -> None:
    with pytest.raises(Invalid):
        planning.set_objective(terms, by=cast.lead)


@pytest.mark.parametrize(
    "targets",
    [
        [planning.Target("unheard_of", Decimal(1))],
        [planning.Target("engagement_rate", Decimal(101))],
        [planning.Target("reads", Decimal(0))],
        [planning.Target("reads", Decimal("NaN"))],
        [FOLLOWERS, FOLLOWERS],
    ],
)
def test_targets_that_cannot_be_measured_are_refused(cast: Cast, targets: list[planning.Target]) -> None:
    with pytest.raises(Invalid):
        planning.set_objective(TERMS, targets, by=cast.lead)
    assert Objective.objects.count() == 0


def test_changing_targets_replaces_them(cast: Cast) -> None:
    objective = planning.set_objective(TERMS, [FOLLOWERS], by=cast.lead)
    planning.change(objective, targets=[planning.Target("reads", Decimal(10_000))], by=cast.lead)
    assert [target.kpi for target in objective.targets.all()] == ["reads"]


def test_a_closed_objective_is_changed_only_after_reopening(cast: Cast) -> None:
    objective = planning.close(planning.set_objective(TERMS, by=cast.lead), by=cast.lead)
    closed_at = objective.closed_at
    assert planning.close(objective, by=cast.lead).closed_at == closed_at
    with pytest.raises(planning.Closed):
        planning.change(objective, TERMS, by=cast.lead)
    planning.reopen(objective, by=cast.lead)
    planning.change(objective, TERMS, by=cast.lead)


def test_an_owner_of_another_workspace_is_refused(cast: Cast) -> None:
    with pytest.raises(Invalid):
        campaigning.start(
            campaigning.Brief(
                "秋季上新", date(2026, 11, 1), date(2026, 11, 2), owner=cast.stranger.membership
            ),
            by=cast.lead,
        )


def test_an_editor_sets_no_goals(cast: Cast) -> None:
    with pytest.raises(NotAllowed):
        planning.set_objective(TERMS, by=cast.editor)


@pytest.mark.parametrize(
    ("at", "state", "days_left"),
    [
        (datetime(2026, 10, 31, 15, 59, tzinfo=UTC), "ahead", 30),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), "running", 30),
        (datetime(2026, 11, 30, 15, 59, tzinfo=UTC), "running", 1),
        (datetime(2026, 11, 30, 16, 0, tzinfo=UTC), "over", 0),
    ],
)
def test_a_period_begins_and_ends_at_midnight_of_the_workspace(
    at: datetime, state: str, days_left: int
) -> None:
    with clock.frozen(at):
        found = periods.standing(TERMS.starts_on, TERMS.ends_on, zone="Asia/Shanghai")
    assert (found.state, found.days_left, found.days) == (state, days_left, 30)


def test_the_catalogue_is_complete() -> None:
    assert all(kpi.formula and kpi.unit and kpi.source and kpi.kinds for kpi in CATALOGUE.values())
    assert {kind for kpi in CATALOGUE.values() for kind in kpi.kinds} == set(Objective.Kind.values)


@pytest.mark.parametrize(
    ("value", "text"), [("3000.0000", "3000"), ("3.2500", "3.25"), ("1E+3", "1000"), ("0.0000", "0")]
)
def test_numbers_are_written_as_people_write_them(value: str, text: str) -> None:
    assert written(Decimal(value)) == text
