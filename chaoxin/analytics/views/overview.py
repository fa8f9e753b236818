from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import access, charts, overview, showing
from chaoxin.analytics.forms import PERIODS, PeriodForm
from chaoxin.analytics.metrics import metric_of
from chaoxin.analytics.overview import ChannelLine, Overview
from chaoxin.analytics.showing import Card
from chaoxin.channels.access import channels_of
from chaoxin.channels.models import Channel
from chaoxin.core import answers


@dataclass(frozen=True)
class Line:
    """A channel's row: its figures as cards."""

    line: ChannelLine
    cards: list[Card]


@workspace_door("analytics.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor = request.actor
    form = PeriodForm(request.GET, zone=actor.workspace.timezone)
    is_valid = form.is_valid()
    chosen = form.cleaned_data.get("channel", "") if is_valid else ""
    everything = list(channels_of(actor).select_related("workspace"))
    channels = access.channels_chosen(actor, chosen) if chosen else everything
    found = overview.look(channels, window=form.window)
    context = {
        "form": form,
        "periods": PERIODS,
        "period": form.cleaned_data.get("period", ""),
        "channel": chosen,
        "channels": everything,
        "window": form.window,
        **_shown(request, found, channels, channel=chosen),
    }
    return answers.page(request, "analytics/overview.html", context, status=200 if is_valid else 422)


def _shown(
    request: WorkspaceRequest, found: Overview, channels: list[Channel], *, channel: str
) -> dict[str, Any]:
    names = showing.names_of(channels)
    actor = request.actor
    cards = [showing.card(figure, actor=actor, names=names, channel=channel) for figure in found.figures]
    lines = [
        Line(
            line,
            [
                showing.card(figure, actor=actor, names=names, channel=str(line.channel.pk))
                for figure in line.figures
            ],
        )
        for line in found.channels
    ]
    return {
        "cards": cards,
        "lines": lines,
        "top_posts": found.top_posts,
        "days": _days(found),
        "reads_chart": charts.daily_bars([found.reads], found.window, unit=_unit("reads")),
        "interactions_chart": charts.daily_bars(found.interactions, found.window, unit=_unit("likes")),
        "followers_chart": charts.daily_lines(found.followers, found.window, unit=_unit("followers")),
    }


def _unit(metric: str) -> str:
    return str(metric_of(metric).unit)


def _days(found: Overview) -> list[dict[str, Any]]:
    """The charts as a table, newest day first."""
    series = [found.reads, *found.interactions]
    rows = [
        {"day": day, "values": [line.values[number] for line in series]}
        for number, day in enumerate(found.window.days)
    ]
    return [{"names": [line.name for line in series], "rows": rows[::-1]}]
