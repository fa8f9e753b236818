"""The very rows that a counted metric counts: posts, messages, waits."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.analytics import access, origins, presenting
from chaoxin.analytics.forms import PeriodForm
from chaoxin.analytics.metrics import metric_of
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, NotFound
from chaoxin.inbox.models import Message, SlaClock
from chaoxin.publishing.models import Delivery

PAGE_SIZE = 50


@workspace_door("analytics.read")
def index(request: WorkspaceRequest, metric: str) -> HttpResponse:
    if metric not in origins.COUNTED_METRICS:
        raise NotFound(_("没有这个统计指标。"))
    form = PeriodForm(request.GET, zone=request.actor.workspace.timezone)
    if not form.is_valid():
        raise Invalid(_("日期不对，请回到总览重新选择。"))
    channels = access.channels_chosen(request.actor, form.cleaned_data.get("channel", ""))
    found = origins.rows(
        metric, channel_ids=[channel.pk for channel in channels], start=form.window.start, end=form.window.end
    )
    page = Paginator(found, PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "metric": metric_of(metric),
        "window": form.window,
        "page": page,
        "rows": [_row(row, request.actor) for row in page.object_list],
    }
    return answers.page(request, "analytics/origins.html", context)


def _row(row: Model, actor: Actor) -> dict[str, Any]:
    """A counted row in words: when, on which channel, who or what, and the page on which it can be seen."""
    if isinstance(row, Delivery):
        url = _address("publishing:delivery", actor, row.pk)
        return {"at": row.published_at, "channel": row.channel.name, "who": "", "text": row.title, "url": url}
    if isinstance(row, Message):
        who = row.identity or (row.author.user if row.author else "")
        url = _conversation(actor, row.conversation_id)
        return {"at": row.at, "channel": row.channel.name, "who": str(who), "text": row.text, "url": url}
    assert isinstance(row, SlaClock)
    waited = getattr(row, "waited", None)
    said = (
        _("%s后回复") % presenting.duration(waited)
        if row.answered and waited is not None
        else _("还没有回复")
    )
    return {
        "at": row.started_at,
        "channel": row.conversation.channel.name,
        "who": str(row.conversation.identity or ""),
        "text": f"{row.conversation.excerpt} · {said}",
        "url": _conversation(actor, row.conversation_id),
    }


def _conversation(actor: Actor, pk: object) -> str:
    return _address("inbox:conversation", actor, pk) if actor.may("inbox.read") else ""


def _address(name: str, actor: Actor, pk: object) -> str:
    try:
        return reverse(name, args=[actor.workspace.slug, pk])
    except NoReverseMatch:
        return ""
