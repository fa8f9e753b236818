"""Doors to 合规中心: the queue of findings, and what people decide on them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.actor import Actor
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.channels.access import channels_of
from chaoxin.compliance import access, centre, false_alarms, handling, subjects
from chaoxin.compliance.centre import Filters
from chaoxin.compliance.house_words import told
from chaoxin.compliance.models import QueuedFinding, Rejudging
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.values import finding_of
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid

PER_PAGE = 50
Undo = tuple[str, answers.Fields]
SHOWN_IN_DIALOG = 6


@workspace_door("compliance.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    actor, filters = request.actor, Filters.of(request.GET.dict())
    page = Paginator(centre.search(actor, filters), PER_PAGE).get_page(request.GET.get("page"))
    counts = centre.counts(actor, filters)
    context = {
        "page": page,
        "lines": [_line(row) for row in page],
        "filters": filters,
        "tabs": [(key, name, counts[key]) for key, name in _tabs()],
        "standings": Standing.choices,
        "channels": channels_of(actor),
        "choices": centre.choices(actor),
        "may_handle": actor.may(handling.RIGHT),
        "may_forgive": actor.may(false_alarms.RIGHT),
        "open_changes": access.open_changes_for(actor),
        **_still_judged(actor),
    }
    return answers.page(request, "compliance/centre.html", context, partial="results")


@workspace_door("compliance.read")
def still_judged(request: WorkspaceRequest) -> HttpResponse:
    """What is being judged still, for a page that has said that something is."""
    context = {**_still_judged(request.actor), "asked_again": True}
    return render(request, "compliance/parts/still_judged.html", context)


@workspace_door(handling.RIGHT)
def ask(request: WorkspaceRequest) -> HttpResponse:
    """The dialog in which a person says what is to be changed."""
    rows = centre.chosen(request.actor, request.GET.getlist("finding"))
    context = {"rows": rows[:SHOWN_IN_DIALOG], "ids": [row.pk for row in rows], "count": len(rows)}
    return render(request, "compliance/parts/ask_dialog.html", context)


@workspace_door(false_alarms.RIGHT)
def false_alarm(request: WorkspaceRequest) -> HttpResponse:
    """The dialog in which a person says why something is a false alarm, and what is to pass."""
    rows = centre.chosen(request.actor, request.GET.getlist("finding"))
    phrases = list(dict.fromkeys(false_alarms.phrase_of(row) for row in rows if row.quoted))
    context = {
        "rows": rows,
        "ids": [row.pk for row in rows],
        "phrases": phrases[:SHOWN_IN_DIALOG],
        "more": max(0, len(phrases) - SHOWN_IN_DIALOG),
        "phrase": phrases[0] if len(phrases) == 1 else "",
        "unsaid": any(not row.quoted for row in rows),
    }
    return render(request, "compliance/parts/false_alarm_dialog.html", context)


@workspace_door(false_alarms.RIGHT)
@require_POST
def forgive(request: WorkspaceRequest) -> HttpResponse:
    rows = centre.chosen(request.actor, request.POST.getlist("finding"))
    if request.POST.get("act") == "take_back":
        return _done(_("已收回，%d 处重新待处理") % len(false_alarms.take_back(rows, by=request.actor)))
    note, phrase = request.POST.get("note", ""), request.POST.get("phrase", "")
    settled = false_alarms.mark(rows, by=request.actor, reason=note, phrase=phrase)
    said = _("已标为误报，%d 处不再提示") % len(settled)
    return _done(said, undo=_undo(request, "forgive", "take_back", settled))


@workspace_door(handling.RIGHT)
@require_POST
def handle(request: WorkspaceRequest) -> HttpResponse:
    rows = centre.chosen(request.actor, request.POST.getlist("finding"))
    act, note, by = request.POST.get("act", ""), request.POST.get("note", ""), request.actor
    if act == "ask":
        said = _("已请作者修改 %d 处，作者会收到提醒") % len(handling.ask_author(rows, by=by, note=note))
    elif act == "dismiss":
        left = handling.dismiss(rows, by=by, note=note)
        return _done(_("%d 处不再处理") % len(left), undo=_undo(request, "handle", "reopen", left))
    elif act == "reopen":
        said = _("%d 处重新待处理") % len(handling.reopen(rows, by=by))
    else:
        raise Invalid(_("没有这种处理方式。请刷新页面再试。"), field="act")
    return _done(said)


def _still_judged(actor: Actor) -> dict[str, object]:
    under_way = access.rejudgings_of(actor).filter(state=Rejudging.State.UNDER_WAY)
    return {"unjudged": subjects.unjudged(actor), "judging_again": under_way.first()}


def _undo(request: WorkspaceRequest, door: str, act: str, rows: list[QueuedFinding]) -> Undo | None:
    """How what was just done with the rows is taken back, None where nothing was."""
    fields = [("act", act), *(("finding", str(row.pk)) for row in rows)]
    return (reverse(f"compliance:{door}", args=[request.actor.workspace.slug]), fields) if rows else None


def _done(said: str, *, undo: Undo | None = None) -> HttpResponse:
    answer = HttpResponse(status=204)
    answers.trigger(answer, "queue-changed")
    answers.trigger(answer, "close-dialog")
    return answers.toast(answer, said, undo=undo)


def _line(row: QueuedFinding) -> dict[str, object]:
    found = row.verdict.findings
    return {
        "row": row,
        "name": told(row.name, row.rule),
        "finding": finding_of(found[row.index]) if row.index < len(found) else None,
    }


def _tabs() -> list[tuple[str, str]]:
    names = {str(value): str(name) for value, name in QueuedFinding.State.choices}
    return [(key, names.get(key, _("全部"))) for key in centre.TABS]
