"""企业微信 as the sandbox sees a platform."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.platforms.wecom import accounts, history, pages, pushes, rates, sending, tokens
from sandbox.platforms.wecom.endpoints import CUSTOMERS, ENDPOINTS, HOST
from sandbox.platforms.wecom.errors import answer_refusal, refusal
from sandbox.platforms.wecom.uploads import PICTURE_HOST
from sandbox.world import World


class Wecom:
    key = "wecom"
    name = "企业微信"
    hosts = frozenset({HOST, pages.PHONE_HOST, PICTURE_HOST})
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {
        "wecom_confirm": sending.confirm_when_due,
        "wecom_stop": sending.stop_when_due,
    }
    messages_need_following = True
    grant_tables = frozenset({"wecom_token"})
    received = staticmethod(pushes.received)
    followed = staticmethod(pushes.followed)
    unfollowed = staticmethod(pushes.unfollowed)
    push = staticmethod(pushes.push)
    verification = staticmethod(pushes.verification)
    read_push_answer = staticmethod(pushes.read_answer)
    open_account = staticmethod(accounts.open_account)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.external_userid)
    refuse = staticmethod(answer_refusal)
    revoke = staticmethod(tokens.revoke)
    publish_past = staticmethod(history.publish)
    pages = staticmethod(pages.routes)
    start_over = staticmethod(accounts.start_over)
    reset_quota = staticmethod(rates.reset)

    def credentials(self, world: World, account: Account) -> dict[str, str]:
        names = ("corpid", "agentid", "secret", "token", "aes_key")
        return {name: account.credentials[name] for name in names}

    def change_credentials(self, world: World, account: Account, changes: Mapping[str, Any]) -> None:
        """Change secret, token or aes_key; raises ValueError for others."""
        strange = set(changes) - {"secret", "token", "aes_key"}
        if strange:
            raise ValueError(f"cannot change {', '.join(sorted(strange))}")
        account.credentials |= {name: str(value) for name, value in changes.items()}

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        return tokens.account_of(call)

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise refusal(43002 if endpoint.methods == ("POST",) else 43001)
        if not endpoint.needs_token:
            return
        tokens.admit(call)
        if endpoint.permission != CUSTOMERS:
            return
        if not call.world.setting(call.the_account, "contact_allowed"):
            raise refusal(48002)
        if call.world.setting(call.the_account, "contact_reclaimed"):
            raise refusal(48006)

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        return {pages.address_of(account): "打开成员的手机，确认群发"}

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(40066, "invalid url"))

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        """This platform knows no consent; the secret is the grant."""
        return {}

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        """Nobody comments on these messages; whoever makes a tester's comment finds it by its number."""
        return str(number)

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("这个平台没有 @提及")

    def quota_profiles(self) -> tuple[str, ...]:
        return tuple(rates.PROFILES)

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["rate_profile"] = profile


PLATFORM = Wecom()
