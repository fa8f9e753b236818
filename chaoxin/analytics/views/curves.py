"""The curve of a post, on the page of its delivery."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import ads, charts, curves, planning, showing
from chaoxin.analytics.curves import Curve, PostCurves
from chaoxin.analytics.showing import AdTable
from chaoxin.channels.models import Channel
from chaoxin.core import answers, clock
from chaoxin.publishing.access import delivery_for
from chaoxin.publishing.models import Delivery

TABLE_ROWS = 200


@workspace_door("analytics.read")
def of_delivery(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _answer(request, delivery_for(request.actor, pk))


@workspace_door("analytics.change")
@require_POST
def ask(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    delivery = delivery_for(request.actor, pk)
    planning.ask(delivery, by=request.actor)
    return answers.toast(_answer(request, delivery), _("正在读取，读到后会自动显示。"), level="info")


def _answer(request: WorkspaceRequest, delivery: Delivery) -> HttpResponse:
    found = curves.of_post(delivery)
    context = {
        "found": found,
        "delivery": delivery,
        "shown": [_shown(curve, found, zone=request.actor.workspace.timezone) for curve in found.curves],
        "table": _table(found.curves),
        "may_ask": request.actor.may("analytics.change"),
        "ads": _ads(request, delivery),
        "measured": planning.is_measured(delivery.channel),
        "asked": bool(found.plan and found.plan.asked_at),
    }
    return render(request, "analytics/parts/delivery_curve.html", context)


def _ads(request: WorkspaceRequest, delivery: Delivery) -> list[tuple[Channel, AdTable]]:
    found = ads.of_delivery(delivery, actor=request.actor)
    platform = delivery.channel.platform
    return [
        (channel, table) for channel, line in found for table in showing.ad_tables([line], platform=platform)
    ]


def _shown(curve: Curve, found: PostCurves, *, zone: str) -> dict[str, Any]:
    """A metric with its last value and, where there is a course to see, its chart."""
    has_course = len(curve.points) > 1
    return {
        "curve": curve,
        "id": f"curve-{found.delivery.pk}-{curve.metric.key}",
        "chart": charts.post_curve(curve, found.gaps, zone=zone, now=clock.now()) if has_course else None,
    }


def _table(found: list[Curve]) -> dict[str, Any]:
    """The readings as a table, newest first: a row a moment, a column a metric; None where a metric was not read."""
    moments: dict[Any, dict[str, Any]] = {}
    for curve in found:
        for point in curve.points:
            row = moments.setdefault(
                point.at, {"at": point.at, "whole_day": point.whole_day, "day": point.day}
            )
            row[curve.metric.key] = point.value
    newest = sorted(moments.values(), key=lambda row: row["at"], reverse=True)
    keys = [curve.metric.key for curve in found]
    return {
        "metrics": [curve.metric for curve in found],
        "rows": [{**row, "values": [row.get(key) for key in keys]} for row in newest[:TABLE_ROWS]],
        "more": max(0, len(newest) - TABLE_ROWS),
    }
