"""An account's readings, on the page of its channel."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import ads, charts, curves, planning, showing, timetable
from chaoxin.analytics.models import ChannelReadingPlan
from chaoxin.analytics.windows import DAY, Window
from chaoxin.channels.access import channel_for
from chaoxin.channels.models import Channel
from chaoxin.core import clock

DAYS_SHOWN = 30
# A worker that runs takes what was asked for within seconds.
NOBODY_COMES_AFTER = timedelta(minutes=1)


@workspace_door("analytics.read")
def of_channel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    return _answer(request, channel_for(request.actor, pk))


@workspace_door("analytics.change")
@require_POST
def ask(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = channel_for(request.actor, pk)
    planning.ask_account(channel, by=request.actor)
    return _answer(request, channel)


def _answer(request: WorkspaceRequest, channel: Channel) -> HttpResponse:
    channel.workspace = request.actor.workspace
    found = curves.of_account(channel, days=DAYS_SHOWN)
    today = clock.today(channel.workspace.timezone)
    window = Window(today - (DAYS_SHOWN - 1) * DAY, today, channel.workspace.timezone)
    lines = ads.lines_of(channel, window=window, actor=request.actor)
    context = {
        "found": found,
        "ad_tables": showing.ad_tables(lines, platform=channel.platform),
        "channel": channel,
        "days": DAYS_SHOWN,
        "interval": timetable.interval_of(channel) if planning.is_measured(channel) else None,
        "overdue": _is_overdue(found.plan),
        "measured": planning.is_measured(channel),
        "may_ask": request.actor.may("analytics.change"),
        "shown": [
            {
                "line": line,
                "id": f"account-{channel.pk}-{line.metric.key}",
                "chart": charts.account_lines(line, window) if len(line.days) > 1 else None,
            }
            for line in found.lines
        ],
    }
    return render(request, "analytics/parts/channel_readings.html", context)


def _is_overdue(plan: ChannelReadingPlan | None) -> bool:
    if plan is None or plan.account_asked_at is None or plan.is_being_read:
        return False
    return plan.account_asked_at < clock.now() - NOBODY_COMES_AFTER
