"""Connecting a Douyin account: OAuth 2 with consent in the browser, and tokens with two clocks.

The access token lives 15 days and is renewed by the refresh token, whose own end (30 days) stays. Where the application
may, the refresh token itself is renewed before its end, five times; after that a person has to consent again.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import ConnectorError, Reconnect, RenewGrant, Wait
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import said

from .call import API, HOLDER, Caller, headers_of, open_id_of
from .limits import ACCESS_DAYS, REFRESH_DAYS, RENEWALS, set_number
from .refusal_table import REAUTHORIZE
from .refusals import DEAD_TOKEN_CODES
from .standing import RENEW

BASE_SCOPES = ("user_info", "renew_refresh_token")
USED_UP = "10020"
FOREIGN_ANSWER = said("这次授权不是从这里发起的，或者等得太久，没有采用。") + REAUTHORIZE
DECLINED = said("授权时点了取消，账号没有连接。要连接的话请再点一次“去抖音授权”并同意。")
NO_TOKEN = said("抖音没有给出授权，账号没有连接。") + REAUTHORIZE
NOT_RENEWABLE = said("抖音没有给出可以换新的授权。") + REAUTHORIZE
OVER = said("抖音授权已到期，不能再自动换新。") + REAUTHORIZE


class DouyinConnect:
    """OAuth with Client Key and Client Secret. `credentials` need `client_key` and `client_secret`, and `scopes` where
    more than the plainest are wanted."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent:
        """The consent page. A scope that the application was not granted makes the whole page fail."""
        question = {
            "client_key": credentials["client_key"],
            "response_type": "code",
            "scope": ",".join(wanted_scopes(credentials.get("scopes", ""))),
            "redirect_uri": return_url,
            "state": state,
        }
        url = self.caller.wire.address(f"{API}/platform/oauth/connect/?{urlencode(question)}")
        return Consent(url=url, keep={"state": state})

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        """The token for the consent answer (`code` and `state`). Raises Reconnect where the person declined, the answer
        is not ours, or the code no longer serves."""
        granted = self.caller.ask_consent_server(
            "/oauth/access_token/",
            form={
                "client_key": credentials["client_key"],
                "client_secret": credentials["client_secret"],
                "grant_type": "authorization_code",
                "code": _consent_code(answer, keep),
            },
        )
        if not granted.get("access_token") or not granted.get("open_id"):
            raise Reconnect(NO_TOKEN)
        return self._token(granted, before=None)

    def renew(self, account: Account) -> Token:
        """A token with 15 more days. The refresh token is renewed first where it would end before the new access token
        does; what that gave is answered even if the second call fails, since the old refresh token is dead then."""
        held = account.token
        if held is None or not held.secrets.get("refresh_token"):
            raise Reconnect(NOT_RENEWABLE)
        lengthened = self._lengthened(account, held)
        try:
            granted = self._refreshed(account, lengthened)
        except (Reconnect, RenewGrant) as error:
            raise Reconnect(OVER, code=error.code, excerpt=error.excerpt) from error
        except ConnectorError:
            if lengthened is held:
                raise
            return lengthened
        return self._token(granted, before=lengthened)

    def renews_by_itself(self) -> bool:
        return True

    def revoke(self, account: Account) -> None:
        """Gives the token back; harmless where it is dead already."""
        try:
            self.caller.change(account, "/oauth/revoke/", json={"open_id": open_id_of(account)})
        except RenewGrant as error:
            if error.code not in DEAD_TOKEN_CODES:
                raise

    def identify(self, account: Account) -> Identity:
        """Who is behind the token, with the kind of account and how long the authorization can go on by itself."""
        form = {"access_token": headers_of(account)["access-token"], "open_id": open_id_of(account)}
        user = self.caller.ask_consent_server("/oauth/userinfo/", form=form, reading=True)
        open_id = str(user.get("open_id") or "")
        if not open_id:
            raise self.caller.unreadable(account, user, changing=False)
        return Identity(
            external_id=open_id,
            name=str(user.get("nickname") or ""),
            avatar_url=str(user.get("avatar_larger") or user.get("avatar") or ""),
            facts=_profile_facts(user),
        )

    def _lengthened(self, account: Account, held: Token) -> Token:
        ends = refresh_end_of(held)
        life = timedelta(days=set_number(account.settings, "access_days", ACCESS_DAYS))
        needed = ends is not None and ends < self.caller.wire.now() + life
        if not needed or not held.scopes & RENEW or renewals_of(held) >= RENEWALS:
            return held
        try:
            given = self.caller.ask_consent_server(
                "/oauth/renew_refresh_token/",
                form={
                    "client_key": account.credentials["client_key"],
                    "refresh_token": held.secrets["refresh_token"],
                },
            )
        except Wait:
            raise
        except ConnectorError as error:
            # What the refresh token still has of its own life may be used up before anybody is asked.
            if error.code == USED_UP:
                return replace(held, secrets={**held.secrets, "renewals": told_renewals(RENEWALS)})
            return held
        if not given.get("refresh_token"):
            return held
        seconds = _seconds(given.get("expires_in")) or REFRESH_DAYS * 86_400
        secrets = {
            **held.secrets,
            "refresh_token": str(given["refresh_token"]),
            "refresh_ends_at": (self.caller.wire.now() + timedelta(seconds=seconds)).isoformat(),
            "renewals": told_renewals(renewals_of(held) + 1),
        }
        renewed = replace(held, secrets=secrets)
        return replace(renewed, renewable_until=grant_end_of(renewed))

    def _refreshed(self, account: Account, held: Token) -> Mapping[str, Any]:
        granted = self.caller.ask_consent_server(
            "/oauth/refresh_token/",
            form={
                "client_key": account.credentials["client_key"],
                "grant_type": "refresh_token",
                "refresh_token": held.secrets["refresh_token"],
            },
        )
        if not granted.get("access_token"):
            raise self.caller.unreadable(account, granted, changing=False)
        return granted

    def _token(self, granted: Mapping[str, Any], *, before: Token | None) -> Token:
        """The token that was granted; what comes back empty stays as it was `before`."""
        now = self.caller.wire.now()
        kept = dict(before.secrets) if before else {"renewals": told_renewals(0)}
        given = {key: str(granted.get(key) or "") for key in ("access_token", "refresh_token")}
        secrets = {**kept, **{key: value for key, value in given.items() if value}}
        if granted.get("open_id"):
            secrets["holder"] = f"{HOLDER}{granted['open_id']}"
        if seconds := _seconds(granted.get("refresh_expires_in")):
            secrets["refresh_ends_at"] = (now + timedelta(seconds=seconds)).isoformat()
        life = _seconds(granted.get("expires_in"))
        scopes = frozenset(wanted for wanted in str(granted.get("scope") or "").split(",") if wanted)
        token = Token(
            secrets=secrets,
            expires_at=now + timedelta(seconds=life) if life else None,
            scopes=scopes or (before.scopes if before else frozenset()),
        )
        return replace(token, renewable_until=grant_end_of(token))


