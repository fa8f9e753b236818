"""The rules that count in a workspace: those of the house, as the company's own packs change and add to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from uuid import UUID

from chaoxin.accounts.models import Workspace

from .models import RulePack, RulesRevision
from .own_rules import OWN, OwnRule, applied, own_rule_of
from .rulebooks import Rulebook, of_the_house
from .rules import Rule

# Books of so many companies are kept ready for searching in a process.
KEPT_READY = 128
# A company's row with the name of its pack.
Row = tuple[str, OwnRule]


@dataclass(frozen=True)
class Standard:
    """What the contents of a workspace are held against: rules, and the industry by which they are chosen."""

    book: Rulebook
    industry: str


def of_workspace(workspace: Workspace) -> Rulebook:
    """The rules that count in a workspace now; one small query as long as they are those that this process keeps
    ready. A pack that is switched on counts in every process with its next text."""
    token = RulesRevision.objects.filter(workspace_id=workspace.pk).values_list("token", flat=True).first()
    return _kept(workspace.pk, token) if token else of_the_house()


def standard_of(workspace: Workspace) -> Standard:
    """What contents of a workspace are held against now, as the database has it."""
    industry = Workspace.objects.values_list("industry", flat=True).get(pk=workspace.pk)
    return Standard(of_workspace(workspace), industry)


def rows_by_rule(workspace: Workspace) -> dict[str, list[Row]]:
    """The company's rows that count, by the rule that they make or change, the weakest first."""
    by_rule: dict[str, list[Row]] = {}
    for pack, own in _weakest_first(_live_rows(workspace.pk)):
        by_rule.setdefault(own.overrides or f"{OWN}{own.key}", []).append((pack.name, own))
    return by_rule


def with_rows(workspace: Workspace, instead: Mapping[str, Sequence[Row]]) -> Rulebook:
    """The rules that would count if those rules were made and changed by these rows."""
    by_rule = {**rows_by_rule(workspace), **instead}
    house = of_the_house()
    return Rulebook(applied(house.rules, [row for rows in by_rule.values() for row in rows]), {}, base=house)


def with_rules(pack: RulePack, rules: Iterable[OwnRule]) -> Rulebook:
    """The rules that would count if the pack had these rules and were on."""
    others = [(other, own) for other, own in _live_rows(pack.workspace_id) if other.pk != pack.pk]
    return _book([*others, *((pack, own) for own in rules)])


def by_itself(pack: RulePack, rules: Iterable[OwnRule]) -> tuple[Rule, ...]:
    """What these rules make of the pack alone: rules of the house and own ones of other packs are changed by nothing
    else."""
    rows = list(rules)
    named = {row.overrides for row in rows if row.overrides.startswith(OWN)}
    others = _live_rows(pack.workspace_id) if named else []
    own = [(other.name, row) for other, row in others if f"{OWN}{row.key}" in named and not row.overrides]
    return applied(of_the_house().rules, [*own, *((pack.name, row) for row in rows)])


@lru_cache(maxsize=KEPT_READY)
def _kept(workspace: UUID, token: UUID) -> Rulebook:
    return _book(_live_rows(workspace))


def _live_rows(workspace: UUID) -> list[tuple[RulePack, OwnRule]]:
    on = RulePack.objects.filter(workspace_id=workspace, live__isnull=False).select_related("live")
    return [(pack, own_rule_of(stored)) for pack in on if pack.live for stored in pack.live.rules]


def _weakest_first(rows: list[tuple[RulePack, OwnRule]]) -> list[tuple[RulePack, OwnRule]]:
    return sorted(rows, key=lambda row: row[0].priority)


def _book(rows: list[tuple[RulePack, OwnRule]]) -> Rulebook:
    house = of_the_house()
    rules = applied(house.rules, [(pack.name, own) for pack, own in _weakest_first(rows)])
    versions = {pack.name: pack.live.number for pack, _own in rows if pack.live}
    return Rulebook(rules, {**house.versions, **versions}, base=house)
