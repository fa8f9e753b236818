"""Calls to the platform, its lists and its token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import IO, Any

from chaoxin.connectors.errcodes import ErrcodeCaller, Json
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from .remedies import refusal

CONTACT = "/cgi-bin/externalcontact"
MOST_PAGES = 200

__all__ = ["CONTACT", "Caller", "Json", "setting"]


class Caller(ErrcodeCaller):
    host = "https://qyapi.weixin.qq.com"
    name = said("企业微信")
    public = frozenset({"corp_id", "agent_id", "sender"})
    refusal = staticmethod(refusal)

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

    def upload(
        self,
        account: Account,
        path: str,
        file: tuple[str, bytes | IO[bytes], str],
        *,
        query: Mapping[str, Any] | None = None,
        meter: str = "upload",
    ) -> Json:
        return super().upload(account, path, file, query=query, meter=meter)

    def ask_for_token(self, account: Account) -> Json:
        """The answer of gettoken: the token now valid for the account's secret."""
        params = {
            "corpid": account.credentials.get("corp_id", ""),
            "corpsecret": account.credentials.get("secret", ""),
        }
        answer = self.wire.read(f"{self.host}/cgi-bin/gettoken", params=params, meter="token")
        return self.content(account, answer, changing=False)


def setting(account: Account, name: str, default: Any) -> Any:
    """A setting of the account; what the connect form leaves empty counts as not given."""
    value = account.settings.get(name, account.credentials.get(name))
    return default if value in (None, "") else value
