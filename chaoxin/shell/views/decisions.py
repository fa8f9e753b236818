"""The reviewer's word given on today's page."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance.models import ApprovalRequest
from chaoxin.content import reviewing
from chaoxin.core import answers
from chaoxin.core.refusals import Invalid
from chaoxin.shell import today, today_approvals
from chaoxin.shell.forms import DecisionForm


@workspace_door("draft.approve")
@require_POST
def decide(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    found, form = today_approvals.open_request(request.actor, pk), DecisionForm(request.POST)
    if not form.is_valid():
        raise Invalid(" ".join(str(error) for errors in form.errors.values() for error in errors))
    sentence = _tell(request, found, **form.cleaned_data)
    context = {"section": today.section(request.actor, "approve")}
    answer = render(request, "shell/today/section.html", context)
    answers.trigger(answer, "deliveries-changed")
    return answers.toast(answer, sentence)


def _tell(request: WorkspaceRequest, found: ApprovalRequest, *, word: str, comment: str, stage: int) -> str:
    if word == "agree":
        reviewing.agree(found, by=request.actor, comment=comment, stage=stage)
        return _("已同意“%s”。") % found.title
    reviewing.reject(found, by=request.actor, comment=comment, stage=stage)
    return _("已退回“%s”，作者会看到你的意见。") % found.title
