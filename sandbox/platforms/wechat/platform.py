"""微信公众号 as the sandbox sees a platform."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.following import add_base
from sandbox.platforms import PastPost
from sandbox.platforms.wechat import (
    accounts,
    backend,
    history,
    mass,
    pages,
    publishing,
    pushes,
    quota,
    tokens,
)
from sandbox.platforms.wechat.endpoints import ENDPOINTS, HOST, STATISTICS, VERIFIED
from sandbox.platforms.wechat.errors import answer_refusal, refusal
from sandbox.world import World


class Wechat:
    key = "wechat"
    name = "微信公众号"
    hosts = frozenset({HOST, "mp.weixin.qq.com", "mmbiz.qpic.cn"})
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {
        "wechat_review": publishing.finish_review,
        "wechat_mass": mass.finish,
    }
    messages_need_following = True
    grant_tables = frozenset({"wechat_token"})
    received = staticmethod(pushes.received)
    followed = staticmethod(pushes.followed)
    unfollowed = staticmethod(pushes.unfollowed)
    push = staticmethod(pushes.push)
    verification = staticmethod(pushes.verification)
    read_push_answer = staticmethod(pushes.read_answer)
    open_account = staticmethod(accounts.open_account)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.openid)
    refuse = staticmethod(answer_refusal)
    revoke = staticmethod(tokens.revoke)
    reset_quota = staticmethod(quota.reset)

    def credentials(self, world: World, account: Account) -> dict[str, str]:
        names = ("appid", "appsecret", "token", "aes_key", "original_id")
        return {name: account.credentials[name] for name in names}

    def change_credentials(self, world: World, account: Account, changes: Mapping[str, Any]) -> None:
        """Change appsecret, token or aes_key; raises ValueError for others."""
        strange = set(changes) - {"appsecret", "token", "aes_key"}
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
        tokens.admit(call, path=endpoint.path)
        account = call.the_account
        if endpoint.permission == VERIFIED and account.profile not in accounts.VERIFIED:
            raise refusal(48001)
        if endpoint.permission == STATISTICS and not call.world.setting(account, "datacube_permission"):
            raise refusal(48001)

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(40066, "invalid url"))

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        """This platform knows no consent; the secret is the grant."""
        return {}

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        """Comments are counted within their article; answers carry no id of their own."""
        return str(
            world.store.value(
                "SELECT count(*) FROM comment WHERE post_id = ? AND parent_id IS NULL AND id <= ?",
                post["id"],
                number,
            )
        )

    def publish_past(self, world: World, account: Account, past: PastPost) -> int:
        return history.publish(world, account, past)

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("这个平台没有 @提及")

    def pages(self, world: World) -> list[Route]:
        return [*backend.routes(world), *pages.routes(world)]

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        return {f"/{backend.HOST}{backend.BOX}?account={account.key}": "打开公众平台草稿箱"}

    def start_over(self, world: World, account: Account) -> None:
        add_base(world, account, size=account.opening_followers, before=account.created_at)

    def quota_profiles(self) -> tuple[str, ...]:
        return tuple(quota.PROFILES)

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["quota_profile"] = profile


PLATFORM = Wechat()
