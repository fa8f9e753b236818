"""Send queued replies: claim by conditional update, note the intent, call once, write down what came.

A reply whose outcome is unknown is looked up where the platform lets us read it, else a person is asked; it is
never sent again by machinery.
"""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import the_house
from chaoxin.channels import sessions
from chaoxin.connectors import errors
from chaoxin.connectors.contract import MessageReference, PostReference
from chaoxin.connectors.values import Sent
from chaoxin.core import announcing, clock
from chaoxin.core.sentences import joined
from chaoxin.publishing.posts import reference_of_receipt

from . import facts, timing
from .models import Conversation, Message

log = logging.getLogger("chaoxin.inbox")

LEASE_SECONDS = 60
GRACE_SECONDS = 10
LOOK_PAUSES_SECONDS = (20, 60, 180)
PATIENCE = timedelta(hours=2)

TAKE = """
UPDATE inbox_message SET state = CASE WHEN state = 'queued' THEN 'sending' ELSE state END, next_look_at = %(until)s
WHERE id = (
    SELECT id FROM inbox_message
    WHERE state IN ('queued', 'sending', 'unconfirmed') AND next_look_at <= %(now)s
    ORDER BY next_look_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id, intent_at IS NOT NULL
"""


def take_turn() -> int:
    """Looks after one reply whose time has come; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + timedelta(seconds=LEASE_SECONDS)})
        row = cursor.fetchone()
    if row is None:
        return 0
    message = Message.objects.select_related("conversation__workspace", "channel", "reply_to__identity").get(
        pk=row[0]
    )
    if row[1]:
        look(message)
    else:
        send(message)
    return 1


def send(message: Message) -> None:
    """Sends a claimed reply. Whatever happens is written on it."""
    try:
        session = sessions.open_session(message.channel, urgent=True)
        noted = Message.objects.filter(pk=message.pk, state=Message.State.SENDING, intent_at=None)
        if not noted.update(intent_at=clock.now()):
            return
        _note_sent(message, session.call(lambda connector, account: _call(message, connector, account)))
    except errors.OutcomeUnknown as unknown:
        _doubt(message, unknown.sentence)
    except errors.Wait as wait:
        _put_back(message, wait)
    except errors.ConnectorError as error:
        _fail(message, error.sentence)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("reply %s failed", message.pk)
        sentence = _("系统内部出错（%s）。") % type(error).__name__
        if Message.objects.filter(pk=message.pk, intent_at=None).exists():
            _fail(message, joined(sentence, _("这条回复没有发出，可以再发一次。")))
        else:
            _doubt(message, joined(sentence, _("不确定是否已送达，正在核实，不会重复发送。")))


def look(message: Message) -> None:
    """Asks the platform whether a reply of unknown outcome is there."""
    try:
        session = sessions.open_session(message.channel, urgent=True)
        found = session.call(
            lambda connector, account: connector.converse.find_reply(  # type: ignore[union-attr]
                account, post=_post(message), comment_id=_comment_id(message), text=message.text
            )
        )
    except errors.Wait as wait:
        Message.objects.filter(pk=message.pk).update(next_look_at=wait.until)
        return
    except errors.ConnectorError as error:
        _ask_person(message, joined(_("不确定这条回复是否送达，平台也不让查询。"), error.sentence))
        return
    if found is not None:
        _note_sent(message, found)
    elif message.tries < len(LOOK_PAUSES_SECONDS):
        again = clock.now() + timedelta(seconds=LOOK_PAUSES_SECONDS[message.tries])
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.UNCONFIRMED, tries=message.tries + 1, next_look_at=again
        )
    else:
        _ask_person(
            message, _("多次核实都没有在平台上看到这条回复。请到平台上看一眼，没有的话可以再发一次。")
        )


def _call(message: Message, connector: object, account: object) -> Sent:
    converse = connector.converse  # type: ignore[attr-defined]
    if message.conversation.kind == Conversation.Kind.MESSAGE:
        sent: Sent = converse.reply_to_message(
            account,
            sender_id=_sender_id(message),
            text=message.text,
            key=str(message.pk),
            to=_answered(message),
        )
        return sent
    answered: Sent = converse.reply_to_comment(
        account, post=_post(message), comment_id=_comment_id(message), text=message.text
    )
    return answered


def _sender_id(message: Message) -> str:
    identity = message.reply_to.identity if message.reply_to else message.conversation.identity
    return identity.external_id if identity else ""


def _answered(message: Message) -> MessageReference | None:
    """The message that is answered: the chosen one, else the latest that came in."""
    came_in = message.conversation.messages.filter(direction=Message.Direction.IN)
    chosen = message.reply_to or came_in.order_by("-at", "-pk").first()
    return MessageReference(chosen.platform_id or "", dict(chosen.facts)) if chosen else None


def _comment_id(message: Message) -> str:
    return (message.reply_to.platform_id or "") if message.reply_to else ""


def _post(message: Message) -> PostReference | None:
    conversation = message.conversation
    if conversation.kind == Conversation.Kind.MESSAGE:
        return None
    receipt = getattr(conversation.delivery, "receipt", None) if conversation.delivery else None
    facts_of_comment = dict(message.reply_to.facts) if message.reply_to else {}
    if receipt is not None:
        known = reference_of_receipt(receipt)
        return PostReference(known.post_id, known.reference, {**known.facts, **facts_of_comment})
    return PostReference(post_id=conversation.post_id, reference=conversation.post_id, facts=facts_of_comment)


def _note_sent(message: Message, sent: Sent) -> None:
    at = sent.at or clock.now()
    with transaction.atomic():
        conversation = Conversation.objects.select_for_update().get(pk=message.conversation_id)
        settled = Message.objects.filter(pk=message.pk).exclude(state=Message.State.SENT)
        taken = bool(sent.platform_id) and conversation.messages.filter(platform_id=sent.platform_id).exists()
        changes = {"platform_id": None if taken or not sent.platform_id else sent.platform_id[:200]}
        if not settled.update(state=Message.State.SENT, at=at, next_look_at=None, sentence="", **changes):
            return
        conversation.excerpt, conversation.last_message_at = (
            message.text[:200],
            max(conversation.last_message_at, at),
        )
        conversation.save(update_fields=["excerpt", "last_message_at"])
        timing.stop_clock(conversation, at=at, answered=True)
        auditing.record(
            "reply.sent",
            by=the_house(conversation.workspace),
            subject=conversation,
            detail={"message": str(message.pk), "platform_id": sent.platform_id},
        )
        announcing.announce(facts.ANSWERED, workspace_id=conversation.workspace_id, subject=message)


def _doubt(message: Message, sentence: str) -> None:
    at = clock.now() + timedelta(seconds=GRACE_SECONDS)
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.UNCONFIRMED, sentence=sentence, tries=0, next_look_at=at
        )
        announcing.announce(
            facts.UNCONFIRMED, workspace_id=message.conversation.workspace_id, subject=message
        )


def _put_back(message: Message, wait: errors.Wait) -> None:
    """The platform surely did not take it; it is tried again, for at most two hours."""
    if wait.until > message.created_at + PATIENCE:
        _fail(message, joined(wait.sentence, _("等得太久了，请稍后重发。")))
        return
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.QUEUED, intent_at=None, sentence=wait.sentence, next_look_at=wait.until
    )


def _fail(message: Message, sentence: str) -> None:
    with transaction.atomic():
        Message.objects.filter(pk=message.pk).update(
            state=Message.State.FAILED, sentence=sentence, next_look_at=None
        )
        announcing.announce(facts.FAILED, workspace_id=message.conversation.workspace_id, subject=message)


def _ask_person(message: Message, sentence: str) -> None:
    Message.objects.filter(pk=message.pk).update(
        state=Message.State.UNCONFIRMED, sentence=sentence, next_look_at=None
    )
