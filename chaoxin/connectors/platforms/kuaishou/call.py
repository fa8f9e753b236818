"""Calls of the open platform in the name of an account: `app_id` and `access_token` stand in the query."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chaoxin.connectors.errors import ConnectorError, Reconnect
from chaoxin.connectors.http import Answer, Wire, without_secrets
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from . import refusals
from .refusal_table import REAUTHORIZE

HOST = "https://open.kuaishou.com"
OAUTH = f"{HOST}/oauth2"
API = f"{HOST}/openapi"

Json = dict[str, Any]


class Caller:
    """Adds the application and the token, counts the call, and turns refusals into errors by remedy."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def read(
        self, account: Account, url: str, *, params: Mapping[str, Any] | None = None, meter: str = ""
    ) -> Json:
        """The answer of a GET. Raises the errors of the connectors, never OutcomeUnknown."""
        answer = self.wire.read(url, params={**(params or {}), **_named(account)}, meter=meter)
        return self.understood(answer, secrets_of(account), changing=False)

    def change(
        self,
        account: Account,
        url: str,
        *,
        params: Mapping[str, Any] | None = None,
        form: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        meter: str = "",
        harmless: bool = False,
    ) -> Json:
        """The answer of a POST, sent once. `harmless` where nobody can see the effect; else OutcomeUnknown where it
        may have taken effect without our knowing."""
        secrets = secrets_of(account)
        with blanked(secrets):
            answer = self.wire.change(
                url,
                params={**(params or {}), **_named(account)},
                form=form,
                files=files,
                meter=meter,
                harmless=harmless,
            )
        return self.understood(answer, secrets, changing=not harmless)

    def ask_consent_server(self, url: str, *, params: Mapping[str, str]) -> Json:
        """The answer of an OAuth address. It is a GET that uses up what it is given, so it goes out once."""
        secrets = {key: value for key, value in params.items() if key not in ("app_id", "grant_type")}
        with blanked(secrets):
            answer = self.wire.change(url, params=params, method="GET", harmless=True)
        return self.understood(answer, secrets, changing=False)

    def understood(self, answer: Answer, secrets: Mapping[str, str], *, changing: bool) -> Json:
        """The content of a success. Raises the error that any other answer stands for."""
        excerpt = without_secrets(answer.excerpt(), secrets)
        error = refusals.refusal(answer, changing=changing, now=self.wire.now(), excerpt=excerpt)
        if error:
            raise error
        content: Json = answer.data
        return content

    def unreadable(self, account: Account, data: Any, *, changing: bool) -> ConnectorError:
        """The error for a success without what a success must hold."""
        excerpt = without_secrets(str(data)[:600], secrets_of(account))
        return refusals.unreadable(changing=changing, now=self.wire.now(), excerpt=excerpt)


@contextmanager
def blanked(secrets: Mapping[str, str]) -> Iterator[None]:
    """Takes the secrets out of the excerpt of any error raised inside."""
    try:
        yield
    except ConnectorError as error:
        error.excerpt = without_secrets(error.excerpt, secrets)
        raise


def secrets_of(account: Account) -> dict[str, str]:
    """Every value that must not appear in an excerpt."""
    secrets = {"app_secret": account.credentials.get("app_secret", "")}
    if account.token:
        secrets.update(account.token.secrets)
    return secrets


def _named(account: Account) -> dict[str, str]:
    token = account.token.secrets.get("access_token", "") if account.token else ""
    if not token:
        raise Reconnect(said("这个快手账号还没有授权。") + REAUTHORIZE)
    return {"app_id": account.credentials.get("app_id", ""), "access_token": token}
