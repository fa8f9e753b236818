"""Acting as a channel: its connector, its account with a fresh token, one renewal when the token fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from chaoxin.connectors.contract import Connector
from chaoxin.connectors.errors import AskPlatform, Reconnect, RenewGrant
from chaoxin.connectors.values import Account
from chaoxin.core import clock, rows

from . import attention, quotas, renewing
from .applications import is_declared
from .grants import account_of, token_of
from .models import Channel, Grant
from .wires import connector_of

T = TypeVar("T")


class ByHand(AskPlatform):
    """The channel is only declared: there is no grant, nothing can be done or read for it, people act by hand."""


# A token that ends within this time is not worth a call.
EXPIRY_MARGIN = timedelta(seconds=60)


@dataclass
class Session:
    """A short stretch of work as one channel. Open a new one for each piece of work; it keeps secrets in
    memory only. Not for use inside a transaction: what it learns of the grant must be stored whatever the
    caller does. `doubtful` says that renewals have failed since the last call that succeeded.
    """

    channel: Channel
    connector: Connector
    account: Account
    generation: int
    even_broken: bool
    doubtful: bool

    def call(self, function: Callable[[Connector, Account], T]) -> T:
        """What `function(connector, account)` answers.

        A token that the platform no longer takes is renewed once (or taken from whoever renewed it meanwhile)
        and the function called once more; the platform has refused the first call then. Raises the errors of
        the connectors: Reconnect after marking the channel, Wait where renewing does not help, and all others
        as they come.
        """
        try:
            return self._tried(function)
        except RenewGrant:
            self._take(self._renewed())
        except Reconnect as error:
            newer = self._newer_grant()
            if newer is None:
                self._mark_broken(error)
                raise
            self._take(newer)
        return self._call_again(function)

    def _call_again(self, function: Callable[[Connector, Account], T]) -> T:
        try:
            return self._tried(function)
        except RenewGrant as error:
            raise renewing.note_rejection(self.channel, error, generation=self.generation) from error
        except Reconnect as error:
            self._mark_broken(error)
            raise

    def _tried(self, function: Callable[[Connector, Account], T]) -> T:
        answer = function(self.connector, self.account)
        if self.doubtful:
            renewing.note_acceptance(self.channel, generation=self.generation)
            self.doubtful = False
        return answer

    def _renewed(self) -> Grant:
        return renewing.renew(
            self.channel,
            self.connector,
            generation=self.generation,
            held=self.account.token,
            even_broken=self.even_broken,
        )

    def _newer_grant(self) -> Grant | None:
        found = Grant.objects.filter(channel=self.channel, broken_at=None).exclude(generation=self.generation)
        return found.first()

    def _take(self, grant: Grant) -> None:
        self.account, self.generation = account_of(self.channel, grant), grant.generation
        self.doubtful = grant.renewal_failures > 0

    def _mark_broken(self, error: Reconnect) -> None:
        attention.break_grant(self.channel, sentence=error.sentence, generation=self.generation)


def open_session(channel: Channel, *, urgent: bool, even_broken: bool = False) -> Session:
    """A session with a token that is good by the clock; an outworn one is renewed first.

    `urgent` is True for what people wait for or have scheduled (publishing, answering) and lets its calls use
    the quota reserve; background reading passes False. `even_broken` is for the health check, which asks
    whether a broken grant has come back to life. Raises ByHand for a channel that is only declared,
    Reconnect for a broken or disconnected one, and the errors of `renewing.renew`.
    """
    grant = _usable_grant(channel, even_broken=even_broken)
    meter = partial(quotas.spend, channel, urgent=urgent)
    connector = connector_of(channel.platform, channel.environment, meter=meter)
    if _is_outworn(grant):
        grant = _freshened(channel, grant, connector, even_broken=even_broken)
    return Session(
        channel=channel,
        connector=connector,
        account=account_of(channel, grant),
        generation=grant.generation,
        even_broken=even_broken,
        doubtful=grant.renewal_failures > 0,
    )


def _usable_grant(channel: Channel, *, even_broken: bool) -> Grant:
    if is_declared(channel):
        raise ByHand(_("“%s”由人手动发布，没有接口授权，系统不能代它发布、回复或读取。") % channel.name)
    grant = rows.first(Grant, channel.pk, by="channel_id")
    if grant is None or channel.removed_at or channel.state == Channel.State.DISCONNECTED:
        raise Reconnect(_("这个账号已断开，不能代它发布或回复。请到账号页重新授权。"))
    if grant.broken_at and not even_broken:
        raise Reconnect(grant.last_error or channel.attention)
    return grant


def _is_outworn(grant: Grant) -> bool:
    if not grant.token:
        return True
    return grant.expires_at is not None and grant.expires_at <= clock.now() + EXPIRY_MARGIN


def _freshened(channel: Channel, grant: Grant, connector: Connector, *, even_broken: bool) -> Grant:
    if connector.connect.renews_by_itself():
        return renewing.renew(
            channel, connector, generation=grant.generation, held=token_of(grant), even_broken=even_broken
        )
    if grant.expires_at and grant.expires_at > clock.now():
        return grant
    raise Reconnect(attention.expire_grant(channel, generation=grant.generation))
