"""Bring a table of rules into a pack."""

from __future__ import annotations

from chaoxin.accounts.actor import Actor

from . import keeping
from .models import RulePack
from .row_checks import FIELDS
from .rule_tables import read_csv


def bring_in(pack: RulePack, octets: bytes, *, by: Actor, replace: bool = False) -> int:
    """Takes the rules of a CSV file into the pack, beside those that are there or in their place, and answers how
    many it has then; those that are there already keep their ids. Nothing is taken where a line cannot be. They count
    once the pack is switched on. Raises what `rule_tables.read_csv` and `keeping.replace_rules` raise."""
    by.require("compliance.change")
    rows = read_csv(octets)
    if not replace:
        rows = [*({name: getattr(row, name) for name in FIELDS} for row in pack.rules.all()), *rows]
    return keeping.replace_rules(pack, rows, by=by)
