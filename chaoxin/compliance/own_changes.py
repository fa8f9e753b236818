"""Who has changed what in the rules that count or in the industry, remembered for as long as it may serve himself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import OuterRef, Q, QuerySet, Subquery

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core import clock

from . import effective, rejudging
from .causes import cause
from .effective import Row
from .models import RulesChange, RulesChangeDecision
from .own_rules import OwnRule, own_rule_of

# So long a block counts that its writer has made go away, and a change against whoever made it; else he would take the
# words out and put them back.
REMEMBERED = timedelta(days=14)
# What somebody changes within a day is one change.
ONE_CHANGE = timedelta(days=1)
# A row with the name of its pack, as JSON.
Stored = list[Any]


@dataclass(frozen=True)
class State:
    """The company's rows that count, by the rule that they make or change, and the industry."""

    rows: Mapping[str, Sequence[Row]]
    industry: str


def state_of(workspace: Workspace) -> State:
    """How it stands now, as the database has it."""
    return State(effective.rows_by_rule(workspace), effective.standard_of(workspace).industry)


def remembered(workspace: Workspace) -> QuerySet[RulesChange]:
    """The changes that still count against whoever made them, the oldest first: those of the last days, and those that
    somebody has refused, until another stands for them. `agreed` is what was said last of each as it stands, None for
    nothing."""
    found = RulesChange.objects.filter(workspace=workspace)
    return _with_what_was_said(found).filter(_counts()).order_by("created_at", "id")


def forget_old() -> int:
    """Forgets the changes that nobody has to stand for any longer, and has what they kept blocked judged again; answers
    how many."""
    said = _with_what_was_said(RulesChange.objects.filter(created_at__lt=clock.now() - REMEMBERED))
    old = said.filter(Q(agreed=None) | Q(agreed=True))
    forgotten = 0
    for workspace in Workspace.objects.filter(pk__in=old.values("workspace")):
        with transaction.atomic():
            own = [change.pk for change in old.filter(workspace=workspace).select_for_update(of=("self",))]
            RulesChange.objects.filter(pk__in=own).delete()
            if own:
                rejudging.rules_changed(workspace, why=cause("change_lapsed", days=REMEMBERED.days))
        forgotten += len(own)
    return forgotten


def remember(member: Membership, before: State, after: State) -> None:
    """Keeps what the member has changed, in the transaction that changes it; what he takes back within a day was
    none."""
    keys = sorted({*before.rows, *after.rows})
    pairs = {key: [_stored(state.rows.get(key, ())) for state in (before, after)] for key in keys}
    rules = {key: pair for key, pair in pairs.items() if not _same(*pair)}
    industries = [before.industry, after.industry] if before.industry != after.industry else []
    if rules or industries:
        changes = RulesChange.objects.filter(workspace=member.workspace_id)
        own = changes.filter(makers=[str(member.pk)], created_at__gte=clock.now() - ONE_CHANGE)
        latest = own.select_for_update().order_by("-created_at").first()
        if latest is None or not _follows(latest, rules, industries):
            latest = RulesChange(workspace_id=member.workspace_id, makers=[str(member.pk)])
        _go_on(latest, rules, industries)


def second(rule: str, phrase: str, *, by: Actor) -> bool:
    """Somebody else says as well that the rule is to let the phrase pass: whoever has changed it so does not stand for
    that alone any more. Answers whether anything was remembered of the rule."""
    if by.membership is None:
        return False
    changes = remembered(by.workspace).filter(rules__has_key=rule).select_for_update(of=("self",))
    others = [change for change in changes if str(by.membership.pk) not in change.makers]
    row: Stored = ["", OwnRule(key="", overrides=rule, innocent=(phrase,)).as_json()]
    for change in others:
        before, after = change.rules[rule]
        if row in before:
            continue
        change.rules[rule], change.changed_at = [[*before, row], after], clock.now()
        change.save(update_fields=["rules", "changed_at"])
        RulesChange.objects.create(
            workspace=by.workspace,
            created_at=change.created_at,
            makers=sorted([*change.makers, str(by.membership.pk)]),
            rules={rule: [before, [*before, row]]},
        )
    return bool(others)


def rows_of(stored: Sequence[Stored]) -> list[Row]:
    """The rows that were kept in a change."""
    return [(pack, own_rule_of(row)) for pack, row in stored]


def _with_what_was_said(changes: QuerySet[RulesChange]) -> QuerySet[RulesChange]:
    said = RulesChangeDecision.objects.filter(change=OuterRef("pk"), created_at__gte=OuterRef("changed_at"))
    return changes.annotate(agreed=Subquery(said.order_by("-created_at", "-id").values("agreed")[:1]))


def _counts() -> Q:
    return Q(created_at__gte=clock.now() - REMEMBERED) | Q(agreed=False)


def _follows(latest: RulesChange, rules: Mapping[str, list[Any]], industries: Sequence[str]) -> bool:
    """Whether nobody has changed the same between the two."""
    known = [(latest.rules[key][1], pair[0]) for key, pair in rules.items() if key in latest.rules]
    between = latest.industries and industries and latest.industries[1] != industries[0]
    return not between and all(_same(left, found) for left, found in known)


def _go_on(latest: RulesChange, rules: Mapping[str, list[Any]], industries: Sequence[str]) -> None:
    pairs = {key: [latest.rules.get(key, pair)[0], pair[1]] for key, pair in rules.items()}
    latest.rules = {key: pair for key, pair in {**latest.rules, **pairs}.items() if not _same(*pair)}
    if industries:
        ends = [(latest.industries or industries)[0], industries[1]]
        latest.industries = ends if ends[0] != ends[1] else []
    latest.changed_at = clock.now()
    if latest.rules or latest.industries:
        latest.save()
    elif not latest._state.adding:
        latest.delete()


def _stored(rows: Sequence[Row]) -> list[Stored]:
    return [[pack, row.as_json()] for pack, row in rows]


def _same(some: Sequence[Stored], others: Sequence[Stored]) -> bool:
    """Whether they say the same, whatever their packs are called."""
    return [row for _pack, row in some] == [row for _pack, row in others]
