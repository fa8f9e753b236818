"""The door to the rules of the house."""

from __future__ import annotations

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.compliance.categories import Category
from chaoxin.compliance.models import CompanyRule
from chaoxin.compliance.reading import packs
from chaoxin.compliance.rules import Rule
from chaoxin.core import answers


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    asked = {name: request.GET.get(name, "").strip() for name in ("q", "severity", "category", "industry")}
    shown = [
        {"pack": pack, "rules": [rule for rule in pack.rules if _fits(rule, **asked)]} for pack in packs()
    ]
    everything = [rule for pack in packs() for rule in pack.rules]
    context = {
        "shown": [entry for entry in shown if entry["rules"]],
        "counts": {
            "rules": len(everything),
            "words": sum(len(rule.words) for rule in everything),
            "patterns": sum(len(rule.patterns) for rule in everything),
        },
        "severities": CompanyRule.Severity.choices,
        "categories": Category.choices,
        "industries": INDUSTRIES,
        "may_change": request.actor.may("compliance.change"),
        **asked,
    }
    return answers.page(request, "compliance/rules.html", context)


def _fits(rule: Rule, *, q: str, severity: str, category: str, industry: str) -> bool:
    if (severity and rule.severity != severity) or (category and rule.category != category):
        return False
    named = rule.industries | rule.about.industries
    if industry and (industry not in named if named else True):
        return False
    said = " ".join([rule.id, rule.name, rule.why, str(rule.basis), *(word.text for word in rule.words)])
    return q.lower() in said.lower()
