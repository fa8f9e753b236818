"""Keep a company's rule packs: make one, edit its rules, switch it on and off, go back to a version.

Editing changes nothing that counts. `switch_on` makes a version of the rules as they stand and lets it count, at once
and in every process.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Workspace
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid, Refusal

from . import facts, own_blocks, rejudging, replaced_rows, sentences
from .blanks import blanks
from .causes import PACK_CHANGED, cause
from .models import CompanyRule, RulePack, RulePackVersion, RulesRevision
from .own_rules import OwnRule, own_rule_of
from .row_checks import FIELDS, cleaned
from .sentences import SentencesFail

MOST_RULES = 20_000
LOWEST_PRIORITY, HIGHEST_PRIORITY = 1, 1000


class StillOn(Refusal):
    """The pack counts; it has to be switched off first."""

    code = "still_on"


def create_pack(*, by: Actor, name: str, blank: str = "", priority: int = 100) -> RulePack:
    """A pack that is off; `blank` (a key of `blanks.blanks`) gives it example rows. Raises Invalid for an empty name
    or one that is taken."""
    by.require("compliance.change")
    begun = blanks().get(blank)
    try:
        with transaction.atomic():
            pack = RulePack.objects.create(
                workspace=by.workspace,
                name=_name(name or (begun.name if begun else "")),
                priority=_priority(priority),
            )
            for row in begun.rows if begun else ():
                CompanyRule.objects.create(pack=pack, **row)
            auditing.record("rule_pack.create", by=by, subject=pack, detail={"name": pack.name})
    except IntegrityError:
        raise _taken(name) from None
    return pack


def change_pack(pack: RulePack, *, by: Actor, name: str, priority: int) -> RulePack:
    """Gives the pack another name or priority. Raises Invalid as `create_pack`, NotAllowed as
    `own_blocks.stay_blocked`."""
    by.require("compliance.change")
    before = {"name": pack.name, "priority": pack.priority}
    pack.name, pack.priority = _name(name), _priority(priority)
    try:
        with transaction.atomic(), own_blocks.stay_blocked(by=by):
            pack.save(update_fields=["name", "priority"])
            detail = {"before": before, "name": pack.name, "priority": pack.priority}
            auditing.record("rule_pack.change", by=by, subject=pack, detail=detail)
            if pack.live_id:
                _new_revision(pack.workspace)
    except IntegrityError:
        raise _taken(name) from None
    return pack


def delete_pack(pack: RulePack, *, by: Actor) -> None:
    """Deletes a pack that is off, with its versions. Raises StillOn while it is on."""
    by.require("compliance.change")
    if pack.live_id:
        raise StillOn(_("“%s”正在使用。请先停用，再删除。") % pack.name)
    with transaction.atomic():
        detail = {"name": pack.name, "rules": [rule.as_json() for rule in rules_of(pack)]}
        auditing.record("rule_pack.delete", by=by, subject=pack, detail=detail)
        pack.delete()


def put_rule(
    pack: RulePack, values: Mapping[str, Any], *, by: Actor, rule: CompanyRule | None = None
) -> CompanyRule:
    """Adds a rule to the pack, or writes `rule` over; it counts once the pack is switched on. Raises Invalid for
    values that make no rule, with the field."""
    by.require("compliance.change")
    told = cleaned(values)
    with transaction.atomic():
        _lock(pack)
        if rule is None and pack.rules.count() >= MOST_RULES:
            raise Invalid(_("一个规则包最多 %d 条规则。") % MOST_RULES, field="words")
        _check_only_change(pack, told, rule)
        row = rule or CompanyRule(pack=pack)
        for name, value in told.items():
            setattr(row, name, value)
        row.save()
        detail = {"pack": pack.name, **value_of(row).as_json()}
        auditing.record("rule.put", by=by, subject=pack, detail=detail)
    return row


def remove_rule(rule: CompanyRule, *, by: Actor) -> None:
    """Takes a rule out of its pack; it counts until the pack is switched on anew."""
    by.require("compliance.change")
    with transaction.atomic():
        detail = {"pack": rule.pack.name, **value_of(rule).as_json()}
        auditing.record("rule.remove", by=by, subject=rule.pack, detail=detail)
        rule.delete()


def replace_rules(pack: RulePack, rows: Iterable[Mapping[str, Any]], *, by: Actor) -> int:
    """Puts other rules in the place of all of the pack's, and answers how many. Those that are there already, with the
    same name and words or of the same rule that they change, keep their ids. Raises Invalid as `put_rule`."""
    by.require("compliance.change")
    told = [cleaned(row) for row in rows]
    if len(told) > MOST_RULES:
        raise Invalid(_("一个规则包最多 %d 条规则。") % MOST_RULES, field="file")
    changed = [row["overrides"] for row in told if row["overrides"]]
    if len(changed) > len(set(changed)):
        raise Invalid(_("同一条内置规则在一个规则包里只能调整一次。"), field="file")
    with transaction.atomic():
        _lock(pack)
        replaced_rows.put_in_place(pack, told)
        auditing.record(
            "rule_pack.replace", by=by, subject=pack, detail={"name": pack.name, "rules": len(told)}
        )
    return len(told)


def switch_on(pack: RulePack, *, by: Actor, note: str = "") -> RulePackVersion:
    """Lets the rules as they stand count from now on. Doing so again without a change answers the version that
    counts. Raises Invalid for a pack without rules, SentencesFail where a rule does not do what its test sentences
    say, NotAllowed as `own_blocks.stay_blocked`."""
    by.require("compliance.change")
    with transaction.atomic(), own_blocks.stay_blocked(by=by):
        locked = _lock(pack)
        rules = rules_of(locked)
        if not rules:
            raise Invalid(_("规则包里还没有规则。请先加一条，再启用。"), field="rules")
        if locked.live and [own_rule_of(stored) for stored in locked.live.rules] == rules:
            return locked.live
        if failing := sentences.failing(locked, rules):
            raise SentencesFail(locked.name, failing)
        locked.number += 1
        made = RulePackVersion.objects.create(
            pack=locked,
            number=locked.number,
            rules=[rule.as_json() for rule in rules],
            note=note.strip()[:200],
            made_by=by.membership,
        )
        locked.live = made
        locked.save(update_fields=["live", "number"])
        _counted_anew(
            locked, by=by, verb="rule_pack.switch_on", detail={"version": made.number, "note": made.note}
        )
    pack.refresh_from_db()
    return made


def switch_off(pack: RulePack, *, by: Actor) -> None:
    """Lets the pack count no longer; harmless on one that is off. Raises NotAllowed as `own_blocks.stay_blocked`."""
    by.require("compliance.change")
    with transaction.atomic(), own_blocks.stay_blocked(by=by):
        locked = _lock(pack)
        if locked.live is None:
            return
        number = locked.live.number
        locked.live = None
        locked.save(update_fields=["live"])
        _counted_anew(locked, by=by, verb="rule_pack.switch_off", detail={"version": number})
    pack.refresh_from_db()


def restore(version: RulePackVersion, *, by: Actor) -> RulePack:
    """Puts the rules of an earlier version in the place of the pack's; they count once it is switched on."""
    by.require("compliance.change")
    rows = [{name: stored[name] for name in FIELDS if name in stored} for stored in version.rules]
    with transaction.atomic():
        replace_rules(version.pack, rows, by=by)
        detail = {"name": version.pack.name, "version": version.number}
        auditing.record("rule_pack.restore", by=by, subject=version.pack, detail=detail)
    return version.pack


