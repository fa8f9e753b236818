"""Doors that settle who looks after a conversation and when it is over."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from chaoxin.accounts.access import member_for
from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers, clock
from chaoxin.core.refusals import Invalid, Refusal
from chaoxin.inbox import access, assigning
from chaoxin.inbox.forms import SnoozeForm
from chaoxin.inbox.models import Conversation

from .conversations import conversation_context


@workspace_door("inbox.read")
@require_POST
def assign(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation, wanted = access.conversation_for(request.actor, pk), request.POST.get("assignee", "")
    to = member_for(request.actor, _uuid(wanted)) if wanted else None
    assigning.assign(conversation, to=to, by=request.actor)
    return _answer(
        request, conversation, _("已分派给 {name}").format(name=to.user) if to else _("已取消分派")
    )


@workspace_door("inbox.answer")
@require_POST
def close(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation = access.conversation_for(request.actor, pk)
    assigning.close(conversation, by=request.actor)
    return _answer(request, conversation, _("已关闭，对方再来消息会自动打开"))


@workspace_door("inbox.answer")
@require_POST
def reopen(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation = access.conversation_for(request.actor, pk)
    assigning.reopen(conversation, by=request.actor)
    return _answer(request, conversation, _("已重新打开"))


@workspace_door("inbox.answer")
@require_POST
def snooze(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation, form = access.conversation_for(request.actor, pk), SnoozeForm(request.POST)
    if not form.is_valid():
        raise Invalid(_("请选要推后几个小时（1 到 168）。"), field="hours")
    until = clock.now() + timedelta(hours=form.cleaned_data["hours"])
    assigning.snooze(conversation, until=until, by=request.actor)
    return _answer(request, conversation, _("已放到稍后处理"))


@workspace_door("inbox.answer")
@require_POST
def close_many(request: WorkspaceRequest) -> HttpResponse:
    wanted = [pk for text in request.POST.getlist("conversation")[:200] if (pk := _uuid_or_none(text))]
    chosen = access.conversations_of(request.actor).filter(pk__in=wanted)
    done = 0
    for conversation in chosen:
        try:
            assigning.close(conversation, by=request.actor)
            done += 1
        except Refusal:
            continue
    answer = HttpResponse(status=204)
    answers.trigger(answer, "inbox-changed")
    return answers.toast(answer, _("已关闭 {n} 个会话").format(n=done))


def _answer(request: WorkspaceRequest, conversation: Conversation, text: str) -> HttpResponse:
    conversation = access.conversation_for(request.actor, conversation.pk)
    answer = render(request, "inbox/parts/conversation.html", conversation_context(request, conversation))
    answers.trigger(answer, "inbox-changed")
    return answers.toast(answer, text)


def _uuid(text: str) -> UUID:
    found = _uuid_or_none(text)
    if found is None:
        raise Invalid(_("没有这个成员。请刷新页面再选。"), field="assignee")
    return found


def _uuid_or_none(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
