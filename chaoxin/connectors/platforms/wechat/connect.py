"""Connecting by AppID and AppSecret: no consent page, the token comes from the credentials alone.

stable_token in normal mode returns the same token while it is valid, so several processes asking at once do
not take each other's token away (https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import Reconnect, RenewGrant
from chaoxin.connectors.values import Account, Identity, Token

from .call import Caller, access_token

LONGEST_VALIDITY_SECONDS = 7200


class WechatConnect:
    def __init__(self, caller: Caller) -> None:
        self._caller = caller

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent | None:
        """None: the credentials alone connect."""
        return None

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        """The first token for the credentials. Raises Reconnect for wrong ones, AskPlatform where the
        platform does not accept this server's address."""
        return self.renew(Account(external_id=credentials.get("app_id", ""), credentials=credentials))

    def renew(self, account: Account) -> Token:
        """The token that is valid now, which may be the one the account has already."""
        try:
            data = self._caller.ask_for_token(account)
        except RenewGrant as error:
            # Here 40001 does not speak of a token: the platform refuses the AppSecret itself.
            raise Reconnect(
                "AppSecret 不正确，可能已被重置。请到公众平台取得新的 AppSecret 后重新连接。",
                code=error.code,
                excerpt=error.excerpt,
            ) from None
        secret = self._caller.required(data, "access_token")
        seconds = min(int(data.get("expires_in") or 0), LONGEST_VALIDITY_SECONDS)
        return Token(
            secrets={"access_token": secret}, expires_at=self._caller.wire.now() + timedelta(seconds=seconds)
        )

    def renews_by_itself(self) -> bool:
        """True: the credentials are enough."""
        return True

    def revoke(self, account: Account) -> None:
        """Nothing to do: no call gives a token back; it ends by itself after two hours at most."""

    def identify(self, account: Account) -> Identity:
        """The AppID to which the platform ties the account's token.

        The platform offers no call "who am I"; it is asked which token belongs to the credentials. Raises
        RenewGrant where that is another one than the account's, Reconnect where the credentials are refused.
        """
        held = access_token(account)
        current = self.renew(account).secrets["access_token"]
        if not hmac.compare_digest(current.encode(), held.encode()):
            raise RenewGrant("接口凭证已换新，系统会自动更新后再试，无需处理。")
        return Identity(external_id=account.credentials.get("app_id", ""))
