"""Answer a customer: through the gate, once, by one person."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor
from chaoxin.compliance import house_words, judging, queueing, titles
from chaoxin.compliance.models import Verdict
from chaoxin.compliance.queueing import Standpoint
from chaoxin.compliance.subjects import Standing
from chaoxin.compliance.values import JudgedContent, Opinion
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid, Refusal

from .models import Conversation, Message

LONGEST_REPLY = 2000
UNSETTLED = [Message.State.QUEUED, Message.State.SENDING]


class Blocked(Refusal):
    """The gate does not let the reply out. `opinion` has the findings, with places in the text."""

    code = "blocked"
    status = 422

    def __init__(self, sentence: str, *, opinion: Opinion) -> None:
        super().__init__(sentence, field="text")
        self.opinion = opinion


class ColleagueAnswered(Refusal):
    """Somebody else has just answered, or is about to; nothing was sent."""

    code = "colleague_answered"


class NotAnswerable(Refusal):
    """No platform takes an answer here."""

    code = "not_answerable"


@dataclass(frozen=True)
class Reply:
    """A reply wish: `request_key` is fresh per form, so that a double click is one reply; `seen_message` is the newest
    message that the writer had on screen."""

    text: str
    request_key: str
    seen_message: str = ""


def answer(conversation: Conversation, reply: Reply, *, by: Actor, confirmed: bool = False) -> Message:
    """Queues a reply; the worker sends it. Asking again with the same key answers the same message. Raises Invalid for
    an empty or too long text, NotAnswerable for a lead, Blocked when the gate refuses (or wants a confirmation that
    `confirmed` does not give), ColleagueAnswered when a colleague was quicker."""
    by.require("inbox.answer")
    text = reply.text.strip()
    if not text or len(text) > LONGEST_REPLY:
        raise Invalid(_("回复不能为空，也不能超过 %d 字。") % LONGEST_REPLY, field="text")
    if conversation.kind == Conversation.Kind.LEAD:
        raise NotAnswerable(_("平台不能回复线索。请用对方留下的方式联系，联系后点“记为已联系”。"))
    if known := _known(conversation, reply):
        return known
    try:
        with transaction.atomic():
            locked = Conversation.objects.select_for_update().get(pk=conversation.pk)
            _check_nobody_was_quicker(locked, reply, by=by)
            verdict, passes = _judge(locked, text, by=by, confirmed=confirmed)
            message = _queue(locked, text, reply=reply, by=by, verdict_id=verdict.pk) if passes else None
    except IntegrityError:
        known = _known(conversation, reply)
        if known is None:
            raise
        return known
    if message is None:
        # Said outside of the transaction, so that the verdict stays with what it is about.
        raise _blocked(verdict, look(conversation, text, by=by))
    return message


def judged(conversation: Conversation, text: str) -> JudgedContent:
    """What the gate sees of a reply."""
    return JudgedContent(
        platform=conversation.channel.platform,
        format="reply",
        fields={"text": text},
        industry=conversation.workspace.industry,
    )


def look(conversation: Conversation, text: str, *, by: Actor) -> Opinion:
    """What the gate says of a reply that the actor writes; nothing is kept."""
    hands = [str(by.membership.pk)] if by.membership else []
    return judging.look(judged(conversation, text), conversation.workspace, hands=hands)


def _known(conversation: Conversation, reply: Reply) -> Message | None:
    return conversation.messages.filter(request_key=reply.request_key).first() if reply.request_key else None


def _check_nobody_was_quicker(conversation: Conversation, reply: Reply, *, by: Actor) -> None:
    ours = conversation.messages.filter(direction=Message.Direction.OUT).exclude(state=Message.State.FAILED)
    pending = (
        ours.filter(state__in=UNSETTLED).exclude(author=by.membership).select_related("author__user").first()
    )
    if pending is not None:
        raise ColleagueAnswered(
            _("%s刚刚回复了，正在发送。请刷新后再看。")
            % (pending.author.user if pending.author else _("同事"))
        )
    if not reply.seen_message:
        return
    seen = conversation.messages.filter(pk=reply.seen_message).first()
    newer = ours.filter(created_at__gt=seen.created_at).exclude(author=by.membership) if seen else ours.none()
    if (found := newer.select_related("author__user").first()) is not None:
        name = found.author.user if found.author else _("同事")
        raise ColleagueAnswered(_("%s在你写的时候已经回复了。你写的内容还在，请看过再决定要不要发。") % name)


def _judge(conversation: Conversation, text: str, *, by: Actor, confirmed: bool) -> tuple[Verdict, bool]:
    """The verdict, kept either way, and whether it lets the reply out."""
    verdict = judging.judge(
        judged(conversation, text),
        workspace=conversation.workspace,
        subject=conversation,
        by=by,
        title=titles.of_reply(text),
        channel=conversation.channel,
        at=Standpoint(Standing.UNSENT, _address(conversation)),
    )
    passes = judging.lets_out(verdict) or (verdict.level == Verdict.Level.CONFIRM and confirmed)
    if passes:
        sent = Standpoint(Standing.REPLY, _address(conversation))
        queueing.note_standing(verdict.subject_type, verdict.subject_id, verdict.content_hash, sent)
    return verdict, passes


def _blocked(verdict: Verdict, opinion: Opinion) -> Blocked:
    first = next(iter(opinion.worst_first), None)
    reason = f"“{first.quoted}”" + _("：") + house_words.told(first.why, first.rule) if first else ""
    if verdict.level == Verdict.Level.CONFIRM:
        sentence = _("这条回复里有需要确认的内容。%s 确认没有问题就点“仍要发送”。") % reason
    else:
        sentence = _("这条回复没有通过合规检查，没有发出。%s 请改过再发。") % reason
    return Blocked(sentence, opinion=opinion)


def _address(conversation: Conversation) -> str:
    return reverse("inbox:conversation", args=[conversation.workspace.slug, conversation.pk])


def _queue(conversation: Conversation, text: str, *, reply: Reply, by: Actor, verdict_id: UUID) -> Message:
    now = clock.now()
    last = conversation.messages.filter(direction=Message.Direction.IN).order_by("-at").first()
    message = Message.objects.create(
        conversation=conversation,
        channel=conversation.channel,
        direction=Message.Direction.OUT,
        state=Message.State.QUEUED,
        at=now,
        text=text,
        author=by.membership,
        reply_to=last,
        verdict_id=verdict_id,
        request_key=reply.request_key or None,
        next_look_at=now,
    )
    if conversation.assignee_id is None and by.membership:
        conversation.assignee = by.membership
        conversation.save(update_fields=["assignee"])
    detail = {"text": text, "message": str(message.pk), "verdict": str(verdict_id)}
    auditing.record("reply.write", by=by, subject=conversation, detail=detail)
    return message
