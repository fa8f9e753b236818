"""The door to the rules."""

from __future__ import annotations

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance.reading import packs
from chaoxin.compliance.rules import Rule
from chaoxin.core import answers

SEVERITIES = ("block", "confirm", "warn", "note")


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    q, severity = request.GET.get("q", "").strip(), request.GET.get("severity", "")
    shown = [
        {"pack": pack, "rules": [rule for rule in pack.rules if _fits(rule, q, severity)]} for pack in packs()
    ]
    context = {"shown": [entry for entry in shown if entry["rules"]], "q": q, "severity": severity}
    return answers.page(request, "compliance/rules.html", context)


def _fits(rule: Rule, q: str, severity: str) -> bool:
    if severity in SEVERITIES and rule.severity != severity:
        return False
    said = " ".join([rule.id, rule.name, rule.why, str(rule.basis), *(word.text for word in rule.words)])
    return q.lower() in said.lower()
