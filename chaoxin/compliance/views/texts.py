"""The door to checking a text that is pasted in, of which nothing is kept, or a file, of which a report is made."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.accounts.models import Workspace
from chaoxin.compliance import access, asking, batches, judging, marking
from chaoxin.compliance.batches import Asked
from chaoxin.compliance.forms import LONGEST_PASTED, PastedForm
from chaoxin.compliance.reports import rows
from chaoxin.compliance.reports.lines import Line
from chaoxin.compliance.texts.items import TEXT, Unreadable
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid, Refusal

LATEST = 10
# Of a long text; all of them are in a report.
ROWS_SHOWN = 30


@workspace_door("compliance.read")
def check(request: WorkspaceRequest) -> HttpResponse:
    industry = request.actor.workspace.industry
    form = PastedForm(request.POST or None, request.FILES or None, industry=industry)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        if _wants_report(request, form):
            return _report(request, form)
        context |= _looked_at(form, request.actor.workspace)
    if request.method != "POST":
        context["checks"] = access.checks_of(request.actor)[:LATEST]
    return _page(request, context)


def _wants_report(request: WorkspaceRequest, form: PastedForm) -> bool:
    told = form.cleaned_data
    return bool(
        "report" in request.POST or told["file"] or told["lines"] or len(told["text"]) > LONGEST_PASTED
    )


def _report(request: WorkspaceRequest, form: PastedForm) -> HttpResponse:
    file = form.cleaned_data["file"]
    try:
        asked = [Asked(item) for item in form.items()]
        name = file.name if file else _first_words(form.cleaned_data["text"])
        made = batches.begin(asked, name=name, where=form.where(), by=request.actor)
    except Unreadable as unreadable:
        form.add_error("file" if file else "text", unreadable.sentence)
    except Invalid as refusal:
        form.add_error("file" if file else "text", refusal.sentence)
    except Refusal as refusal:
        form.add_error(None, refusal.sentence)
    else:
        address = reverse("compliance:batch", args=[request.actor.workspace.slug, made.pk])
        return answers.go_to(request, address)
    return _page(request, {"form": form})


def _looked_at(form: PastedForm, workspace: Workspace) -> dict[str, Any]:
    text = form.cleaned_data["text"]
    opinion = judging.look(asking.content_of({TEXT: text}, form.where()), workspace)
    parts = marking.parts(text, opinion.findings)
    line = Line(1, "", opinion.level, (("", parts),), opinion.findings)
    if not rows.is_long(line):
        return {"opinion": opinion, "parts": parts}
    found = list(rows.rows_of([line]))
    return {"opinion": opinion, "rows": found[:ROWS_SHOWN], "rows_left": len(found[ROWS_SHOWN:])}


def _page(request: WorkspaceRequest, context: dict[str, Any]) -> HttpResponse:
    status = 422 if context["form"].errors else 200
    return answers.page(request, "compliance/check.html", context, partial="result", status=status)


def _first_words(text: str) -> str:
    return _("粘贴：%s") % " ".join(text.split())[:40]
