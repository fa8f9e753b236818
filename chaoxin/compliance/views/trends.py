"""The door to how often each rule objects."""

from __future__ import annotations

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import centre
from chaoxin.compliance import trend as trends
from chaoxin.compliance.values import Severity
from chaoxin.core import answers


@workspace_door("compliance.read")
def show(request: WorkspaceRequest) -> HttpResponse:
    step, platform = request.GET.get("step", ""), request.GET.get("platform", "")
    severity = request.GET.get("severity", "")
    severity = severity if severity in set(Severity) else ""
    found = trends.trend(request.actor, step=step, severity=severity, platform=platform)
    context = {
        "trend": found,
        "chart": trends.chart(found),
        "table": [(line, [line.by_day.get(day, 0) for day in found.days]) for line in found.lines],
        "platforms": centre.choices(request.actor)["platforms"],
        "platform": platform,
        "severity": severity,
    }
    return answers.page(request, "compliance/trend.html", context)
