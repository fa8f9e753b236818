"""Connecting by AppID and AppSecret: no consent page, the token comes from the credentials alone.

stable_token in normal mode returns the same token while it is valid, so several processes asking at once do
not take each other's token away (https://developers.weixin.qq.com/doc/subscription/api/base/api_getstableaccesstoken).
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import ConnectorError, Reconnect, RenewGrant
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import said

from .call import Caller
from .remedies import UNAUTHORIZED
from .standing import DRAFTS_ONLY, MAY_PUBLISH

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
        """The token that is valid now, which may be the one the account has already. Its scopes say whether the
        account may publish by interface; none where the platform could not be asked. Once it may, that is not asked
        again: losing it shows when publishing."""
        token = self._current(account)
        known = account.token.scopes if account.token else frozenset()
        if MAY_PUBLISH in known:
            return replace(token, scopes=known)
        return replace(token, scopes=self._scopes(replace(account, token=token)))

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
        held = self._caller.access_token(account)
        current = self._current(account).secrets["access_token"]
        if not hmac.compare_digest(current.encode(), held.encode()):
            raise RenewGrant(said("接口凭证已换新，系统会自动更新后再试，无需处理。"))
        return Identity(external_id=account.credentials.get("app_id", ""))

    def _scopes(self, account: Account) -> frozenset[str]:
        """Asked by reading one entry of the list of published articles, which changes nothing."""
        body = {"offset": 0, "count": 1, "no_content": 1}
        try:
            self._caller.read(account, "/cgi-bin/freepublish/batchget", body, meter="publish_list")
        except ConnectorError as error:
            return frozenset({DRAFTS_ONLY}) if error.code == UNAUTHORIZED else frozenset()
        return frozenset({MAY_PUBLISH})

    def _current(self, account: Account) -> Token:
        try:
            data = self._caller.ask_for_token(account)
        except RenewGrant as error:
            # Here 40001 does not speak of a token: the platform refuses the AppSecret itself.
            raise Reconnect(
                said("AppSecret 不正确，可能已被重置。请到公众平台取得新的 AppSecret 后重新连接。"),
                code=error.code,
                excerpt=error.excerpt,
            ) from None
        secret = self._caller.required(data, "access_token")
        seconds = min(int(data.get("expires_in") or 0), LONGEST_VALIDITY_SECONDS)
        return Token(
            secrets={"access_token": secret}, expires_at=self._caller.wire.now() + timedelta(seconds=seconds)
        )