def rules_of(pack: RulePack) -> list[OwnRule]:
    """The pack's rules as they are being edited."""
    return [value_of(row) for row in pack.rules.all()]


def has_changes(pack: RulePack) -> bool:
    """Whether what is being edited differs from what counts."""
    counting = [own_rule_of(stored) for stored in pack.live.rules] if pack.live else []
    return _without_keys(counting) != _without_keys(rules_of(pack))


def _without_keys(rules: list[OwnRule]) -> list[dict[str, Any]]:
    return [{**rule.as_json(), "key": ""} for rule in rules]


def key_of(row: CompanyRule) -> str:
    """What tells the rule apart from others of the company; part of the id that its findings carry."""
    return row.pk.hex[-12:]


def value_of(row: CompanyRule) -> OwnRule:
    """The rule of a row, which need not be kept, as a plain value."""
    return OwnRule(
        key=key_of(row),
        overrides=row.overrides,
        name=row.name,
        category=row.category,
        severity=row.severity,
        off=row.off,
        words=tuple(row.words),
        innocent=tuple(row.innocent),
        substitutes=tuple(row.substitutes),
        why=row.why,
        basis=row.basis,
        platforms=tuple(row.platforms),
        valid_from=row.valid_from.isoformat() if row.valid_from else "",
        valid_to=row.valid_to.isoformat() if row.valid_to else "",
        exact=row.exact,
        industries=tuple(row.industries),
        basis_article=row.basis_article,
        basis_effective=row.basis_effective.isoformat() if row.basis_effective else "",
        must_hit=tuple(row.must_hit),
        must_miss=tuple(row.must_miss),
    )


def _lock(pack: RulePack) -> RulePack:
    return (
        RulePack.objects.select_for_update(of=("self",)).select_related("live", "workspace").get(pk=pack.pk)
    )


def _counted_anew(pack: RulePack, *, by: Actor, verb: str, detail: dict[str, Any]) -> None:
    _new_revision(pack.workspace)
    auditing.record(verb, by=by, subject=pack, detail={"name": pack.name, **detail})
    rejudging.rules_changed(pack.workspace, by=by, why=cause(PACK_CHANGED, name=pack.name, pack=str(pack.pk)))
    announcing.announce(facts.RULES_CHANGED, workspace_id=pack.workspace_id, subject=pack, payload=detail)


def _new_revision(workspace: Workspace) -> None:
    RulesRevision.objects.update_or_create(
        workspace=workspace, defaults={"token": uuid.uuid4(), "changed_at": clock.now()}
    )


def _check_only_change(pack: RulePack, told: Mapping[str, Any], rule: CompanyRule | None) -> None:
    same = pack.rules.filter(overrides=told["overrides"])
    others = same.exclude(pk=rule.pk) if rule else same
    if told["overrides"] and others.exists():
        raise Invalid(_("这个规则包里已经调整过这条内置规则，请直接改那一条。"), field="overrides")


def _name(told: str) -> str:
    name = told.strip()
    if not name:
        raise Invalid(_("请给规则包起个名字，比如“竞品名称”。"), field="name")
    return name[:60]


def _priority(told: int) -> int:
    if not LOWEST_PRIORITY <= told <= HIGHEST_PRIORITY:
        raise Invalid(
            _("优先级是 %(low)d 到 %(high)d 之间的整数。")
            % {"low": LOWEST_PRIORITY, "high": HIGHEST_PRIORITY},
            field="priority",
        )
    return told


def _taken(name: str) -> Invalid:
    return Invalid(_("已经有叫“%s”的规则包了，请换个名字。") % name.strip(), field="name")
