"""Tells compliance which replies were written to people."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.urls import reverse

from chaoxin.accounts.actor import Actor
from chaoxin.compliance import subjects, titles
from chaoxin.compliance.subjects import Standing, Subject, Wanted

from . import access, answering
from .models import Conversation, Message

AT_ONCE = 200


def replies(actor: Actor, wanted: Wanted) -> Iterator[Subject]:
    """Replies that wait to go out or went out, in conversations that the actor may see, newest first. None
    has files that the gate knows."""
    if Standing.REPLY not in wanted.standings or wanted.media:
        return
    if wanted.about and wanted.about[0] != Conversation._meta.label_lower:
        return
    found = (
        Message.objects.filter(
            conversation__in=access.conversations_of(actor).order_by(),
            direction=Message.Direction.OUT,
            verdict_id__isnull=False,
        )
        .exclude(state=Message.State.FAILED)
        .filter(Q(at__gte=wanted.since) if wanted.since else Q())
        .filter(Q(author=wanted.hand) if wanted.hand else Q())
        .filter(Q(conversation=wanted.about[1]) if wanted.about else Q())
        .select_related("conversation__channel", "author__user")
        .order_by("-at", "-id")
    )
    for message in found.iterator(chunk_size=AT_ONCE):
        yield _subject(message, actor)


def _subject(message: Message, actor: Actor) -> Subject:
    conversation = message.conversation
    return Subject(
        row=conversation,
        title=titles.of_reply(message.text),
        url=reverse("inbox:conversation", args=[actor.workspace.slug, conversation.pk]),
        judged=answering.judged(conversation, message.text),
        standing=Standing.REPLY,
        author=message.author,
        channel=conversation.channel,
    )


subjects.register("reply", replies)
