from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render

from chaoxin.accounts import access, audit_chain, audit_trail, auditing
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.forms import AuditFilterForm
from chaoxin.accounts.models import AuditEntry
from chaoxin.core import answers, clock, table_files

TEMPLATE = "accounts/audit.html"
PAGE = 50
BREAKS_SHOWN = 20


@workspace_door("audit.read")
def index(request: WorkspaceRequest) -> HttpResponse:
    wanted = _wanted(request)
    page = Paginator(audit_trail.entries_of(request.actor, wanted), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": audit_trail.lines(page, zone=request.actor.workspace.timezone),
        "wanted": wanted,
        "verbs": audit_trail.verbs_of(request.actor),
        "members": access.members_of(request.actor.workspace),
    }
    return answers.page(request, TEMPLATE, context, partial="trail")


@workspace_door("audit.read")
def export(request: WorkspaceRequest) -> HttpResponseBase:
    entries = audit_trail.entries_of(request.actor, _wanted(request))
    auditing.record("audit.exported", by=request.actor, subject=request.actor.workspace)
    name = f"audit-{request.actor.workspace.slug}-{clock.today(request.actor.workspace.timezone)}"
    return table_files.as_csv(name, audit_trail.CSV_HEADER, audit_trail.rows_for_csv(entries))


@workspace_door("audit.read")
def verify(request: WorkspaceRequest) -> HttpResponse:
    breaks = list(audit_chain.verify(request.actor.workspace.pk))
    count = AuditEntry.objects.filter(workspace_id=request.actor.workspace.pk).count()
    context = {"verified": True, "breaks": breaks[:BREAKS_SHOWN], "break_count": len(breaks), "count": count}
    return render(request, f"{TEMPLATE}#verdict", context | {"at": clock.now()})


def _wanted(request: WorkspaceRequest) -> audit_trail.Wanted:
    form = AuditFilterForm(request.GET)
    form.is_valid()
    given = form.cleaned_data
    return audit_trail.Wanted(
        person=given.get("person"),
        verb=given.get("verb") or "",
        subject=given.get("subject") or "",
        since=given.get("since"),
        until=given.get("until"),
    )
