"""Connecting a Kuaishou account: OAuth 2 with consent in the browser, an access token of two days and a refresh token
of half a year that is exchanged for a new one at each renewal."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import AskPlatform, Reconnect
from chaoxin.connectors.http import without_secrets
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import said

from .call import API, OAUTH, Caller
from .limits import adjusted
from .refusal_table import REAUTHORIZE, REFUSALS, Remedy

SCOPES = ("user_info", "user_video_publish", "user_video_info", "user_video_delete")
CANCELLED = "100200109"
# Only the answer to the grant says whose it is, so that stands with the token; named, since the bare id is no secret.
GRANTED_TO = "granted_to"
OPEN_ID = "open_id:"
FOREIGN_ANSWER = said("这次授权不是从这里发起的，或者等得太久，没有采用。") + REAUTHORIZE
NO_CODE = said("快手没有带回授权码，账号没有连接。") + REAUTHORIZE
NO_REFRESH_TOKEN = said("没有续期凭证，快手授权不能自动续期。") + REAUTHORIZE
DENIED = said("授权时点了取消，账号没有连接。要连接的话请再点一次“去快手授权”并同意。")


class KuaishouConnect:
    """OAuth with App ID and App Secret. `credentials` need `app_id` and `app_secret`, and may name `scopes`."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def begin(self, *, credentials: Mapping[str, str], return_url: str, state: str) -> Consent:
        """The consent page. The domain of `return_url` must be registered with the application."""
        question = {
            "app_id": credentials["app_id"],
            "scope": ",".join(scopes_in(credentials.get("scopes", "")) or SCOPES),
            "response_type": "code",
            "redirect_uri": return_url,
            "state": state,
            "ua": "pc",
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
        """The token for the consent answer (`code` and `state`, or an error). Raises Reconnect where the person
        declined, the answer is not ours, or the code no longer serves."""
        granted = self.caller.ask_consent_server(
            f"{OAUTH}/access_token",
            params={
                "app_id": credentials["app_id"],
                "app_secret": credentials["app_secret"],
                "code": _consent_code(answer, keep),
                "grant_type": adjusted(credentials, "oauth_grant_type"),
            },
        )
        return self._token(granted, held={})

    def renew(self, account: Account) -> Token:
        """A fresh token with a fresh refresh token; what comes back empty stays as it was. Raises Reconnect where the
        refresh token is missing or no longer serves."""
        held = account.token.secrets if account.token else {}
        if not held.get("refresh_token"):
            raise Reconnect(NO_REFRESH_TOKEN)
        granted = self.caller.ask_consent_server(
            f"{OAUTH}/refresh_token",
            params={
                "app_id": account.credentials.get("app_id", ""),
                "app_secret": account.credentials.get("app_secret", ""),
                "refresh_token": held["refresh_token"],
                "grant_type": "refresh_token",
            },
        )
        return self._token(granted, held=held)

    def renews_by_itself(self) -> bool:
        return True

    def revoke(self, account: Account) -> None:
        """Nothing: Kuaishou gives applications no way to return a grant. Its owner can end it in the app."""

    def identify(self, account: Account) -> Identity:
        """Who is behind the token: the open id that came with the grant, as the profile itself names none, and the
        profile as it is now."""
        answer = self.caller.read(account, f"{API}/user_info", meter="user")
        user = answer.get("user_info")
        granted = account.token.secrets.get(GRANTED_TO, "") if account.token else ""
        if not isinstance(user, dict):
            raise self.caller.unreadable(account, answer, changing=False)
        open_id = str(user.get("open_id") or granted.removeprefix(OPEN_ID))
        if not open_id:
            raise Reconnect(said("快手的授权里没有说明是哪个账号。") + REAUTHORIZE, code="open_id")
        return Identity(
            external_id=open_id,
            name=str(user.get("name") or ""),
            avatar_url=str(user.get("bigHead") or user.get("head") or ""),
            facts={key: user[key] for key in ("fan", "follow", "city") if user.get(key) not in (None, "")},
        )

    def _token(self, granted: Mapping[str, Any], *, held: Mapping[str, str]) -> Token:
        access_token = str(granted.get("access_token") or "")
        if not access_token:
            raise Reconnect(said("快手没有给出授权。") + REAUTHORIZE, code="access_token")
        now = self.caller.wire.now()
        lasts = _seconds(granted.get("expires_in"))
        secrets = {
            "access_token": access_token,
            "refresh_token": str(granted.get("refresh_token") or held.get("refresh_token", "")),
            "refresh_expires_at": _until(now, granted) or held.get("refresh_expires_at", ""),
            GRANTED_TO: f"{OPEN_ID}{granted['open_id']}"
            if granted.get("open_id")
            else held.get(GRANTED_TO, ""),
        }
        return Token(
            secrets={key: value for key, value in secrets.items() if value},
            expires_at=now + timedelta(seconds=lasts) if lasts else None,
            scopes=frozenset(scopes_in(granted.get("scopes"))),
            renewable_until=_moment(secrets["refresh_expires_at"]),
        )


def scopes_in(given: object) -> tuple[str, ...]:
    """The scopes in a list, or in a text that separates them by commas or blanks."""
    named = (
        given
        if isinstance(given, list | tuple)
        else str(given or "").replace("，", ",").replace(" ", ",").split(",")
    )
    return tuple(dict.fromkeys(str(scope).strip() for scope in named if str(scope).strip()))


def _consent_code(answer: Mapping[str, str], keep: Mapping[str, str]) -> str:
    expected, received = keep.get("state", ""), answer.get("state", "")
    if not expected or not hmac.compare_digest(expected.encode(), received.encode()):
        raise Reconnect(FOREIGN_ANSWER)
    if answer.get("code"):
        return answer["code"]
    if answer.get("error") or answer.get("result"):
        raise _consent_refusal(answer)
    raise Reconnect(NO_CODE)


def _consent_refusal(answer: Mapping[str, str]) -> Reconnect | AskPlatform:
    code = answer.get("result") or answer.get("error", "")
    remedy, sentence = REFUSALS.get(code, (Remedy.RECONNECT, DENIED))
    shown = " ".join(f"{key}={answer[key]}" for key in sorted(answer))
    excerpt = without_secrets(shown, {"state": answer.get("state", "")})
    if remedy is Remedy.PERMISSION:
        return AskPlatform(sentence, code=code, excerpt=excerpt)
    return Reconnect(DENIED if code == CANCELLED else sentence, code=code, excerpt=excerpt)


def _until(now: datetime, granted: Mapping[str, Any]) -> str:
    seconds = _seconds(granted.get("refresh_token_expires_in"))
    return (now + timedelta(seconds=seconds)).isoformat(timespec="seconds") if seconds else ""


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _seconds(value: object) -> int:
    try:
        return max(0, int(str(value)))
    except ValueError:
        return 0
