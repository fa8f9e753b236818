"""Interfaces whose token goes into the query and whose refusals hide as an `errcode` in answers of HTTP status 200."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import IO, Any, ClassVar, Protocol

from chaoxin.connectors.wording import said

from .errors import ConnectorError, OutcomeUnknown, RenewGrant, Wait
from .http import Answer, Wire, without_secrets
from .values import Account

BUSY = -1
GARBLED_PAUSE = timedelta(minutes=1)

Json = dict[str, Any]


class Refusal(Protocol):
    def __call__(self, code: int, message: str, *, now: datetime, excerpt: str = "") -> ConnectorError:
        """The error that a code asks for."""


class ErrcodeCaller:
    """Speaks to `host` for an account. Every method returns the answer's JSON object and raises the error that the
    answer's `errcode` asks for. `name` is what people call the platform; `public` are the credentials that are no
    secrets."""

    host: ClassVar[str]
    name: ClassVar[str]
    public: ClassVar[frozenset[str]]
    refusal: ClassVar[Refusal]

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
            self.host + path,
            method="GET" if body is None else "POST",
            params={**(query or {}), "access_token": self.access_token(account)},
            json=body,
            meter=meter,
        )
        return self.content(account, answer, changing=False)

    def change(
        self,
        account: Account,
        path: str,
        body: Mapping[str, Any],
        *,
        meter: str = "",
        harmless: bool = False,
        accepted: frozenset[int] = frozenset(),
    ) -> Json:
        """A call that changes something, sent once. `harmless` where nobody can see the effect. Codes in `accepted`
        are no refusals: the answer comes back with them."""
        params = {"access_token": self.access_token(account)}
        try:
            answer = self.wire.change(
                self.host + path, params=params, json=body, meter=meter, harmless=harmless
            )
        except ConnectorError as error:
            error.excerpt = self.clean(account, error.excerpt)
            raise
        return self.content(account, answer, changing=not harmless, accepted=accepted)

    def upload(
        self,
        account: Account,
        path: str,
        file: tuple[str, bytes | IO[bytes], str],
        *,
        query: Mapping[str, Any] | None = None,
        meter: str = "",
    ) -> Json:
        """Sends a file (name, content or open file, content type) in the multipart field `media`."""
        params = {**(query or {}), "access_token": self.access_token(account)}
        try:
            answer = self.wire.change(
                self.host + path, params=params, files={"media": file}, meter=meter, harmless=True
            )
        except ConnectorError as error:
            error.excerpt = self.clean(account, error.excerpt)
            raise
        return self.content(account, answer, changing=False)

    def required(self, data: Json, name: str) -> str:
        """A field that every successful answer has. Raises Wait where a harmless call's answer lacks it."""
        value = str(data.get(name) or "").strip()
        if not value:
            raise self._later(said("应答里缺少 %(name)s", name=name), "")
        return value

    def content(
        self, account: Account, answer: Answer, *, changing: bool, accepted: frozenset[int] = frozenset()
    ) -> Json:
        """The answer's JSON object. Raises what its `errcode` asks for; what cannot be read is a Wait, and of a change
        OutcomeUnknown."""
        data = answer.data
        excerpt = self.clean(account, answer.excerpt())
        lost = self._unsure if changing else self._later
        if answer.status != 200 or not isinstance(data, dict):
            raise lost(f"HTTP {answer.status}", excerpt)
        code = _whole(data.get("errcode"))
        if code == 0 or code in accepted:
            return data
        if code == BUSY and changing:
            raise lost(str(BUSY), excerpt)
        message = self.clean(account, str(data.get("errmsg", "")))
        raise type(self).refusal(code, message, now=self.wire.now(), excerpt=excerpt)

    def access_token(self, account: Account) -> str:
        """The account's access token. Raises RenewGrant where it has none."""
        token = account.token.secrets.get("access_token", "") if account.token else ""
        if not token:
            raise RenewGrant(said("还没有接口凭证，系统会自动向%(name)s获取，无需处理。", name=self.name))
        return token

    def clean(self, account: Account, text: str) -> str:
        """`text` without the account's secrets."""
        secrets = {**account.credentials, **(account.token.secrets if account.token else {})}
        return without_secrets(
            text, {name: value for name, value in secrets.items() if name not in self.public}
        )

    def _later(self, failure: str, excerpt: str) -> ConnectorError:
        sentence = said(
            "%(name)s没有正常应答（%(failure)s）。稍后会自动再试，无需处理。", name=self.name, failure=failure
        )
        return Wait(sentence, until=self.wire.now() + GARBLED_PAUSE, code=failure, excerpt=excerpt)

    def _unsure(self, failure: str, excerpt: str) -> ConnectorError:
        sentence = said(
            "请求已发出，但%(name)s没有正常应答（%(failure)s），不确定是否生效。系统会先到平台上核实，不会重复发送。",
            name=self.name,
            failure=failure,
        )
        return OutcomeUnknown(sentence, code=failure, excerpt=excerpt)


def _whole(value: object) -> int:
    try:
        return int(str(value or 0))
    except ValueError:
        return BUSY
