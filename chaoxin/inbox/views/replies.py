from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import judging
from chaoxin.core import answers
from chaoxin.inbox import access, answering
from chaoxin.inbox.answering import Blocked, ColleagueAnswered, Reply
from chaoxin.inbox.forms import ReplyForm
from chaoxin.inbox.models import Conversation

from .conversations import conversation_context


@workspace_door("inbox.answer")
@require_POST
def create(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation, form = access.conversation_for(request.actor, pk), ReplyForm(request.POST)
    if not form.is_valid():
        return _again(request, conversation, form)
    said = form.cleaned_data
    reply = Reply(said["text"], said["request_key"], str(said["seen_message"] or ""))
    try:
        answering.answer(conversation, reply, by=request.actor, confirmed=said["confirmed"])
    except Blocked as blocked:
        form.add_error("text", blocked.sentence)
        return _again(
            request, conversation, form, findings=blocked.opinion.findings, level=blocked.opinion.level
        )
    except ColleagueAnswered as quicker:
        form.add_error("text", quicker.sentence)
        return _again(request, conversation, form)
    conversation.refresh_from_db()
    answer = render(request, "inbox/parts/conversation.html", conversation_context(request, conversation))
    answers.trigger(answer, "inbox-changed")
    return answers.toast(answer, _("已提交，正在发送"))


@workspace_door("inbox.answer")
@require_POST
def check(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    """What the gate says of a reply being written; nothing is kept."""
    conversation = access.conversation_for(request.actor, pk)
    opinion = judging.look(answering.judged(conversation, request.POST.get("text", "")))
    return render(
        request, "inbox/parts/findings.html", {"findings": opinion.findings, "level": opinion.level}
    )


def _again(
    request: WorkspaceRequest,
    conversation: Conversation,
    form: ReplyForm,
    findings: object = (),
    level: str = "",
) -> HttpResponse:
    context = {**conversation_context(request, conversation, form), "findings": findings, "level": level}
    return render(request, "inbox/parts/conversation.html", context, status=422)
