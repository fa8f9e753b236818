"""Calls of the Douyin open platform in the name of an account or of the application."""

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

API = "https://open.douyin.com"
METER_CALLS, METER_POSTS, METER_COMMENTS = "calls", "posts", "comments"
METER_MESSAGES, METER_UPLOADS = "messages", "uploads"

UNREADABLE = said("抖音的应答看不懂，可能是网关出错。系统稍后会自动再试，无需处理。")
UNREADABLE_CHANGE = said("抖音的应答看不懂，不确定这次操作是否生效。系统会先到抖音上核实，不会重复发送。")
HOLDER = "open-id:"
Json = dict[str, Any]


class Caller:
    """Adds the access token and the open id, counts the call, and turns refusals into errors by remedy."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def read(self, account: Account, path: str, *, params: Mapping[str, Any] | None = None) -> Json:
        """The data of a GET. Raises the errors of the connectors, never OutcomeUnknown."""
        answer = self.wire.read(
            API + path, params=self._named(account, params), headers=headers_of(account), meter=METER_CALLS
        )
        return self._data(answer, secrets_of(account), changing=False)

    def ask(self, account: Account, path: str, *, json: Mapping[str, Any]) -> Json:
        """The data of a POST that changes nothing."""
        answer = self.wire.read(
            API + path,
            method="POST",
            params=self._named(account, None),
            json=dict(json),
            headers=headers_of(account),
            meter=METER_CALLS,
        )
        return self._data(answer, secrets_of(account), changing=False)

    def change(
        self,
        account: Account,
        path: str,
        *,
        json: Mapping[str, Any] | None = None,
        files: Mapping[str, Any] | None = None,
        params: Mapping[str, Any] | None = None,
        meter: str = "",
        harmless: bool = False,
    ) -> Json:
        """The data of a POST, sent once. `meter` is counted beside the calls in total. `harmless` marks what nobody
        sees (an upload). Raises OutcomeUnknown where anything else may have taken effect without our knowing."""
        headers = headers_of(account)
        if meter:
            self.wire.meter(meter)
        with _blanked(secrets_of(account)):
            answer = self.wire.change(
                API + path,
                params=self._named(account, params),
                json=None if json is None else dict(json),
                files=files,
                headers=headers,
                meter=METER_CALLS,
                harmless=harmless,
            )
        return self._data(answer, secrets_of(account), changing=not harmless)

    def ask_consent_server(self, path: str, *, form: Mapping[str, str], reading: bool = False) -> Json:
        """The data of an OAuth address. `reading` marks a call that may be repeated."""
        secrets = {key: value for key, value in form.items() if key != "grant_type"}
        with _blanked(secrets):
            if reading:
                answer = self.wire.read(API + path, method="POST", form=form, meter=METER_CALLS)
            else:
                answer = self.wire.change(API + path, form=form, harmless=True)
        return self._data(answer, secrets, changing=False)

    def as_application(
        self, token: str, method: str, path: str, *, params: Mapping[str, Any] | None = None, json: Any = None
    ) -> Json:
        """The data of a call with the application's own token, which changes nothing that people see."""
        answer = self.wire.read(
            API + path, method=method, params=params, json=json, headers={"access-token": token}
        )
        return self._data(answer, {"client_token": token}, changing=False)

    def unreadable(self, account: Account, data: Any, *, changing: bool) -> ConnectorError:
        """The error for a success without what a success must hold."""
        return self._unreadable(without_secrets(str(data)[:600], secrets_of(account)), changing=changing)

    def _named(self, account: Account, params: Mapping[str, Any] | None) -> dict[str, Any]:
        return {"open_id": open_id_of(account), **(params or {})}

    def _data(self, answer: Answer, secrets: Mapping[str, str], *, changing: bool) -> Json:
        excerpt = without_secrets(answer.excerpt(), secrets)
        error = refusal(answer, changing=changing, now=self.wire.now(), excerpt=excerpt)
        if error:
            raise error
        data = answer.data.get("data")
        if not isinstance(data, dict):
            raise self._unreadable(excerpt, changing=changing)
        # Some calls put their answer beside the data.
        beside = {key: value for key, value in answer.data.items() if key == "msg_id"}
        return {**data, **beside}

    def _unreadable(self, excerpt: str, *, changing: bool) -> ConnectorError:
        if changing:
            return OutcomeUnknown(UNREADABLE_CHANGE, excerpt=excerpt)
        return Wait(UNREADABLE, until=self.wire.now() + SOON, excerpt=excerpt)


@contextmanager
def _blanked(secrets: Mapping[str, str]) -> Iterator[None]:
    """Takes the secrets out of the excerpt of any error raised inside."""
    try:
        yield
    except ConnectorError as error:
        error.excerpt = without_secrets(error.excerpt, secrets)
        raise


def headers_of(account: Account) -> dict[str, str]:
    """The header with the account's token. Raises Reconnect where it has none."""
    token = account.token.secrets.get("access_token", "") if account.token else ""
    if not token:
        raise Reconnect(said("这个抖音账号还没有授权。") + REAUTHORIZE)
    return {"access-token": token}


def open_id_of(account: Account) -> str:
    """The account's id within the application; it stands in the token before the account is known to us."""
    holder = account.token.secrets.get("holder", "") if account.token else ""
    return account.external_id or holder.removeprefix(HOLDER)


def secrets_of(account: Account) -> dict[str, str]:
    """Every value that must not appear in an excerpt."""
    secrets = {"client_secret": account.credentials.get("client_secret", "")}
    if account.token:
        secrets.update(account.token.secrets)
    return secrets
