"""The account's own first comment: written once the post can be read, at most once by machinery."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts import auditing
from chaoxin.accounts.actor import Actor, the_house
from chaoxin.channels import sessions
from chaoxin.connectors import errors
from chaoxin.connectors.values import Sent
from chaoxin.core import clock
from chaoxin.core.refusals import Refusal
from chaoxin.core.sentences import joined

from . import clearing, freezing
from .models import Delivery, FirstComment
from .posts import reference_of
from .states import State

log = logging.getLogger("chaoxin.publishing")

OPTION = "first_comment"
LEASE_SECONDS = 60
GRACE_SECONDS = 10
LOOK_PAUSES_SECONDS = (20, 60, 180)
FROZEN_PAUSE = timedelta(minutes=1)
PATIENCE = timedelta(hours=2)
MINE = FirstComment.State

TAKE = """
UPDATE publishing_firstcomment
SET state = CASE WHEN state = 'queued' THEN 'sending' ELSE state END, next_step_at = %(until)s
WHERE id = (
    SELECT id FROM publishing_firstcomment
    WHERE state IN ('queued', 'sending', 'unconfirmed') AND next_step_at <= %(now)s
    ORDER BY next_step_at LIMIT 1 FOR UPDATE SKIP LOCKED
)
RETURNING id
"""


def plan(delivery: Delivery) -> None:
    """Notes, inside the transaction that publishes a delivery, the first comment that its content asks for; nothing
    where it asks for none. Planning twice changes nothing."""
    text = str((delivery.content.get("options") or {}).get(OPTION, "")).strip()
    if text:
        FirstComment.objects.get_or_create(
            delivery=delivery, defaults={"text": text, "next_step_at": clock.now()}
        )


def take_turn() -> int:
    """Looks after one first comment whose time has come; 1 where there was one, else 0."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"now": now, "until": now + timedelta(seconds=LEASE_SECONDS)})
        row = cursor.fetchone()
    if row is None:
        return 0
    comment = FirstComment.objects.select_related(
        "delivery__channel", "delivery__workspace", "delivery__receipt"
    ).get(pk=row[0])
    if comment.intent_at is None:
        send(comment)
    else:
        look(comment)
    return 1


def send(comment: FirstComment) -> None:
    """Writes a claimed comment, once. Whatever happens is written on it."""
    delivery = comment.delivery
    if freezing.freeze_of(delivery):
        _write(comment, state=MINE.QUEUED, next_step_at=clock.now() + FROZEN_PAUSE)
        return
    if delivery.state != State.PUBLISHED or not clearing.still_passes(delivery):
        _fail(comment, _("帖子已不在线上，或内容的合规结论已失效，首评没有发。"))
        return
    try:
        session = sessions.open_session(delivery.channel, urgent=True)
        if session.connector.comment_first is None:
            _fail(comment, _("这个平台没有首评的接口。请到平台上手动发首评。"))
            return
        if not FirstComment.objects.filter(pk=comment.pk, intent_at=None).update(intent_at=clock.now()):
            return
        comment.intent_at = clock.now()
        _note_sent(comment, session.call(lambda connector, account: _call(comment, connector, account)))
    except errors.OutcomeUnknown as unknown:
        _doubt(comment, unknown.sentence)
    except errors.Wait as wait:
        _put_back(comment, wait)
    except errors.ConnectorError as error:
        _fail(comment, error.sentence)
    except DatabaseError:
        raise
    except Exception as error:
        log.exception("first comment %s failed", comment.pk)
        _settle_failure(comment, error)


def look(comment: FirstComment) -> None:
    """Asks the platform whether a comment of unknown outcome is there; writes nothing on it."""
    post = reference_of(comment.delivery)
    try:
        session = sessions.open_session(comment.delivery.channel, urgent=True)
        found = session.call(
            lambda connector, account: connector.comment_first.find_first(  # type: ignore[union-attr]
                account, post=post, text=comment.text
            )
        )
    except errors.Wait as wait:
        _write(comment, state=MINE.UNCONFIRMED, next_step_at=wait.until)
        return
    except errors.ConnectorError as error:
        _fail(comment, joined(_("不确定首评是否发出，平台也不让查询，请到平台上看一眼。"), error.sentence))
        return
    if found is not None:
        _note_sent(comment, found)
    elif comment.looks < len(LOOK_PAUSES_SECONDS):
        again = clock.now() + timedelta(seconds=LOOK_PAUSES_SECONDS[comment.looks])
        _write(comment, state=MINE.UNCONFIRMED, looks=comment.looks + 1, next_step_at=again)
    else:
        _fail(comment, _("多次核实都没有在平台上看到首评。请到平台上确认，没有的话可以再发一次。"))


def send_again(comment: FirstComment, *, by: Actor) -> None:
    """A person has looked: the comment is not there and shall be written. Raises Refusal unless it has failed."""
    by.require("delivery.schedule")
    fresh = {"state": MINE.QUEUED, "intent_at": None, "looks": 0, "sentence": "", "next_step_at": clock.now()}
    with transaction.atomic():
        if not FirstComment.objects.filter(pk=comment.pk, state=MINE.FAILED).update(**fresh):
            raise Refusal(_("首评正在发或已经发出，不用再发。"))
        auditing.record(
            "delivery.comment_again", by=by, subject=comment.delivery, detail={"text": comment.text}
        )


def _call(comment: FirstComment, connector: Any, account: Any) -> Sent:
    sent: Sent = connector.comment_first.comment_first(
        account, post=reference_of(comment.delivery), text=comment.text
    )
    return sent


def _note_sent(comment: FirstComment, sent: Sent) -> None:
    with transaction.atomic():
        at = sent.at or clock.now()
        _write(comment, state=MINE.SENT, platform_id=sent.platform_id[:200], sent_at=at, sentence="")
        house = the_house(comment.delivery.workspace)
        auditing.record("delivery.comment", by=house, subject=comment.delivery, detail={"text": comment.text})


def _put_back(comment: FirstComment, wait: errors.Wait) -> None:
    """A Wait says that the platform has taken nothing: the intent is taken back with it."""
    if clock.now() > comment.created_at + PATIENCE:
        _fail(comment, wait.sentence)
        return
    _write(comment, state=MINE.QUEUED, intent_at=None, next_step_at=wait.until, sentence=wait.sentence)


def _doubt(comment: FirstComment, sentence: str) -> None:
    look_at = clock.now() + timedelta(seconds=GRACE_SECONDS)
    _write(comment, state=MINE.UNCONFIRMED, next_step_at=look_at, sentence=sentence)


def _settle_failure(comment: FirstComment, error: Exception) -> None:
    sentence = _("系统内部出错（%s）。") % type(error).__name__
    if comment.intent_at is None:
        _fail(comment, joined(sentence, _("首评还没有发，可以再发一次。")))
    else:
        _doubt(comment, joined(sentence, _("不确定首评是否发出，正在核实，不会重复发送。")))


def _fail(comment: FirstComment, sentence: str) -> None:
    _write(comment, state=MINE.FAILED, next_step_at=None, sentence=sentence)


def _write(comment: FirstComment, **fields: Any) -> None:
    FirstComment.objects.filter(pk=comment.pk).update(**fields)
    for name, value in fields.items():
        setattr(comment, name, value)
