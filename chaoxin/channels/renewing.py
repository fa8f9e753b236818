"""Renewal of tokens: one keeper at a time per grant, over processes and hosts.

Whoever finds a token failing takes the row lock of its grant and looks again: if the token has changed in
the meantime he takes that one, else he asks the platform once. Whoever waited for the lock finds the answer
there, be it a fresh token or the time before which asking again is useless.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import LockNotAvailable

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import AskPlatform, ConnectorError, Reconnect, Wait
from chaoxin.connectors.values import Token
from chaoxin.core import clock

from . import attention
from .grants import account_of, put_token, token_of
from .models import Channel, Grant

# Longer than one renewal with its bounded retries, so that waiting means "somebody is on it".
LOCK_WAIT_SECONDS = 75
FIRST_PAUSE = timedelta(seconds=30)
LONGEST_PAUSE = timedelta(minutes=15)
FAILURES_BEFORE_ATTENTION = 5
SHORTEST_LEAD = timedelta(minutes=5)
LONGEST_LEAD = timedelta(days=1)
LEAD_SHARE = 24


def renew(
    channel: Channel, connector: Connector, *, generation: int, held: Token | None, even_broken: bool = False
) -> Grant:
    """The grant with a token other than `held`, which the caller got with `generation` and found failing.

    Raises Reconnect where only a person can go on (the channel is marked then), Wait while the platform
    cannot be asked again, AskPlatform where the account is restricted. A broken grant is refused unless
    `even_broken`. Must not run in a transaction that the caller may roll back.
    """
    with transaction.atomic():
        grant = _locked(channel)
        refusal: ConnectorError | None = None
        if grant.generation == generation and _same(token_of(grant), held):
            refusal = _standing_refusal(grant, even_broken) or _ask(channel, grant, connector)
    if refusal is not None:
        raise refusal
    return grant


def note_rejection(channel: Channel, error: ConnectorError, *, generation: int) -> Wait:
    """Counts that the platform rejected a token that it has just given out; answers what to raise instead."""
    with transaction.atomic():
        grant = _locked(channel)
        if grant.generation != generation:
            return Wait(error.sentence, until=clock.now(), code=error.code, excerpt=error.excerpt)
        _count_failure(channel, grant, error)
    return Wait(error.sentence, until=_pause_end(grant), code=error.code, excerpt=error.excerpt)


def note_acceptance(channel: Channel, *, generation: int) -> None:
    """Forgets earlier failures, since the platform takes the token of this generation."""
    with transaction.atomic():
        grants = Grant.objects.filter(channel=channel, generation=generation, broken_at=None)
        if grants.update(renewal_failures=0, renew_not_before=None, last_error=""):
            attention.recover(channel)


def renewal_due(grant: Grant) -> datetime | None:
    """When the token should be renewed: a 24th of its life before its end, between 5 minutes and a day. None
    for a token without an end, and without a token at once (now)."""
    if not grant.token:
        return clock.now()
    if grant.expires_at is None:
        return None
    lifetime = grant.expires_at - (grant.renewed_at or grant.created_at)
    return grant.expires_at - max(SHORTEST_LEAD, min(lifetime / LEAD_SHARE, LONGEST_LEAD))


def _ask(channel: Channel, grant: Grant, connector: Connector) -> ConnectorError | None:
    try:
        token = connector.connect.renew(account_of(channel, grant))
    except Reconnect as error:
        attention.break_grant(channel, sentence=error.sentence, generation=grant.generation)
        grant.refresh_from_db()
        return error
    except ConnectorError as error:
        return _failed(channel, grant, error)
    if not any(token.secrets.values()):
        return _failed(channel, grant, _empty_answer())
    put_token(grant, token)
    grant.save()
    return None


def _failed(channel: Channel, grant: Grant, error: ConnectorError) -> ConnectorError:
    _count_failure(channel, grant, error)
    if isinstance(error, AskPlatform):
        return error
    return Wait(error.sentence, until=_pause_end(grant), code=error.code, excerpt=error.excerpt)


def _count_failure(channel: Channel, grant: Grant, error: ConnectorError) -> None:
    pause = min(FIRST_PAUSE * 2 ** min(grant.renewal_failures, 10), LONGEST_PAUSE)
    until = clock.now() + pause
    grant.renew_not_before = max(until, error.until) if isinstance(error, Wait) else until
    grant.renewal_failures += 1
    grant.last_error = error.sentence
    grant.save(update_fields=["renew_not_before", "renewal_failures", "last_error"])
    if isinstance(error, AskPlatform) or grant.renewal_failures >= FAILURES_BEFORE_ATTENTION:
        attention.ask_for_person(channel, sentence=error.sentence)


def _standing_refusal(grant: Grant, even_broken: bool) -> ConnectorError | None:
    if grant.broken_at and not even_broken:
        return Reconnect(grant.last_error)
    if grant.renew_not_before and grant.renew_not_before > clock.now():
        return Wait(grant.last_error, until=grant.renew_not_before)
    return None


def _locked(channel: Channel) -> Grant:
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL lock_timeout = '{LOCK_WAIT_SECONDS}s'")
    try:
        with transaction.atomic():
            return Grant.objects.select_for_update(of=("self",)).get(channel=channel)
    except OperationalError as error:
        if not isinstance(error.__cause__, LockNotAvailable):
            raise
        sentence = _("这个账号正在续期，等了太久还没有结果。稍后会自动再试，无需处理。")
        raise Wait(sentence, until=clock.now() + FIRST_PAUSE) from error
    except Grant.DoesNotExist:
        raise Reconnect(_("这个账号还没有授权。请到账号页重新授权。")) from None


def _same(stored: Token | None, held: Token | None) -> bool:
    return (dict(stored.secrets) if stored else {}) == (dict(held.secrets) if held else {})


def _empty_answer() -> Wait:
    sentence = _("平台续期时给的是空的授权，没有采用，原来的授权保持不变。稍后会自动再试。")
    return Wait(sentence, until=clock.now())


def _pause_end(grant: Grant) -> datetime:
    return grant.renew_not_before or clock.now() + FIRST_PAUSE
