"""小红书 as the sandbox sees a platform."""

import json
import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.phone.app import finish_review, publish_past
from sandbox.platforms import Fan, PastPost
from sandbox.platforms.xiaohongshu import accounts, app, grants, lead_page, leads
from sandbox.platforms.xiaohongshu.endpoints import ADS, CONSENT, ENDPOINTS, SHARING
from sandbox.platforms.xiaohongshu.errors import NOT_FOUND, WRONG_PARAMETER, answer_refusal, refusal
from sandbox.world import World


class Xiaohongshu:
    key = "xiaohongshu"
    name = "小红书"
    hosts = frozenset({ADS, CONSENT, SHARING, app.CREATOR, app.SITE, app.SHORT, app.FILES, app.SCRIPTS})
    opens = MappingProxyType({app.APP.scheme: f"/{app.APP.page}"})
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {app.APP.review_task: finish_review}
    messages_need_following = False
    grant_tables = frozenset({"xiaohongshu_grant"})
    open_account = staticmethod(accounts.open_account)
    credentials = staticmethod(accounts.credentials)
    change_credentials = staticmethod(accounts.change_credentials)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.person_id)
    refuse = staticmethod(answer_refusal)
    revoke = staticmethod(grants.revoke)
    received = staticmethod(leads.received)
    push = staticmethod(leads.push)
    verification = staticmethod(leads.verification)

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        row = grants.find(call.world, call.headers.get("access-token", ""))
        if row is not None:
            return call.world.accounts.by_key.get(row["account"])
        named = accounts.by_app(call.world, app_id_in(call))
        return named[0] if len(named) == 1 else None

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise refusal(WRONG_PARAMETER, "请求方法不支持")
        if endpoint.needs_token:
            grants.admit(call, scope=endpoint.permission)

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(NOT_FOUND, status=404))

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        ids = world.ids(f"authorization|{world.next_number()}")
        at = world.clock.service_now()
        return grants.make(world, account, list(grants.SCOPES), ids=ids, at=at)

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        return world.ids(f"comment|{post['id']}|{number}").hexadecimal(24)

    def followed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Nobody is told."""

    def unfollowed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Nobody is told."""

    def read_push_answer(self, world: World, account: Account, payload: dict[str, Any], answer: str) -> None:
        """An answer to a push says nothing."""

    def publish_past(self, world: World, account: Account, past: PastPost) -> int:
        return publish_past(world, app.APP, account, past)

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("小红书的 @提及 没有接口可以读到")

    def pages(self, world: World) -> list[Route]:
        return [*app.routes(world), *lead_page.routes(world)]

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        pages = {f"/{app.APP.page}?account={account.key}": "打开手机端发布页"}
        return pages | {lead_page.address_of(account): "私信线索"}

    def start_over(self, world: World, account: Account) -> None:
        """Fans from before are a number only."""

    def quota_profiles(self) -> tuple[str, ...]:
        return tuple(accounts.QUOTAS)

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["quota_profile"] = profile

    def reset_quota(self, world: World, account: Account) -> None:
        world.store.run("DELETE FROM xiaohongshu_use WHERE account = ?", account.key)


def app_id_in(call: Call) -> str:
    """The app that a call names, before it has a token."""
    if call.query.get("appId"):
        return call.query["appId"]
    try:
        body = json.loads(call.body or b"{}")
    except ValueError:
        return ""
    return str(body.get("app_id", "")) if isinstance(body, dict) else ""


PLATFORM = Xiaohongshu()
