"""Who looks after a conversation, and when it is over."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import rights_of
from chaoxin.core import announcing, clock
from chaoxin.core.refusals import Invalid

from . import facts, timing
from .models import Conversation


def assign(conversation: Conversation, *, to: Membership | None, by: Actor) -> None:
    """Gives a conversation to a member, or to nobody. Taking it oneself needs the right to answer, giving it to
    somebody else the right to assign. Raises Invalid for a member who may not answer."""
    by.require("inbox.answer" if to == by.membership else "inbox.assign")
    if to is not None and "inbox.answer" not in rights_of(to.role):
        raise Invalid(_("%s 的角色不能回复消息，请换一位同事。") % to.user, field="assignee")
    if conversation.assignee_id == (to.pk if to else None):
        return
    with transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).update(assignee=to)
        conversation.assignee = to
        auditing.record(
            "conversation.assign", by=by, subject=conversation, detail={"to": str(to.user) if to else ""}
        )
        announcing.announce(facts.ASSIGNED, workspace_id=conversation.workspace_id, subject=conversation)


def close(conversation: Conversation, *, by: Actor) -> None:
    """Ends a conversation without an answer; what the customer writes next opens it again."""
    by.require("inbox.answer")
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        if locked.state == Conversation.State.CLOSED:
            return
        timing.stop_clock(locked, at=clock.now(), answered=False)
        auditing.record("conversation.close", by=by, subject=locked)
        announcing.announce(facts.CLOSED, workspace_id=locked.workspace_id, subject=locked)


def reopen(conversation: Conversation, *, by: Actor) -> None:
    """Puts a conversation back among the open ones; its clock starts from now."""
    by.require("inbox.answer")
    with transaction.atomic():
        locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
        if locked.state == Conversation.State.OPEN:
            return
        timing.start_clock(locked, at=clock.now())
        auditing.record("conversation.reopen", by=by, subject=locked)


def snooze(conversation: Conversation, *, until: datetime, by: Actor) -> None:
    """Puts a conversation aside until then; its clock goes on. Raises Invalid for a time that is past or later than
    the customer can wait."""
    by.require("inbox.answer")
    if until <= clock.now():
        raise Invalid(_("请选一个将来的时间。"), field="until")
    if conversation.answer_due_at and until >= conversation.answer_due_at:
        raise Invalid(_("不能推到回复期限之后。请选更早的时间，或现在就回复。"), field="until")
    with transaction.atomic():
        Conversation.objects.filter(pk=conversation.pk).exclude(state=Conversation.State.CLOSED).update(
            state=Conversation.State.SNOOZED, snoozed_until=until
        )
        auditing.record(
            "conversation.snooze", by=by, subject=conversation, detail={"until": until.isoformat()}
        )


def mark_read(conversation: Conversation) -> None:
    """Notes that somebody has looked at it."""
    if conversation.unread:
        Conversation.objects.filter(pk=conversation.pk).update(unread=0)
