"""Read an account's own figures: totals now, and the platform's figures of whole days."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils.translation import gettext as _

from chaoxin.channels.sessions import Session
from chaoxin.connectors.contract import Connector, Measure
from chaoxin.connectors.errors import AskPlatform, ConnectorError
from chaoxin.core import clock

from . import ads, gaps, recording
from .models import ChannelReadingPlan
from .pausing import pause_after, remedy_of, sentence_of
from .recording import PLATFORM_ZONE, Measured
from .timetable import DAY, HOUR, interval_of

log = logging.getLogger("chaoxin.analytics")

# Platforms have the figures of yesterday ready in the morning, at the earliest then.
DAYS_READY_AT = time(8, 0)
FIRST_DAYS = 30
# Days that are asked for again, since platforms correct them.
DAYS_READ_AGAIN = 2
SHORTEST_PAUSE = timedelta(minutes=5)
GRACE = timedelta(minutes=10)


def read(plan: ChannelReadingPlan, session: Session) -> None:
    """Reads an account and plans the next time; an error puts it off and is noted as a gap."""
    at = clock.now()
    since, until = days_to_ask(plan, at)
    try:
        readings = session.call(
            lambda connector, account: measure_of(connector).account_readings(
                account, since_day=since.isoformat(), until_day=until.isoformat()
            )
        )
    except Exception as error:
        if not isinstance(error, ConnectorError):
            log.exception("reading of account %s failed", plan.pk)
        put_off(plan, error)
        return
    with transaction.atomic():
        rows = recording.record_account(plan.channel, readings, at=at)
        ads.record(plan.channel, readings, at=at)
        _go_on(plan, rows, at=at)


def days_to_ask(plan: ChannelReadingPlan, at: datetime) -> tuple[date, date]:
    """First and last platform day to ask for. Once yesterday is known, or before it can be, today alone: then only
    totals of now are wanted."""
    local = at.astimezone(ZoneInfo(PLATFORM_ZONE))
    today, yesterday = local.date(), local.date() - DAY
    if plan.days_through is None:
        return yesterday - (FIRST_DAYS - 1) * DAY, today
    if plan.days_through >= yesterday or local.time() < DAYS_READY_AT:
        return today, today
    again = plan.days_through - (DAYS_READ_AGAIN - 1) * DAY
    return max(again, yesterday - (FIRST_DAYS - 1) * DAY), today


def measure_of(connector: Connector) -> Measure:
    """The connector's part that reads figures. Raises AskPlatform where the platform has none."""
    if connector.measure is None:
        raise AskPlatform(_("这个平台不提供数据接口。"))
    return connector.measure


def put_off(plan: ChannelReadingPlan, error: Exception) -> None:
    """Leaves the account's figures alone for a while and notes the gap."""
    pause = pause_after(error, failures=plan.account_failures)
    until = clock.now() + max(pause, SHORTEST_PAUSE)
    with transaction.atomic():
        gaps.open_gap(
            plan.channel,
            delivery=None,
            starts_at=plan.next_account_at,
            reason=sentence_of(error),
            remedy=remedy_of(error),
        )
        ChannelReadingPlan.objects.filter(pk=plan.pk).update(
            next_account_at=until,
            account_failures=plan.account_failures + 1,
            account_asked_at=None,
            sentence=sentence_of(error),
        )


def _go_on(plan: ChannelReadingPlan, rows: Sequence[Measured], *, at: datetime) -> None:
    yesterday = at.astimezone(ZoneInfo(PLATFORM_ZONE)).date() - DAY
    known = {row.day for row in rows if row.whole_day}
    through = max([*known, plan.days_through or yesterday - DAY])
    _note_missing_days(plan, known, through)
    _close_gap(plan, at)
    ChannelReadingPlan.objects.filter(pk=plan.pk).update(
        days_through=through,
        next_account_at=at + _pause(plan),
        account_read_at=at,
        account_asked_at=None,
        account_values=len(rows),
        account_failures=0,
        sentence="",
    )


def _note_missing_days(plan: ChannelReadingPlan, known: set[date], through: date) -> None:
    """Days that the platform left out although it gave a later one."""
    if plan.days_through is None or not known:
        return
    day = plan.days_through + DAY
    while day < through:
        if day not in known:
            start, end = clock.day_bounds(day, PLATFORM_ZONE)
            reason = _("平台没有给出这一天的数据。")
            gaps.note_gap(plan.channel, delivery=None, starts_at=start, ended_at=end, reason=reason)
        day += DAY


def _close_gap(plan: ChannelReadingPlan, at: datetime) -> None:
    if gaps.close_gap(plan.channel, delivery=None, at=at) or plan.account_read_at is None:
        return
    due = plan.next_account_at
    if at > due + _pause(plan) + GRACE:
        gaps.note_gap(plan.channel, delivery=None, starts_at=due, ended_at=at, reason=gaps.LATE_REASON)


def _pause(plan: ChannelReadingPlan) -> timedelta:
    return max(HOUR, interval_of(plan.channel))
