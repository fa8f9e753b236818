"""Calls of the Weibo API in the name of an account."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from chaoxin.connectors.errors import ConnectorError, OutcomeUnknown, Reconnect, Wait
from chaoxin.connectors.http import Answer, Wire, without_secrets
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from .refusal_table import REAUTHORIZE
from .refusals import SOON, refusal

API = "https://api.weibo.com/2"
OAUTH = "https://api.weibo.com/oauth2"
MESSAGES = "https://m.api.weibo.com/2"

METER_CALLS = "calls"
METER_POSTS = "posts"
METER_COMMENTS = "comments"
METER_MESSAGES = "messages"

UNREADABLE = said("微博的应答看不懂，可能是网关出错。系统稍后会自动再试，无需处理。")
UNREADABLE_CHANGE = said("微博的应答看不懂，不确定这次操作是否生效。系统会先到微博上核实，不会重复发送。")


class Caller:
    """Adds the access token, counts the call, and turns refusals into errors by remedy."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def read(self, account: Account, url: str, *, params: Mapping[str, Any] | None = None) -> Any:
        """The parsed answer of a GET. Raises the errors of the connectors, never OutcomeUnknown."""
        sent = {**(params or {}), "access_token": access_token(account)}
        answer = self.wire.read(url, params=sent, meter=METER_CALLS)
        return self._data(answer, account, changing=False)

    def change(
        self,
        account: Account,
        url: str,
        *,
        form: Mapping[str, Any],
        files: Mapping[str, Any] | None = None,
        meter: str = "",
    ) -> Any:
        """The parsed answer of a POST, sent once. `meter` is counted beside the calls in total. Raises
        OutcomeUnknown where it may have taken effect without our knowing."""
        sent = {**form, "access_token": access_token(account)}
        if meter:
            self.wire.meter(meter)
        with _blanked(secrets_of(account)):
            answer = self.wire.change(url, form=sent, files=files, meter=METER_CALLS)
        return self._data(answer, account, changing=True)

    def ask_consent_server(self, url: str, *, form: Mapping[str, Any]) -> Any:
        """The parsed answer of an OAuth address that changes nothing visible."""
        secrets = {key: str(value) for key, value in form.items()}
        with _blanked(secrets):
            answer = self.wire.change(url, form=form, harmless=True)
        excerpt = without_secrets(answer.excerpt(), secrets)
        error = refusal(answer, changing=False, now=self.wire.now(), excerpt=excerpt)
        if error:
            raise error
        return answer.data

    def unreadable(self, account: Account, data: Any, *, changing: bool) -> ConnectorError:
        """The error for a success without what a success must hold."""
        excerpt = without_secrets(str(data)[:600], secrets_of(account))
        if changing:
            return OutcomeUnknown(UNREADABLE_CHANGE, excerpt=excerpt)
        return Wait(UNREADABLE, until=self.wire.now() + SOON, excerpt=excerpt)

    def _data(self, answer: Answer, account: Account, *, changing: bool) -> Any:
        excerpt = without_secrets(answer.excerpt(), secrets_of(account))
        error = refusal(answer, changing=changing, now=self.wire.now(), excerpt=excerpt)
        if error:
            raise error
        return answer.data


@contextmanager
def _blanked(secrets: Mapping[str, str]) -> Iterator[None]:
    """Takes the secrets out of the excerpt of any error raised inside."""
    try:
        yield
    except ConnectorError as error:
        error.excerpt = without_secrets(error.excerpt, secrets)
        raise


def access_token(account: Account) -> str:
    """The account's token. Raises Reconnect where it has none."""
    token = account.token.secrets.get("access_token", "") if account.token else ""
    if not token:
        raise Reconnect(said("这个微博账号还没有授权。") + REAUTHORIZE)
    return token


def secrets_of(account: Account) -> dict[str, str]:
    """Every value that must not appear in an excerpt."""
    secrets = {"app_secret": account.credentials.get("app_secret", "")}
    if account.token:
        secrets.update(account.token.secrets)
    return secrets


def setting(account: Account, key: str) -> str:
    """A field of the connect form, whether it is kept among the settings or the credentials."""
    return str(account.settings.get(key) or account.credentials.get(key) or "")
