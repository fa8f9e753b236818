"""Read posts and accounts on the platforms when their turn has come."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.channels import sessions
from chaoxin.channels.sessions import Session
from chaoxin.connectors.errors import ConnectorError
from chaoxin.core import clock
from chaoxin.publishing.posts import reference_of

from . import account_reading, claiming, gaps, recording
from .account_reading import measure_of
from .claiming import Turn
from .models import ChannelReadingPlan, PostReadingPlan
from .pausing import concerns_channel, pause_after, remedy_of, sentence_of
from .timetable import interval_of, next_slot

log = logging.getLogger("chaoxin.analytics")

# Work that came a little late is no gap.
GRACE = timedelta(minutes=2)


def take_turn() -> int:
    """Reads one channel of which something is due; answers 1, or 0 where nothing is."""
    turn = claiming.claim()
    if turn is None:
        return 0
    try:
        session = _session(turn)
        if session is not None:
            _read_posts(turn, session)
            if turn.account_due:
                account_reading.read(turn.plan, session)
    finally:
        claiming.let_go(turn)
    return 1


def _session(turn: Turn) -> Session | None:
    """A session of the channel; without one everything due is put off and the gap noted."""
    try:
        session = sessions.open_session(turn.channel, urgent=turn.urgent)
    except sessions.ByHand:
        _give_up(turn)
        return None
    except Exception as error:
        _log_unexpected(turn, error)
        _put_off_posts(turn, turn.together + turn.alone, error)
        if turn.account_due:
            account_reading.put_off(turn.plan, error)
        return None
    if session.connector.measure is None:
        _give_up(turn)
        return None
    return session


def _give_up(turn: Turn) -> None:
    """Nothing of the channel can be read by an interface (any more)."""
    PostReadingPlan.objects.filter(channel=turn.channel, ended_at=None).update(ended_at=clock.now())
    ChannelReadingPlan.objects.filter(pk=turn.plan.pk).delete()


def _read_posts(turn: Turn, session: Session) -> None:
    if turn.together:
        try:
            _read(turn, session, turn.together)
        except Exception as error:
            _log_unexpected(turn, error)
            _put_off_posts(turn, turn.together + turn.alone, error)
            return
    for plan in turn.alone:
        try:
            _read(turn, session, [plan])
        except Exception as error:
            _log_unexpected(turn, error)
            if concerns_channel(error):
                _put_off_posts(turn, turn.alone, error)
                return
            _put_off_alone(plan, error)


def _read(turn: Turn, session: Session, plans: list[PostReadingPlan]) -> None:
    references = [reference_of(plan.delivery) for plan in plans]
    at = clock.now()
    readings = session.call(
        lambda connector, account: measure_of(connector).post_readings(account, references)
    )
    by_post = {plan.delivery.receipt.post_id: plan.delivery_id for plan in plans}
    with transaction.atomic():
        answered = recording.record_posts(turn.channel, readings, deliveries=by_post, at=at)
        for plan in plans:
            _go_on(turn, plan, at=at, has_answer=plan.delivery_id in answered)
        _note_success(turn, at)


def _go_on(turn: Turn, plan: PostReadingPlan, *, at: datetime, has_answer: bool) -> None:
    """Plans the next reading after one that was made at `at`."""
    slot = next_slot(plan.delivery.published_at or plan.created_at, after=at)
    _close_gap(turn, plan, at=at)
    if not has_answer and plan.step and plan.delivery.days.exists():
        reason = _("平台这次没有返回这条内容的数据。")
        gaps.open_gap(turn.channel, delivery=plan.delivery, starts_at=at, reason=reason)
    PostReadingPlan.objects.filter(pk=plan.pk).update(
        step=plan.step + 1,
        failures=0,
        last_read_at=at,
        asked_at=None,
        sentence="" if has_answer else _("平台还没有给出这条内容的数据。"),
        next_read_at=slot or plan.next_read_at,
        ended_at=None if slot else at,
    )


def _close_gap(turn: Turn, plan: PostReadingPlan, *, at: datetime) -> None:
    """Ends the gap of a post; where nobody noted one although planned readings were skipped, notes it."""
    if gaps.close_gap(turn.channel, delivery=plan.delivery, at=at):
        return
    due = max(plan.next_read_at, turn.plan.next_posts_at)
    if at > _following(turn, plan, due) + GRACE:
        gaps.note_gap(
            turn.channel, delivery=plan.delivery, starts_at=due, ended_at=at, reason=gaps.LATE_REASON
        )


def _following(turn: Turn, plan: PostReadingPlan, due: datetime) -> datetime:
    """When the reading after the one due at `due` is planned."""
    slot = next_slot(plan.delivery.published_at or plan.created_at, after=due)
    return max(slot or due, due + interval_of(turn.channel))


def _note_success(turn: Turn, at: datetime) -> None:
    full = len(turn.together) + len(turn.alone) >= claiming.MOST_POSTS
    pause = timedelta() if full else interval_of(turn.channel)
    ChannelReadingPlan.objects.filter(pk=turn.plan.pk).update(
        posts_read_at=at, post_failures=0, next_posts_at=at + pause, sentence=""
    )


def _put_off_posts(turn: Turn, plans: list[PostReadingPlan], error: Exception) -> None:
    """Leaves the channel's posts alone for a while; whoever misses a planned reading by it gets a gap."""
    if not plans:
        return
    until = clock.now() + pause_after(error, failures=turn.plan.post_failures)
    with transaction.atomic():
        ChannelReadingPlan.objects.filter(pk=turn.plan.pk).update(
            next_posts_at=until, post_failures=turn.plan.post_failures + 1, sentence=sentence_of(error)
        )
        for plan in plans:
            _note_missed(turn, plan, until=until, error=error)


def _put_off_alone(plan: PostReadingPlan, error: Exception) -> None:
    until = clock.now() + pause_after(error, failures=plan.failures)
    with transaction.atomic():
        gaps.open_gap(
            plan.channel,
            delivery=plan.delivery,
            starts_at=plan.next_read_at,
            reason=sentence_of(error),
            remedy=remedy_of(error),
        )
        PostReadingPlan.objects.filter(pk=plan.pk).update(
            failures=plan.failures + 1, asked_at=None, next_read_at=until, sentence=sentence_of(error)
        )


def _note_missed(turn: Turn, plan: PostReadingPlan, *, until: datetime, error: Exception) -> None:
    due = max(plan.next_read_at, turn.plan.next_posts_at)
    if due <= clock.now() and until >= _following(turn, plan, due):
        gaps.open_gap(
            turn.channel,
            delivery=plan.delivery,
            starts_at=due,
            reason=sentence_of(error),
            remedy=remedy_of(error),
        )
    own_fault = 0 if concerns_channel(error) else 1
    PostReadingPlan.objects.filter(pk=plan.pk).update(
        failures=plan.failures + own_fault, asked_at=None, sentence=sentence_of(error)
    )


def _log_unexpected(turn: Turn, error: Exception) -> None:
    if not isinstance(error, ConnectorError):
        log.exception("reading of channel %s failed", turn.channel.pk)