def wanted_scopes(typed: str) -> list[str]:
    """The scopes to ask for: what the person typed in, and who the account is."""
    named = [part for part in re.split(r"[,，、\s]+", typed) if part]
    return list(dict.fromkeys(["user_info", *named] if named else BASE_SCOPES))


def refresh_end_of(token: Token) -> datetime | None:
    """When the refresh token ends; None where that is not known."""
    try:
        return datetime.fromisoformat(token.secrets.get("refresh_ends_at", ""))
    except ValueError:
        return None


def grant_end_of(token: Token) -> datetime | None:
    """Up to when the authorization lasts without a person: as the refresh token stands, and renewals left."""
    ends = refresh_end_of(token)
    left = RENEWALS - renewals_of(token) if token.scopes & RENEW else 0
    return ends + timedelta(days=REFRESH_DAYS * max(0, left)) if ends else None


def renewals_of(token: Token) -> int:
    """How often the refresh token has been renewed."""
    found = re.search(r"\d+", token.secrets.get("renewals", ""))
    return int(found[0]) if found else 0


def told_renewals(count: int) -> str:
    """The count as it is kept in the token. Its values are all treated as secrets, so none may be what stands on a page
    anyway: no bare digit, and no bare open id."""
    return f"renewed-{count}-times"


def _consent_code(answer: Mapping[str, str], keep: Mapping[str, str]) -> str:
    expected, received = keep.get("state", ""), answer.get("state", "")
    if not expected or not hmac.compare_digest(expected.encode(), received.encode()):
        raise Reconnect(FOREIGN_ANSWER)
    if not answer.get("code"):
        raise Reconnect(DECLINED, code=answer.get("errCode", "") or answer.get("error", ""))
    return answer["code"]


def _seconds(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0


def _profile_facts(user: Mapping[str, Any]) -> dict[str, Any]:
    return {key: user[key] for key in ("union_id", "e_account_role") if user.get(key)}
