"""Connecting a Weibo account: OAuth 2 with consent in the browser. Weibo gives web applications no way to
renew a token, so its end always needs a person."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import AskPlatform, Reconnect
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import said

from .call import API, OAUTH, Caller
from .refusal_table import OAUTH_NAMES, REAUTHORIZE, REFUSALS
from .refusals import DEAD_GRANT_CODES
from .statuses import id_of

DENIED = "21330"
FOREIGN_ANSWER = said("这次授权不是从这里发起的，或者等得太久，没有采用。") + REAUTHORIZE
NO_CODE = said("微博没有带回授权码，账号没有连接。") + REAUTHORIZE
NO_TOKEN = said("微博没有给出授权，账号没有连接。") + REAUTHORIZE
NOT_RENEWABLE = said("微博不提供自动续期，授权到期要有人重新授权一次。") + REAUTHORIZE


class WeiboConnect:
    """OAuth with App Key and App Secret. `credentials` need `app_key` and `app_secret`."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent:
        """The consent page. `return_url` must be registered with the application to the letter."""
        question = {
            "client_id": credentials["app_key"],
            "response_type": "code",
            "redirect_uri": return_url,
            "state": state,
            "forcelogin": "true",
        }
        url = self.caller.wire.address(f"{OAUTH}/authorize?{urlencode(question)}")
        return Consent(url=url, keep={"state": state})

    def finish(
        self,
        *,
        credentials: Mapping[str, str],
        answer: Mapping[str, str],
        keep: Mapping[str, str],
        return_url: str,
    ) -> Token:
        """The token for the consent answer (`code` and `state`, or `error`). Raises Reconnect where the
        person declined, the answer is not ours, or the code no longer serves."""
        code = _consent_code(answer, keep)
        granted = self.caller.ask_consent_server(
            f"{OAUTH}/access_token",
            form={
                "client_id": credentials["app_key"],
                "client_secret": credentials["app_secret"],
                "grant_type": "authorization_code",
                "code": code,
                "redirect_uri": return_url,
            },
        )
        if not isinstance(granted, dict) or not granted.get("access_token"):
            raise Reconnect(NO_TOKEN)
        return self._token(granted)

    def renew(self, account: Account) -> Token:
        """Never succeeds: raises Reconnect."""
        raise Reconnect(NOT_RENEWABLE)

    def renews_by_itself(self) -> bool:
        return False

    def revoke(self, account: Account) -> None:
        """Gives the token back; harmless where it is dead already."""
        try:
            self.caller.change(account, f"{OAUTH}/revokeoauth2", form={})
        except Reconnect as error:
            if error.code not in DEAD_GRANT_CODES:
                raise

    def identify(self, account: Account) -> Identity:
        """Who is behind the token, by two calls: the number of the user, then the profile."""
        answer = self.caller.read(account, f"{API}/account/get_uid.json")
        user_id = str(answer.get("uid") or "") if isinstance(answer, dict) else ""
        if not user_id:
            raise self.caller.unreadable(account, answer, changing=False)
        user = self.caller.read(account, f"{API}/users/show.json", params={"uid": user_id})
        if not isinstance(user, dict) or id_of(user) != user_id:
            raise self.caller.unreadable(account, user, changing=False)
        return Identity(
            external_id=user_id,
            name=str(user.get("screen_name") or user.get("name") or ""),
            avatar_url=str(user.get("avatar_large") or user.get("profile_image_url") or ""),
            facts=_profile_facts(user),
        )

    def _token(self, granted: Mapping[str, Any]) -> Token:
        seconds = _seconds(granted.get("expires_in") or granted.get("remind_in"))
        return Token(
            secrets={"access_token": str(granted["access_token"])},
            expires_at=self.caller.wire.now() + timedelta(seconds=seconds) if seconds else None,
            scopes=frozenset(part for part in str(granted.get("scope") or "").split(",") if part),
        )


def _consent_code(answer: Mapping[str, str], keep: Mapping[str, str]) -> str:
    expected, received = keep.get("state", ""), answer.get("state", "")
    if not expected or not hmac.compare_digest(expected.encode(), received.encode()):
        raise Reconnect(FOREIGN_ANSWER)
    if answer.get("error") or answer.get("error_code"):
        raise _consent_refusal(answer)
    if not answer.get("code"):
        raise Reconnect(NO_CODE)
    return answer["code"]


def _consent_refusal(answer: Mapping[str, str]) -> Reconnect | AskPlatform:
    code = answer.get("error_code") or OAUTH_NAMES.get(answer.get("error", ""), answer.get("error", ""))
    remedy, sentence = REFUSALS.get(code, REFUSALS[DENIED])
    shown = without_secrets(" ".join(f"{key}={answer[key]}" for key in sorted(answer)), _codes(answer))
    if remedy == "permission":
        return AskPlatform(sentence, code=code, excerpt=shown)
    return Reconnect(sentence, code=code, excerpt=shown)


def _codes(answer: Mapping[str, str]) -> dict[str, str]:
    return {key: answer.get(key, "") for key in ("code", "state")}


def _seconds(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0


def _profile_facts(user: Mapping[str, Any]) -> dict[str, Any]:
    kept = (
        "verified",
        "verified_type",
        "verified_reason",
        "followers_count",
        "statuses_count",
        "description",
    )
    return {key: user[key] for key in kept if user.get(key) not in (None, "")}
