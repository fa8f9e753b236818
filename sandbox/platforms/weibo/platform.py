"""微博 as the sandbox sees a platform."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.phone.app import finish_review
from sandbox.platforms import PastPost
from sandbox.platforms.weibo import (
    accounts,
    apps,
    fan_service,
    grants,
    history,
    pages,
    rates,
    statuses,
    web_form,
)
from sandbox.platforms.weibo.endpoints import (
    API,
    COMMERCIAL,
    ENDPOINTS,
    MESSAGES,
    NOT_COUNTED,
    REMINDERS,
    UPLOADS,
)
from sandbox.platforms.weibo.errors import answer_refusal, refusal
from sandbox.platforms.weibo.mids import number_at
from sandbox.platforms.weibo.objects import FILE_HOST
from sandbox.world import World

PICTURE_HOST = "wx1.sinaimg.cn"


class Weibo:
    key = "weibo"
    name = "微博"
    opens = MappingProxyType({"sinaweibo": f"/{web_form.PAGE}"})
    hosts = frozenset(
        {API, MESSAGES, REMINDERS, UPLOADS, COMMERCIAL, "weibo.com", PICTURE_HOST}
        | {web_form.PHONE_SITE, web_form.SHORT, FILE_HOST}
    )
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {
        "weibo_appear": statuses.appear,
        "weibo_review": finish_review,
    }
    messages_need_following = False
    grant_tables = frozenset({"weibo_app", "weibo_grant"})
    received = staticmethod(fan_service.received)
    followed = staticmethod(fan_service.followed)
    unfollowed = staticmethod(fan_service.unfollowed)
    push = staticmethod(fan_service.push)
    verification = staticmethod(fan_service.verification)
    read_push_answer = staticmethod(fan_service.read_answer)
    open_account = staticmethod(accounts.open_account)
    credentials = staticmethod(accounts.credentials)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.person_uid)
    refuse = staticmethod(answer_refusal)
    revoke = staticmethod(grants.revoke)
    mention = staticmethod(history.mention)
    reset_quota = staticmethod(rates.reset)

    def change_credentials(self, world: World, account: Account, changes: Mapping[str, Any]) -> None:
        """Change fields of the account's app; raises ValueError for an unknown one. `auto_approve` true lets the
        consent page consent at once in this account's name."""
        fields = dict(changes)
        if "auto_approve" in fields:
            fields["approves"] = account.external_id if fields.pop("auto_approve") else ""
        apps.change(world, account.credentials["app_key"], fields)

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        row = grants.find(call.world, grants.token_of(call))
        if row is not None:
            return call.world.accounts.find("weibo", row["uid"])
        code = call.fields().get("code")
        uid = call.world.store.value("SELECT uid FROM weibo_code WHERE code = ?", code) if code else None
        return call.world.accounts.find("weibo", uid) if uid else None

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise refusal(10021)
        if endpoint.needs_token:
            grants.admitted(call)
            if endpoint.path not in NOT_COUNTED:
                rates.count_call(call)

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(10020, status=404))

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        app = accounts.app_of(world, account)
        ids = world.ids(f"authorization|{world.next_number()}")
        token, life = grants.grant(
            world, app, account.external_id, scope="", ids=ids, at=world.clock.service_now()
        )
        return {"access_token": token, "expires_in": life, "uid": account.external_id}

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        return str(number_at(at, number))

    def publish_past(self, world: World, account: Account, past: PastPost) -> int:
        return history.publish(world, account, past)

    def pages(self, world: World) -> list[Route]:
        return [*web_form.routes(world), *pages.routes(world)]

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        return {f"/{web_form.PAGE}?account={account.key}": "打开手动发布页"}

    def start_over(self, world: World, account: Account) -> None:
        """Fans from before are a number only."""

    def quota_profiles(self) -> tuple[str, ...]:
        return tuple(rates.PROFILES)

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["rate_profile"] = profile


PLATFORM = Weibo()
