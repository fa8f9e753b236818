"""The only way to conversations for doors: those on channels that the actor may use."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import Actor
from chaoxin.channels.access import channels_of
from chaoxin.core.refusals import NotFound

from .models import Conversation


def conversations_of(actor: Actor) -> QuerySet[Conversation]:
    """Conversations of the actor's workspace on channels he may use, newest first."""
    return (
        Conversation.objects.filter(workspace=actor.workspace, channel__in=channels_of(actor))
        .select_related("channel", "identity__person", "assignee__user", "delivery")
        .order_by("-last_message_at", "-id")
    )


def conversation_for(actor: Actor, pk: UUID) -> Conversation:
    """One of those. Raises NotFound."""
    found = conversations_of(actor).filter(pk=pk).first()
    if found is None:
        raise NotFound(_("没有这个会话，或者你不能使用它的账号。"))
    return found
