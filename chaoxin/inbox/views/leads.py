"""Doors to leads: their contact data in full, and the note that somebody got in touch."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from chaoxin.accounts.doors import WorkspaceRequest, workspace_door
from chaoxin.core import answers
from chaoxin.inbox import access, leads
from chaoxin.inbox.forms import ContactForm

from .conversations import conversation_context


@workspace_door("inbox.answer")
@require_POST
@never_cache
def reveal(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation = access.conversation_for(request.actor, pk)
    revealed = leads.reveal(conversation, by=request.actor)
    return render(request, "inbox/parts/contact_data.html", {"revealed": revealed})


@workspace_door("inbox.answer")
@require_POST
def note_contact(request: WorkspaceRequest, pk: UUID) -> HttpResponse:
    conversation, form = access.conversation_for(request.actor, pk), ContactForm(request.POST)
    if not form.is_valid():
        context = conversation_context(request, conversation, form)
        return render(request, "inbox/parts/conversation.html", context, status=422)
    leads.note_contact(conversation, form.cleaned_data["note"], by=request.actor)
    conversation = access.conversation_for(request.actor, pk)
    answer = render(request, "inbox/parts/conversation.html", conversation_context(request, conversation))
    answers.trigger(answer, "inbox-changed")
    return answers.toast(answer, _("已记为已联系"))
