"""Connecting an advertiser of 聚光: consent in the browser, and a token that is renewed every day.

Each renewal changes both tokens and starts both their clocks anew: the access token lasts a day, the refresh token
thirty. Only an installation that stood still for a month needs a person again.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import Reconnect
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import names, said

from .call import Caller, number_of, secrets_of, setting
from .refusals import REAUTHORIZE
from .reports import account_days, yesterday

AUTHORIZE = "https://ad-market.xiaohongshu.com/auth"
SCOPES = ("report_service",)
FOREIGN_ANSWER = said("这次授权不是从这里发起的，或者等得太久，没有采用。") + REAUTHORIZE
DECLINED = said("聚光没有带回授权码：可能点了取消，或者登录的账号没有这个权限。") + REAUTHORIZE
NO_REFRESH = said("没有可以用来续期的凭证。") + REAUTHORIZE


class XiaohongshuConnect:
    """`credentials` need `app_id`, `app_secret` and `advertiser_id`."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent:
        """The consent page; asks for the reports only."""
        question = {
            "appId": credentials["app_id"],
            "scope": json.dumps(SCOPES),
            "redirectUri": return_url,
            "state": state,
        }
        return Consent(
            url=self.caller.wire.address(f"{AUTHORIZE}?{urlencode(question)}"), keep={"state": state}
        )

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        """The token for the consent answer (`auth_code` and `state`). Raises Reconnect where the person declined, the
        answer is not ours, or the grant is not for the advertiser of the form."""
        code = _consent_code(answer, keep)
        secrets = {"app_secret": credentials["app_secret"], "auth_code": code}
        question = {
            "app_id": number_of(credentials["app_id"]),
            "secret": credentials["app_secret"],
            "auth_code": code,
        }
        granted = self.caller.grant("/oauth2/access_token", question, secrets)
        _check_advertiser(granted, credentials["advertiser_id"])
        return self._token(granted, secrets)

    def renew(self, account: Account) -> Token:
        """Both tokens anew. Raises Reconnect where the refresh token no longer serves."""
        held = account.token.secrets.get("refresh_token", "") if account.token else ""
        if not held:
            raise Reconnect(NO_REFRESH)
        question = {
            "app_id": number_of(setting(account, "app_id")),
            "secret": account.credentials.get("app_secret", ""),
            "refresh_token": held,
        }
        secrets = secrets_of(account)
        return self._token(self.caller.grant("/oauth2/refresh_token", question, secrets), secrets)

    def renews_by_itself(self) -> bool:
        return True

    def revoke(self, account: Account) -> None:
        """Nothing is called: no address for it is known. The advertiser withdraws the grant in 聚光 himself."""

    def identify(self, account: Account) -> Identity:
        """The advertiser whose report of yesterday the token opens; the platform has no address that tells who one
        is. Raises AskPlatform where the token is not for that advertiser."""
        advertiser = setting(account, "advertiser_id")
        account_days(self.caller, account, since=yesterday(self.caller), until=yesterday(self.caller))
        return Identity(advertiser, facts={"advertiser_id": advertiser})

    def _token(self, granted: Mapping[str, Any], secrets: Mapping[str, str]) -> Token:
        names = ("access_token", "refresh_token")
        tokens = {name: str(granted.get(name) or "") for name in names}
        if not tokens["access_token"]:
            raise self.caller.unreadable(granted, {**secrets, **tokens})
        seconds = _seconds(granted.get("access_token_expires_in"))
        return Token(
            secrets={name: value for name, value in tokens.items() if value},
            expires_at=self.caller.wire.now() + timedelta(seconds=seconds) if seconds else None,
            scopes=_scopes(granted.get("scope")),
        )


def _consent_code(answer: Mapping[str, str], keep: Mapping[str, str]) -> str:
    expected, received = keep.get("state", ""), answer.get("state", "")
    if not expected or not hmac.compare_digest(expected.encode(), received.encode()):
        raise Reconnect(FOREIGN_ANSWER)
    if not answer.get("auth_code"):
        raise Reconnect(DECLINED)
    return answer["auth_code"]


def _check_advertiser(granted: Mapping[str, Any], wanted: str) -> None:
    listed = granted.get("approval_advertisers")
    named = [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    known = {str(entry.get("advertiser_id")): str(entry.get("advertiser_name") or "") for entry in named}
    if granted.get("advertiser_id"):
        known.setdefault(str(granted["advertiser_id"]), "")
    if known and wanted not in known:
        found = names(f"{name}（{number}）" if name else number for number, name in list(known.items())[:5])
        raise Reconnect(
            said(
                "授权里没有广告账号 %(wanted)s，只有：%(found)s。请核对填的账号 ID，再重新授权。",
                wanted=wanted,
                found=found,
            )
        )


def _scopes(given: object) -> frozenset[str]:
    try:
        listed = json.loads(given) if isinstance(given, str) else given
    except ValueError:
        listed = str(given).split(",")
    return frozenset(str(scope).strip() for scope in listed) if isinstance(listed, list) else frozenset()


def _seconds(value: object) -> int:
    text = str(value or "")
    return int(text) if text.isdecimal() else 0
