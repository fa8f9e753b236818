"""The door to checking a text that is pasted in; nothing of it is kept."""

from __future__ import annotations

import re
from typing import Any

from django.http import HttpResponse

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import judging, marking
from chaoxin.compliance.forms import PastedForm
from chaoxin.core import answers

LINK = re.compile(r"https?://\S+")


@workspace_door("compliance.read")
def check(request: WorkspaceRequest) -> HttpResponse:
    form = PastedForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        context |= _looked_at(form.cleaned_data, industry=request.actor.workspace.industry)
    status = 422 if form.errors else 200
    return answers.page(request, "compliance/check.html", context, partial="result", status=status)


def _looked_at(told: dict[str, Any], *, industry: str) -> dict[str, Any]:
    text = told["text"]
    judged = judging.JudgedContent(
        platform=told["platform"],
        format="",
        fields={"text": text},
        links=tuple(LINK.findall(text)),
        disclosures=tuple(told["disclosures"]),
        industry=industry,
    )
    opinion = judging.look(judged)
    return {"opinion": opinion, "parts": marking.parts(text, opinion.findings)}
