"""Calls to the platform: the token goes into the query, errors hide in answers of HTTP status 200."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import IO, Any

from chaoxin.connectors.errors import ConnectorError, OutcomeUnknown, RenewGrant, Wait
from chaoxin.connectors.http import Answer, Wire, without_secrets
from chaoxin.connectors.values import Account

from .remedies import BUSY, refusal

HOST = "https://qyapi.weixin.qq.com"
CONTACT = "/cgi-bin/externalcontact"
GARBLED_PAUSE = timedelta(minutes=1)
MOST_PAGES = 200

Json = dict[str, Any]


class Caller:
    """Speaks to qyapi.weixin.qq.com for an account. Every method returns the answer's JSON object and raises
    the error that the answer's `errcode` asks for."""

    def __init__(self, wire: Wire) -> None:
        self.wire = wire

    def read(
        self,
        account: Account,
        path: str,
        body: Mapping[str, Any] | None = None,
        *,
        query: Mapping[str, Any] | None = None,
        meter: str = "",
    ) -> Json:
        """A call that changes nothing: POST with `body`, GET without."""
        answer = self.wire.read(
            HOST + path,
            method="GET" if body is None else "POST",
            params={**(query or {}), "access_token": access_token(account)},
            json=body,
            meter=meter,
        )
        return self._content(account, answer, changing=False)

    def pages(
        self, account: Account, path: str, body: Mapping[str, Any], *, meter: str = ""
    ) -> Iterator[Json]:
        """The pages of a list that goes on by `cursor`, at most MOST_PAGES of them; the last one is the only one
        without a `next_cursor` unless that many were read."""
        cursor = ""
        for _ in range(MOST_PAGES):
            page = self.read(account, path, {**body, "cursor": cursor}, meter=meter)
            yield page
            cursor = str(page.get("next_cursor") or "")
            if not cursor:
                return

    def change(
        self, account: Account, path: str, body: Mapping[str, Any], *, meter: str = "", harmless: bool = False
    ) -> Json:
        """A call that changes something, sent once. `harmless` where nobody can see the effect."""
        params = {"access_token": access_token(account)}
        try:
            answer = self.wire.change(HOST + path, params=params, json=body, meter=meter, harmless=harmless)
        except ConnectorError as error:
            error.excerpt = clean(account, error.excerpt)
            raise
        return self._content(account, answer, changing=not harmless)

    def upload(
        self,
        account: Account,
        path: str,
        file: tuple[str, bytes | IO[bytes], str],
        *,
        query: Mapping[str, Any] | None = None,
    ) -> Json:
        """Sends a file (name, content or open file, content type) in the multipart field `media`."""
        params = {**(query or {}), "access_token": access_token(account)}
        try:
            answer = self.wire.change(
                HOST + path, params=params, files={"media": file}, meter="upload", harmless=True
            )
        except ConnectorError as error:
            error.excerpt = clean(account, error.excerpt)
            raise
        return self._content(account, answer, changing=False)

    def ask_for_token(self, account: Account) -> Json:
        """The answer of gettoken: the token now valid for the account's secret."""
        params = {
            "corpid": account.credentials.get("corp_id", ""),
            "corpsecret": account.credentials.get("secret", ""),
        }
        answer = self.wire.read(f"{HOST}/cgi-bin/gettoken", params=params, meter="token")
        return self._content(account, answer, changing=False)

    def required(self, data: Json, name: str) -> str:
        """A field that every successful answer has. Raises Wait where a harmless call's answer lacks it."""
        value = str(data.get(name) or "").strip()
        if not value:
            raise self._later(f"缺少 {name}", "")
        return value

    def _content(self, account: Account, answer: Answer, *, changing: bool) -> Json:
        data = answer.data
        excerpt = clean(account, answer.excerpt())
        lost = self._unsure if changing else self._later
        if answer.status != 200 or not isinstance(data, dict):
            raise lost(f"HTTP {answer.status}", excerpt)
        code = _whole(data.get("errcode"))
        if code == 0:
            return data
        if code == BUSY and changing:
            raise lost(str(BUSY), excerpt)
        message = clean(account, str(data.get("errmsg", "")))
        raise refusal(code, message, now=self.wire.now(), excerpt=excerpt)

    def _later(self, failure: str, excerpt: str) -> ConnectorError:
        sentence = f"企业微信没有正常应答（{failure}）。稍后会自动再试，无需处理。"
        return Wait(sentence, until=self.wire.now() + GARBLED_PAUSE, code=failure, excerpt=excerpt)

    def _unsure(self, failure: str, excerpt: str) -> ConnectorError:
        sentence = (
            f"请求已发出，但企业微信没有正常应答（{failure}），不确定是否生效。"
            "系统会先到平台上核实，不会重复发送。"
        )
        return OutcomeUnknown(sentence, code=failure, excerpt=excerpt)


def access_token(account: Account) -> str:
    """The account's access token. Raises RenewGrant where it has none."""
    token = account.token.secrets.get("access_token", "") if account.token else ""
    if not token:
        raise RenewGrant("还没有接口凭证，系统会自动向企业微信获取，无需处理。")
    return token


def clean(account: Account, text: str) -> str:
    """`text` without the account's secrets."""
    secrets = {**account.credentials, **(account.token.secrets if account.token else {})}
    for name in ("corp_id", "agent_id", "sender"):
        secrets.pop(name, None)
    return without_secrets(text, secrets)


def setting(account: Account, name: str, default: Any) -> Any:
    """A setting of the account; what the connect form leaves empty counts as not given."""
    value = account.settings.get(name, account.credentials.get(name))
    return default if value in (None, "") else value


def _whole(value: object) -> int:
    try:
        return int(str(value or 0))
    except ValueError:
        return BUSY
