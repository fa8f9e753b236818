"""The days of an account's ads, by campaign and by advertised post: the ground of what is summed up elsewhere."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import ads, windows
from chaoxin.analytics.metrics import metric_of
from chaoxin.analytics.models import AdDay
from chaoxin.channels.access import channel_for
from chaoxin.core import answers

PAGE_SIZE = 100
DAYS_SHOWN = 30


@workspace_door("analytics.read")
def of_channel(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    channel = channel_for(request.actor, pk)
    window = windows.last_days(DAYS_SHOWN, zone=request.actor.workspace.timezone)
    level, subject = request.GET.get("level", ""), request.GET.get("subject", "")
    known = level if level in AdDay.Level.values else ""
    lines = ads.lines_of(channel, window=window, actor=request.actor, level=known)
    found = ads.days_of(channel, window=window, level=known, subject_id=subject)
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "channel": channel,
        "window": window,
        "level": known,
        "subject": subject,
        "lines": lines,
        "page": page,
        "rows": [(row, metric_of(row.metric, platform=channel.platform)) for row in page.object_list],
    }
    return answers.page(request, "analytics/ads.html", context)
