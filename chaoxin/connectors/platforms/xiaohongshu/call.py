"""Calls of the ads API (聚光) in the name of an advertiser, and of the address that signs shares."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chaoxin.connectors.errors import ConnectorError, Reconnect, Wait
from chaoxin.connectors.http import Answer, Wire, without_secrets
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from .refusals import REAUTHORIZE, refusal, unreadable

API = "https://adapi.xiaohongshu.com/api/open"
METER_REPORTS = "reports"


class Caller:
    """Adds the access token, counts the call, and turns refusals into errors by remedy."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def report(self, account: Account, path: str, question: Mapping[str, Any]) -> dict[str, Any]:
        """The `data` of a report, which is read by POST. Raises the errors of the connectors, never OutcomeUnknown."""
        headers = {"Access-Token": access_token(account)}
        answer = self.wire.read(
            f"{API}{path}", method="POST", json=dict(question), headers=headers, meter=METER_REPORTS
        )
        return self._data(answer, secrets_of(account), granting=False)

    def grant(self, path: str, question: Mapping[str, Any], secrets: Mapping[str, str]) -> dict[str, Any]:
        """The `data` of a call that gives tokens, sent once; `secrets` are blanked in whatever goes wrong."""
        with _blanked(secrets):
            answer = self.wire.change(f"{API}{path}", json=dict(question), harmless=True)
        return self._data(answer, secrets, granting=True)

    def unreadable(self, data: Any, secrets: Mapping[str, str]) -> Wait:
        """The error for a success without what it must hold."""
        return unreadable(self.wire.now(), excerpt=without_secrets(str(data)[:600], secrets))

    def _data(self, answer: Answer, secrets: Mapping[str, str], *, granting: bool) -> dict[str, Any]:
        excerpt = without_secrets(answer.excerpt(), secrets)
        error = refusal(answer, granting=granting, now=self.wire.now(), excerpt=excerpt)
        if error:
            raise error
        data = answer.data.get("data")
        if not isinstance(data, dict):
            raise unreadable(self.wire.now(), excerpt=excerpt)
        return data


@contextmanager
def _blanked(secrets: Mapping[str, str]) -> Iterator[None]:
    try:
        yield
    except ConnectorError as error:
        error.excerpt = without_secrets(error.excerpt, secrets)
        raise


def access_token(account: Account) -> str:
    """The account's token. Raises Reconnect where it has none."""
    token = account.token.secrets.get("access_token", "") if account.token else ""
    if not token:
        raise Reconnect(said("这个广告账号还没有授权。") + REAUTHORIZE)
    return token


def secrets_of(account: Account) -> dict[str, str]:
    """Every value that must not appear in an excerpt."""
    names = ("app_secret", "push_secret", "share_app_secret")
    secrets = {name: account.credentials[name] for name in names if account.credentials.get(name)}
    return {**secrets, **(account.token.secrets if account.token else {})}


def setting(account: Account, key: str, default: str = "") -> str:
    """A field of the connect form, whether it is kept among the settings or the credentials."""
    return str(account.settings.get(key) or account.credentials.get(key) or default)


def number_of(value: str) -> int | str:
    """An id as the API wants it: a number where it is one."""
    return int(value) if value.isdecimal() else value
