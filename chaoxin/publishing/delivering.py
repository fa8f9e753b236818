"""Send one due delivery: check, prepare, note the intent, make the one irreversible call, write down what came."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext as _

from chaoxin.accounts.actor import the_house
from chaoxin.channels import identities, sessions
from chaoxin.connectors import errors
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Outcome, Post, Submission
from chaoxin.content import packing
from chaoxin.core import clock
from chaoxin.core.sentences import joined

from . import claiming, gates, handing, reconciling, uploading
from .claiming import LeaseLost, Turn
from .gates import Held
from .models import Attempt, Delivery
from .moving import move
from .statements import END_ATTEMPT, ENDING
from .states import TooLate

log = logging.getLogger("chaoxin.publishing")

# Who stands behind a grant is asked right before publishing; a long upload makes the answer old.
IDENTITY_GOOD_FOR = timedelta(minutes=2)


def take_turn() -> int:
    """Claims one due delivery and sends it; 1 where there was one, 0 where nothing is due."""
    turn = claiming.claim()
    if turn is None:
        return 0
    send(turn)
    return 1


def send(turn: Turn) -> None:
    """Carries a claimed delivery as far as it goes now. Whatever happens is written on the delivery and its attempt;
    a failure of one delivery touches no other. When the database cannot be written, the sweep settles the rest."""
    try:
        _carry(turn)
        claiming.give_back(turn, sent=turn.attempt.intent_at is not None)
    except (LeaseLost, TooLate):
        log.warning("delivery %s: the lane was taken over, stopping", turn.delivery.pk)
    except DatabaseError:
        log.exception("delivery %s: the database failed, the sweep will settle it", turn.delivery.pk)
    finally:
        claiming.forget(turn)


def _carry(turn: Turn) -> None:
    try:
        _go_through(turn)
    except (LeaseLost, TooLate, DatabaseError):
        raise
    except Held as held:
        _hold(turn, held.kind, held.sentence)
    except errors.ConnectorError as error:
        _settle_error(turn, error)
    except Exception as error:
        log.exception("delivery %s failed", turn.delivery.pk)
        _settle_failure(turn, error)


def _go_through(turn: Turn) -> None:
    gates.check(turn.delivery)
    session = sessions.open_session(turn.delivery.channel, urgent=True)
    post = packing.post_of(turn.delivery.content, key=str(turn.delivery.pk))
    _check_identity(turn, session)
    if turn.attempt.number > 1 and reconciling.was_doubtful(turn.delivery):
        if reconciling.already_there(turn.delivery, session, post):
            _end_attempt(turn, Attempt.Outcome.PUBLISHED, sentence=_("平台上已有这条内容，没有再发。"))
            return
        # What the doubtful try made ready may be used up on the platform.
        turn.delivery.prepared = {}
    _prepare(turn, session, post)
    _submit(turn, session, post)


def _check_identity(turn: Turn, session: sessions.Session) -> None:
    # Written with the intent, or with the end of an attempt that never comes so far.
    turn.attempt.first_call_at = clock.now()
    _ask_identity(session)


def _ask_identity(session: sessions.Session) -> None:
    try:
        identities.check_identity(session)
    except identities.IdentityMismatch as mismatch:
        raise Held("identity", mismatch.sentence) from mismatch


def _prepare(turn: Turn, session: sessions.Session, post: Post) -> None:
    """Lets the connector make everything ready; what is ready is kept, so that a repeat goes on from there."""
    keep, delivery = uploading.Keeper(turn), turn.delivery
    began = clock.now()
    try:
        prepared = session.call(
            lambda connector, account: connector.publish.prepare(  # type: ignore[union-attr]
                account, post, delivery.prepared, keep=keep
            )
        )
    except (LeaseLost, TooLate, DatabaseError):
        raise
    except Exception as error:
        keep.settle(getattr(error, "prepared", {}))
        raise
    if clock.now() - began > IDENTITY_GOOD_FOR:
        keep.settle(prepared)
        _ask_identity(session)
    else:
        keep.settle_with_intent(prepared)


def _submit(turn: Turn, session: sessions.Session, post: Post) -> None:
    try:
        claiming.note_intent(turn)
    except LeaseLost:
        gates.check_freeze(turn.delivery)
        raise
    try:
        submission = session.call(
            lambda connector, account: connector.publish.submit(account, post, turn.delivery.prepared)  # type: ignore[union-attr]
        )
    except errors.ConnectorError as error:
        # A platform that has lost what was ready says what is left of it.
        uploading.Keeper(turn).settle(error.prepared)
        raise
    _note_submission(turn, submission, secrets=_secrets(session))


def _note_submission(turn: Turn, submission: Submission, *, secrets: Mapping[str, str]) -> None:
    delivery, house = turn.delivery, the_house(turn.delivery.workspace)
    excerpt = without_secrets(submission.excerpt, secrets)
    now = clock.now()
    with transaction.atomic():
        if submission.outcome in (Outcome.PUBLISHED, Outcome.PENDING):
            pause = 0 if submission.outcome == Outcome.PUBLISHED else submission.look_again_after_seconds
            _end_attempt(turn, Attempt.Outcome.PENDING, submission=submission, excerpt=excerpt)
            changes = _look(submission, now + timedelta(seconds=pause))
            move(delivery, "await_platform", by=house, changes=changes)
        elif submission.outcome == Outcome.NEEDS_PERSON:
            _end_attempt(turn, Attempt.Outcome.NEEDS_PERSON, submission=submission, excerpt=excerpt)
            changes = {
                "sent_facts": dict(submission.facts),
                "sentence": submission.sentence,
                "reference": submission.reference,
            }
            handing.give_to_person(delivery, changes=changes)
        elif submission.outcome == Outcome.REFUSED:
            _end_attempt(turn, Attempt.Outcome.REFUSED, submission=submission, excerpt=excerpt)
            move(delivery, "refuse", by=house, changes={"sentence": submission.sentence, "ended_at": now})
        else:
            _end_attempt(turn, Attempt.Outcome.UNKNOWN, submission=submission, excerpt=excerpt)
            _doubt(delivery, submission.sentence)


def _secrets(session: sessions.Session) -> dict[str, str]:
    token = session.account.token
    return {**session.account.credentials, **(token.secrets if token else {})}


def _look(submission: Submission, at: datetime) -> dict[str, Any]:
    return {
        "reference": submission.reference,
        "sent_facts": dict(submission.facts),
        "sentence": submission.sentence,
        "looks": 0,
        "next_look_at": at,
    }


def _settle_error(turn: Turn, error: errors.ConnectorError) -> None:
    unsure = isinstance(error, errors.OutcomeUnknown) and turn.attempt.intent_at is not None
    if unsure:
        with transaction.atomic():
            _end_attempt(turn, Attempt.Outcome.UNKNOWN, error=error)
            _doubt(turn.delivery, error.sentence)
    elif isinstance(error, errors.Wait):
        _put_back(turn, until=error.until, error=error)
    elif isinstance(error, errors.OutcomeUnknown):
        _put_back(turn, until=clock.now() + timedelta(seconds=30), error=error)
    elif isinstance(error, errors.FixContent):
        with transaction.atomic():
            _end_attempt(turn, Attempt.Outcome.REFUSED, error=error)
            changes = {"sentence": error.sentence, "ended_at": clock.now()}
            move(turn.delivery, "refuse", by=the_house(turn.delivery.workspace), changes=changes)
    else:
        _hold(turn, error.remedy, error.sentence, error=error)


def _settle_failure(turn: Turn, error: Exception) -> None:
    """A fault of our own: before the intent nothing was sent and it is shown to a person; after it, it is unclear."""
    sentence = _("系统内部出错（%s）。") % type(error).__name__
    if turn.attempt.intent_at is None:
        _hold(
            turn,
            "fault",
            joined(
                sentence, _("还没有向平台提交。请放行重试；若再次出错，请把系统状态页的信息发给维护人员。")
            ),
        )
        return
    with transaction.atomic():
        _end_attempt(turn, Attempt.Outcome.UNKNOWN, sentence=sentence)
        _doubt(turn.delivery, joined(sentence, _("不确定平台是否已收到，正在核实，不会重复发送。")))


def _put_back(turn: Turn, *, until: datetime, error: errors.ConnectorError) -> None:
    delivery = turn.delivery
    last_moment = delivery.due_at + timedelta(minutes=delivery.channel.late_tolerance_minutes)
    if until > last_moment and not delivery.late_allowed:
        _hold(
            turn,
            "wait",
            joined(error.sentence, _("等到那时会超过允许的迟发范围，请决定改期、放行还是取消。")),
            error=error,
        )
        return
    with transaction.atomic():
        _end_attempt(turn, Attempt.Outcome.STOPPED, error=error)
        changes = {"not_before": until, "sentence": error.sentence}
        move(delivery, "put_back", by=the_house(delivery.workspace), changes=changes)


def _hold(turn: Turn, kind: str, sentence: str, *, error: errors.ConnectorError | None = None) -> None:
    with transaction.atomic():
        _end_attempt(turn, Attempt.Outcome.STOPPED, error=error, sentence=sentence)
        changes = {"held_for": kind, "sentence": sentence}
        move(turn.delivery, "hold", by=the_house(turn.delivery.workspace), changes=changes, note=kind)


def _doubt(delivery: Delivery, sentence: str) -> None:
    look_at = clock.now() + timedelta(seconds=reconciling.GRACE_SECONDS)
    changes = {"sentence": sentence, "looks": 0, "next_look_at": look_at}
    move(delivery, "doubt", by=the_house(delivery.workspace), changes=changes)


def _end_attempt(
    turn: Turn,
    outcome: Attempt.Outcome,
    *,
    submission: Submission | None = None,
    error: errors.ConnectorError | None = None,
    sentence: str = "",
    excerpt: str = "",
) -> None:
    attempt = turn.attempt
    said = submission or error
    attempt.outcome, attempt.ended_at = outcome, clock.now()
    attempt.remedy = said.remedy if said else ""
    attempt.code = said.code[:60] if said else ""
    attempt.sentence = sentence or (said.sentence if said else "")
    attempt.excerpt = excerpt or (error.excerpt if error else "")
    values = {name: getattr(attempt, name) for name in (*ENDING, "id")}
    with connection.cursor() as cursor:
        cursor.execute(END_ATTEMPT, values)
        if not cursor.rowcount:
            raise LeaseLost
