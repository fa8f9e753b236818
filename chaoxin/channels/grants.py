"""Between a stored grant and the values that a connector takes and gives."""

from __future__ import annotations

from collections.abc import Mapping

from chaoxin.connectors.manifest import CredentialField
from chaoxin.connectors.values import Account, Token
from chaoxin.core import clock

from .models import Channel, Grant


def account_of(channel: Channel, grant: Grant) -> Account:
    """The channel's account as a connector needs it, with the stored token."""
    return Account(
        external_id=channel.external_id,
        credentials=grant.credentials or {},
        token=token_of(grant),
        settings=channel.settings,
    )


def token_of(grant: Grant) -> Token | None:
    """The stored token; None before the first and after a disconnection."""
    if not grant.token:
        return None
    return Token(secrets=grant.token, expires_at=grant.expires_at, scopes=frozenset(grant.token_scopes))


def put_token(grant: Grant, token: Token) -> None:
    """Sets the token on the grant without saving. A secret that comes back empty or not at all leaves the one
    held before; scopes likewise."""
    fresh = {key: value for key, value in token.secrets.items() if value}
    grant.token = {**(grant.token or {}), **fresh}
    grant.token_scopes = sorted(token.scopes) or grant.token_scopes
    grant.expires_at = token.expires_at
    grant.renewable_until = token.renewable_until or grant.renewable_until
    grant.generation += 1
    grant.renewed_at = clock.now()
    grant.renew_not_before, grant.last_error = None, ""


def without_secret_fields(fields: tuple[CredentialField, ...], values: Mapping[str, str]) -> dict[str, str]:
    """The values of the fields that are no secrets, as they may stand in `Channel.settings`."""
    return {field.key: values[field.key] for field in fields if not field.secret and field.key in values}
