"""Say that a finding was a false alarm: from then on the rule lets that way of saying pass."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.core.refusals import Invalid

from . import effective, keeping, own_changes, rejudging
from .causes import cause
from .models import CompanyRule, RulePack
from .row_checks import FIELDS
from .rulebooks import Rulebook
from .rules import Rule
from .searched import search_all

PACK = "误报放行"
PRIORITY = 900
LETTER = re.compile(r"\w")


def forgive(rule: str, phrase: str, *, by: Actor) -> RulePack | None:
    """Lets the rule (the id that its findings carry) pass `phrase`, the words with what stands around them, in this
    workspace from now on: by a row in the pack for false alarms, which is switched on. None where that says nothing
    new; a colleague who has said it already is not alone with it any more. Raises Invalid for a phrase that is too
    short, for one that is no more than what the rule looks for, and for a rule that does not count here."""
    by.require("compliance.change")
    wording = phrase.strip()
    counting = {found.id: found for found in effective.of_workspace(by.workspace).rules}
    if rule not in counting:
        raise Invalid(_("没有这条规则，或者它已经停用。"), field="rule")
    with transaction.atomic():
        seconded = own_changes.second(rule, wording, by=by)
        if wording not in counting[rule].innocent:
            _require_surroundings(counting[rule], wording)
            return _put(rule, wording, by=by)
        if seconded:
            rejudging.rules_changed(by.workspace, by=by, why=cause("seconded", phrase=wording[:40]))
    return None


def unforgive(rule: str, phrase: str, *, by: Actor) -> None:
    """Takes back what `forgive` has said, and has the rules counted anew; harmless where it was never said, or taken
    back by another way."""
    by.require("compliance.change")
    wording = phrase.strip()
    with transaction.atomic():
        pack = RulePack.objects.filter(workspace=by.workspace, name=PACK).first()
        row = pack.rules.filter(overrides=rule).first() if pack else None
        if pack is None or row is None or wording not in row.innocent:
            return
        left = [entry for entry in row.innocent if entry != wording]
        if left or _says_more(row):
            values = {name: getattr(row, name) for name in FIELDS}
            keeping.put_rule(pack, {**values, "innocent": left}, by=by, rule=row)
        else:
            keeping.remove_rule(row, by=by)
        detail = {"rule": rule, "phrase": wording, "pack": pack.name}
        auditing.record("rule.unforgive", by=by, subject=pack, detail=detail)
        if pack.rules.exists():
            keeping.switch_on(pack, by=by, note=_("不再放过“%s”") % wording[:40])
        else:
            keeping.switch_off(pack, by=by)


def _require_surroundings(rule: Rule, wording: str) -> None:
    """To let pass what the rule looks for, with nothing around it, would be to switch the rule off; but a sentence in
    which a model finds a claim is that one only."""
    if rule.claims:
        return
    bare = replace(rule, innocent=())
    places = [one.place for one in search_all([wording], Rulebook((bare,), {}))[wording].occurrences(bare)]
    around = (
        sign for at, sign in enumerate(wording) if not any(place.start <= at < place.end for place in places)
    )
    if not any(map(LETTER.match, around)):
        sentence = _(
            "“%s”就是这条规则要找的说法，放过它等于停用规则。请把前后文也写进去，比如“首选之地”而不是“首选”。"
        )
        raise Invalid(sentence % wording[:40], field="phrase")


def _put(rule: str, wording: str, *, by: Actor) -> RulePack:
    pack = RulePack.objects.filter(workspace=by.workspace, name=PACK).first()
    pack = pack or keeping.create_pack(by=by, name=PACK, priority=PRIORITY)
    row = pack.rules.filter(overrides=rule).first()
    values: dict[str, Any] = {name: getattr(row, name) for name in FIELDS} if row else {"overrides": rule}
    values["innocent"] = [*values.get("innocent", []), wording]
    keeping.put_rule(pack, values, by=by, rule=row)
    detail = {"rule": rule, "phrase": wording, "pack": pack.name}
    auditing.record("rule.forgive", by=by, subject=pack, detail=detail)
    keeping.switch_on(pack, by=by, note=_("放过“%s”") % wording[:40])
    return pack


def _says_more(row: CompanyRule) -> bool:
    """Whether somebody has made the row change more of its rule than what it lets pass."""
    return any(
        getattr(row, name) for name in FIELDS if name not in ("overrides", "name", "category", "innocent")
    )
