"""Doors to what people say of messages: one click in the conversation, a page with all of it, and files to train by."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers, clock, table_files
from chaoxin.inbox import access, correcting

from .conversations import conversation_context

PAGE_SIZE = 50


@workspace_door("inbox.answer")
@require_POST
def correct(request: WorkspaceRequest, pk: UUID, message_pk: UUID) -> HttpResponse:
    conversation = access.conversation_for(request.actor, pk)
    correcting.correct(
        correcting.message_for(conversation, message_pk),
        purpose=request.POST.get("purpose", ""),
        sentiment=request.POST.get("sentiment", ""),
        by=request.actor,
    )
    answer = render(request, "inbox/parts/messages.html", conversation_context(request, conversation))
    return answers.trigger(answer, "inbox-changed")


@workspace_door("inbox.export")
def index(request: WorkspaceRequest) -> HttpResponse:
    found = correcting.corrections_of(request.actor)
    context = {
        "page": Paginator(found, PAGE_SIZE).get_page(request.GET.get("page")),
        "tallies": correcting.tallies(request.actor),
    }
    return render(request, "inbox/corrections.html", context)


@workspace_door("inbox.export")
def export(request: WorkspaceRequest, task: str) -> HttpResponseBase:
    return as_csv(task, correcting.export(request.actor, task))


def as_csv(task: str, rows: Iterable[table_files.Table]) -> HttpResponseBase:
    """The rows as a file that no cache keeps."""
    answer = table_files.as_csv(f"{task}-{clock.now():%Y%m%d}", correcting.HEAD, rows)
    answer["Cache-Control"] = "no-store"
    return answer
