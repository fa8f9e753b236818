"""Connecting by corp id and an application's secret: no consent page, the token comes from the credentials alone.

gettoken answers the same token again while it is valid, so several processes asking at once do not take each
other's token away; the setting `same_token_again` says where that does not hold.
"""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.contract import Consent
from chaoxin.connectors.errors import AskPlatform, RenewGrant
from chaoxin.connectors.values import Account, Identity, Token
from chaoxin.connectors.wording import said

from .call import CONTACT, Caller, setting
from .remedies import NO_PERMISSION

LONGEST_VALIDITY_SECONDS = 7200


class WecomConnect:
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
        """The first token for the credentials. Raises Reconnect for wrong ones."""
        return self.renew(Account(external_id=credentials.get("corp_id", ""), credentials=credentials))

    def renew(self, account: Account) -> Token:
        """The token that is valid now, which may be the one the account has already."""
        data = self._caller.ask_for_token(account)
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
        """The corp to whose secret the account's token belongs, with the name of the application and what it may see.

        Raises RenewGrant where the token is not the one now valid for the secret, Reconnect where the credentials are
        refused or the agent is none of this secret.
        """
        held = self._caller.access_token(account)
        if setting(account, "same_token_again", True):
            current = self.renew(account).secrets["access_token"]
            if not hmac.compare_digest(current.encode(), held.encode()):
                raise RenewGrant(said("接口凭证已换新，系统会自动更新后再试，无需处理。"))
        agent = self._agent(account)
        facts = {**_agent_facts(agent), **self._contact_facts(account)}
        return Identity(
            external_id=account.credentials.get("corp_id", ""),
            name=str(agent.get("name") or ""),
            avatar_url=str(agent.get("square_logo_url") or ""),
            facts=facts,
        )

    def _agent(self, account: Account) -> Mapping[str, Any]:
        """What the platform tells of the application; {} for the secret of 客户联系, which belongs to none."""
        agent_id = setting(account, "agent_id", "")
        if not agent_id:
            return {}
        return self._caller.read(account, "/cgi-bin/agent/get", query={"agentid": agent_id}, meter="agent")

    def _contact_facts(self, account: Account) -> dict[str, Any]:
        """How many members may be in touch with customers, as far as the application sees them."""
        try:
            data = self._caller.read(account, f"{CONTACT}/get_follow_user_list", meter="agent")
        except AskPlatform as error:
            if error.code not in NO_PERMISSION:
                raise
            return {"contact_allowed": False, "contact_members": 0}
        return {"contact_allowed": True, "contact_members": len(data.get("follow_user") or [])}


def _agent_facts(agent: Mapping[str, Any]) -> dict[str, Any]:
    if not agent:
        return {}
    return {"agent": str(agent.get("name") or ""), "agent_closed": bool(agent.get("close"))}
