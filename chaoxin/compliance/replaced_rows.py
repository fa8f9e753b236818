"""Put other rules in the place of a pack's, so that those that are among them already stay the same rules."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from chaoxin.core import clock

from .models import CompanyRule, RulePack
from .row_checks import FIELDS

Values = Mapping[str, Any]
AT_ONCE = 500


def put_in_place(pack: RulePack, told: Sequence[Values]) -> None:
    """Makes `told` (all `FIELDS` of each) the pack's rules, in that order, in a transaction that has locked the pack. A
    rule that is there already keeps its id, by which findings and false alarms know it."""
    there = list(pack.rules.all())
    kept = _kept(there, told)
    rows = [_written(kept.get(at) or CompanyRule(pack=pack), values) for at, values in enumerate(told)]
    staying = {row.pk for row in kept.values()}
    stayed, made = ([row for row in rows if (row.pk in staying) is kind] for kind in (True, False))
    in_their_order = [row.pk for row in there if row.pk in staying]
    if [row.pk for row in rows] != [*in_their_order, *(row.pk for row in made)]:
        _put_in_order(rows)
    pack.rules.exclude(pk__in=staying).delete()
    CompanyRule.objects.bulk_update(stayed, [*FIELDS, "created_at"], AT_ONCE)
    CompanyRule.objects.bulk_create(made)


def _kept(there: Sequence[CompanyRule], told: Sequence[Values]) -> dict[int, CompanyRule]:
    """The row that is there already by the place of its values in `told`: first those that are alike in everything,
    then those of the same name and words, or that change the same rule."""
    kept: dict[int, CompanyRule] = {}
    for sign in (_everything, _same_rule):
        taken = {row.pk for row in kept.values()}
        free: dict[Hashable, list[CompanyRule]] = defaultdict(list)
        for row in reversed(there):
            if row.pk not in taken:
                free[sign({name: getattr(row, name) for name in FIELDS})].append(row)
        for at, values in enumerate(told):
            if at not in kept and (alike := free[sign(values)]):
                kept[at] = alike.pop()
    return kept


def _everything(values: Values) -> Hashable:
    return tuple(repr(values[name]) for name in FIELDS)


def _same_rule(values: Values) -> Hashable:
    return values["overrides"] or (values["name"], frozenset(values["words"]))


def _written(row: CompanyRule, values: Values) -> CompanyRule:
    for name, value in values.items():
        setattr(row, name, value)
    return row


def _put_in_order(rows: Sequence[CompanyRule]) -> None:
    """Rules stand in the order of their making."""
    now = clock.now()
    for at, row in enumerate(rows):
        row.created_at = now + timedelta(microseconds=at)
