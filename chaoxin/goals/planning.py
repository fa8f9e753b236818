"""Objectives: set with the numbers to reach, change, close, reopen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, Refusal

from . import facts
from .kpis import CATALOGUE
from .models import Campaign, KpiTarget, Objective

LARGEST = Decimal(10) ** 11
HUNDRED = Decimal(100)


class Closed(Refusal):
    """The objective or campaign is closed; reopen it first."""

    code = "closed"


@dataclass(frozen=True)
class Terms:
    """What an objective says. Days are those of the workspace's time zone, both ends included."""

    kind: str
    name: str
    starts_on: date
    ends_on: date
    note: str = ""
    owner: Membership | None = None
    campaign: Campaign | None = None


@dataclass(frozen=True)
class Target:
    """A number to reach from a baseline. `channel_ids` empty counts all accounts of the workspace."""

    kpi: str
    target: Decimal
    baseline: Decimal = Decimal(0)
    channel_ids: tuple[str, ...] = ()


def set_objective(terms: Terms, targets: Sequence[Target] = (), *, by: Actor) -> Objective:
    """A new objective with its targets. Raises Invalid for what does not make sense."""
    by.require("goal.change")
    _check(terms, targets, by)
    with transaction.atomic():
        objective = Objective.objects.create(workspace=by.workspace, **_columns(terms))
        _write_targets(objective, targets)
        _tell("objective.set", objective, by=by)
    return objective


def change(
    objective: Objective, terms: Terms | None = None, targets: Sequence[Target] | None = None, *, by: Actor
) -> Objective:
    """Changes what is given; `targets` replace all of the objective's. Raises Invalid, Closed."""
    by.require("goal.change")
    with transaction.atomic():
        locked = Objective.objects.select_for_update().get(pk=objective.pk)
        if locked.closed_at:
            raise Closed(_("这个目标已结束，不能再改。要改请先重新打开。"))
        _check(terms or _terms_of(locked), targets or (), by)
        if terms is not None:
            for name, value in _columns(terms).items():
                setattr(locked, name, value)
            locked.save()
        if targets is not None:
            _write_targets(locked, targets)
        _tell("objective.change", locked, by=by)
    return locked


def close(objective: Objective, *, by: Actor) -> Objective:
    """Ends an objective; closing it again changes nothing."""
    by.require("goal.change")
    with transaction.atomic():
        locked = Objective.objects.select_for_update().get(pk=objective.pk)
        if locked.closed_at is None:
            locked.closed_at = clock.now()
            locked.save(update_fields=["closed_at"])
            auditing.record("objective.close", by=by, subject=locked, detail={"name": locked.name})
            announcing.announce(facts.OBJECTIVE_CLOSED, workspace_id=locked.workspace_id, subject=locked)
    return locked


def reopen(objective: Objective, *, by: Actor) -> Objective:
    """Takes a closed objective up again; harmless on an open one."""
    by.require("goal.change")
    with transaction.atomic():
        locked = Objective.objects.select_for_update().get(pk=objective.pk)
        if locked.closed_at is not None:
            locked.closed_at = None
            locked.save(update_fields=["closed_at"])
            auditing.record("objective.reopen", by=by, subject=locked, detail={"name": locked.name})
    return locked


def _columns(terms: Terms) -> dict[str, object]:
    return {
        "kind": terms.kind,
        "name": terms.name.strip(),
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "note": terms.note.strip(),
        "owner": terms.owner,
        "campaign": terms.campaign,
    }


def _terms_of(objective: Objective) -> Terms:
    return Terms(
        kind=objective.kind,
        name=objective.name,
        starts_on=objective.starts_on,
        ends_on=objective.ends_on,
        note=objective.note,
        owner=objective.owner,
        campaign=objective.campaign,
    )


def _check(terms: Terms, targets: Sequence[Target], by: Actor) -> None:
    if terms.kind not in Objective.Kind.values:
        raise Invalid(_("请选目标类型：品牌知名度、用户粘性或销售转化。"), field="kind")
    if not 0 < len(terms.name.strip()) <= 80:
        raise Invalid(_("请给目标起一个名字，最多 80 个字。"), field="name")
    if terms.ends_on < terms.starts_on:
        raise Invalid(_("结束日期不能早于开始日期。"), field="ends_on")
    for row, name in ((terms.owner, "owner"), (terms.campaign, "campaign")):
        if row is not None and row.workspace_id != by.workspace.pk:
            raise Invalid(_("负责人和战役要在当前工作区里。"), field=name)
    if len({target.kpi for target in targets}) != len(targets):
        raise Invalid(_("同一个指标只能设一个目标值。"), field="targets")
    for target in targets:
        _check_target(target)


def _check_target(target: Target) -> None:
    kpi = CATALOGUE.get(target.kpi)
    if kpi is None:
        raise Invalid(_("没有这个指标：%(kpi)s。") % {"kpi": target.kpi}, field="targets")
    if not target.target.is_finite() or not target.baseline.is_finite():
        raise Invalid(_("指标要填数字。"), field=target.kpi)
    if target.target <= 0 or abs(target.target) > LARGEST or abs(target.baseline) > LARGEST:
        raise Invalid(_("“%(kpi)s”的目标值要大于 0。") % {"kpi": kpi.name}, field=target.kpi)
    if kpi.percent and max(target.target, target.baseline) > HUNDRED:
        raise Invalid(_("“%(kpi)s”是百分比，不能超过 100。") % {"kpi": kpi.name}, field=target.kpi)


def _write_targets(objective: Objective, targets: Sequence[Target]) -> None:
    objective.targets.exclude(kpi__in=[target.kpi for target in targets]).delete()
    for target in targets:
        KpiTarget.objects.update_or_create(
            objective=objective,
            kpi=target.kpi,
            defaults={
                "version": CATALOGUE[target.kpi].version,
                "baseline": target.baseline,
                "target": target.target,
                "channel_ids": list(target.channel_ids),
            },
        )


def _tell(verb: str, objective: Objective, *, by: Actor) -> None:
    targets = {target.kpi: f"{target.baseline} → {target.target}" for target in objective.targets.all()}
    period = f"{objective.starts_on} – {objective.ends_on}"
    auditing.record(
        verb, by=by, subject=objective, detail={"name": objective.name, "period": period, "targets": targets}
    )
    announcing.announce(facts.OBJECTIVE_SET, workspace_id=objective.workspace_id, subject=objective)
