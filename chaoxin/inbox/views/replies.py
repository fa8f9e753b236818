from __future__ import annotations

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.compliance import house_words, replacing
from chaoxin.compliance.values import Opinion
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
        return _again(request, conversation, form, **_found(blocked.opinion))
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
    text = request.POST.get("text", "")[: 2 * answering.LONGEST_REPLY]
    opinion = answering.look(conversation, text, by=request.actor)
    return render(request, "inbox/parts/findings.html", _found(opinion))


@workspace_door("inbox.answer")
@require_POST
def replaced(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    told = request.POST
    replacing.note(
        access.conversation_for(request.actor, pk),
        by=request.actor,
        rule=told.get("rule", ""),
        quoted=told.get("quoted", ""),
        chosen=told.get("chosen", ""),
        field="reply",
    )
    return HttpResponse(status=204)


def _found(opinion: Opinion) -> dict[str, Any]:
    told = json.dumps(house_words.findings_told(opinion.findings), ensure_ascii=False)
    return {"findings": opinion.worst_first, "findings_json": told, "level": opinion.level}


def _again(
    request: WorkspaceRequest,
    conversation: Conversation,
    form: ReplyForm,
    **found: Any,
) -> HttpResponse:
    context = {**conversation_context(request, conversation, form), **found}
    return render(request, "inbox/parts/conversation.html", context, status=422)
