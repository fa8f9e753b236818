"""Calls to the platform and its token."""

from __future__ import annotations

from chaoxin.connectors.errcodes import ErrcodeCaller, Json
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

from .remedies import refusal

__all__ = ["Caller", "Json"]


class Caller(ErrcodeCaller):
    host = "https://api.weixin.qq.com"
    name = said("微信")
    public = frozenset({"app_id"})
    refusal = staticmethod(refusal)

    def ask_for_token(self, account: Account) -> Json:
        """The answer of stable_token in normal mode: the token now valid for the account's credentials."""
        body = {
            "grant_type": "client_credential",
            "appid": account.credentials.get("app_id", ""),
            "secret": account.credentials.get("app_secret", ""),
            "force_refresh": False,
        }
        answer = self.wire.read(f"{self.host}/cgi-bin/stable_token", method="POST", json=body, meter="token")
        return self.content(account, answer, changing=False)
