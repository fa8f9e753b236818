"""Acting as the application by which a platform's app is opened on a phone: its keys, its token, its calls."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from django.utils.translation import gettext as _

from chaoxin.connectors.errors import ConnectorError, RenewGrant, Wait
from chaoxin.connectors.manifest import Mode
from chaoxin.connectors.opening import OpenApp
from chaoxin.connectors.values import Account, Token
from chaoxin.core import clock
from chaoxin.core.refusals import Invalid

from . import quotas
from .models import Channel, ShareApp
from .platform_words import told
from .wires import connector_of

T = TypeVar("T")
Acted = Callable[[OpenApp, Mapping[str, str], Token], T]


@dataclass(frozen=True)
class Acting:
    """One piece of work in the application's name. Not for use inside a transaction."""

    row: ShareApp
    opener: OpenApp
    credentials: Mapping[str, str]

    def call(self, function: Acted[T]) -> T:
        """What `function(opener, credentials, token)` answers. A token that has died is asked for anew once. Raises the
        errors of the connectors."""
        try:
            return function(self.opener, self.credentials, self._token())
        except RenewGrant:
            return function(self.opener, self.credentials, self._fresh())

    def _token(self) -> Token:
        kept, ends = self.row.token, self.row.token_expires_at
        if kept and ends and ends > clock.now():
            return Token(kept, expires_at=ends)
        return self._fresh()

    def _fresh(self) -> Token:
        token = self.opener.enter(self.credentials)
        self.row.token, self.row.token_expires_at = dict(token.secrets), token.expires_at
        self.row.save(update_fields=["token", "token_expires_at"])
        return token


def acting_for(channel: Channel) -> Acting | None:
    """Acting in the name of the channel's application; None where the company has none, or the platform knows no
    such thing. Raises Wait where the sandbox of the channel is not there."""
    row = ShareApp.objects.filter(channel=channel).first()
    if row is None:
        return None
    meter = partial(quotas.spend, channel, urgent=True)
    opener = connector_of(channel.platform, channel.environment, meter=meter).open_app
    credentials = credentials_of(channel, row)
    if opener is None or not all(credentials.get(key) for key in opener.keys):
        return None
    return Acting(row, opener, credentials)


def account_of(channel: Channel) -> Account | None:
    """The declared account with its application's keys, by which pushes to the application are checked; None
    without an application."""
    row = ShareApp.objects.filter(channel=channel).first()
    if row is None:
        return None
    return Account(channel.external_id, credentials_of(channel, row), settings=channel.settings)


def credentials_of(channel: Channel, row: ShareApp) -> dict[str, str]:
    plain = {key: value for key, value in channel.settings.items() if isinstance(value, str)}
    return {**plain, **row.secrets}


def secrets_among(mode: Mode, fields: Mapping[str, str]) -> dict[str, str]:
    """Those of the values that must not stand in the settings."""
    secret = {field.key for field in mode.fields if field.secret}
    return {key: value for key, value in fields.items() if key in secret and value}


def check(opener: OpenApp | None, mode: Mode, fields: Mapping[str, str]) -> None:
    """Looks whether the platform takes the application that a form names. Raises Invalid with its sentence; a
    platform that cannot be reached now is asked when the application is used."""
    if opener is None or not any(fields.get(key) for key in opener.keys):
        return
    labels = {field.key: field.label for field in mode.fields}
    for key in opener.keys:
        if not fields.get(key):
            raise Invalid(_("分享应用的几项要一起填，还缺：%s。") % told(labels[key]), field=key)
    try:
        opener.enter(fields)
    except Wait:
        return
    except ConnectorError as error:
        raise Invalid(told(error.sentence), field=opener.keys[-1]) from error


def keep(channel: Channel, mode: Mode, fields: Mapping[str, str]) -> None:
    """Keeps the application's secrets; what is kept already goes where there are none. Inside a transaction."""
    secrets = secrets_among(mode, fields)
    ShareApp.objects.filter(channel=channel).delete()
    if secrets:
        ShareApp.objects.create(channel=channel, secrets=secrets)


def forget(channel: Channel) -> None:
    """Wipes the application's secrets of a channel that is let go."""
    ShareApp.objects.filter(channel=channel).delete()
