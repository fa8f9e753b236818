"""快手 as the sandbox sees a platform."""

import sqlite3
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.platforms import Fan
from sandbox.platforms.kuaishou import (
    accounts,
    errors,
    events,
    grants,
    history,
    pages,
    phone,
    phone_pages,
    posts,
    rates,
    uploads,
)
from sandbox.platforms.kuaishou.endpoints import API, ENDPOINTS
from sandbox.platforms.kuaishou.errors import answer_refusal, refusal
from sandbox.world import World


class Kuaishou:
    key = "kuaishou"
    name = "快手"
    hosts = frozenset({API, *uploads.GATEWAYS, *pages.HOSTS})
    opens = MappingProxyType({"kwai": phone_pages.ADDRESS})
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {"kuaishou_review": posts.review}
    messages_need_following = False
    grant_tables = frozenset({"kuaishou_app", "kuaishou_grant"})
    push = staticmethod(events.push)
    verification = staticmethod(events.verification)
    open_account = staticmethod(accounts.open_account)
    credentials = staticmethod(accounts.credentials)
    change_credentials = staticmethod(accounts.change_credentials)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.person_id)
    refuse = staticmethod(answer_refusal)
    reset_quota = staticmethod(rates.reset)
    publish_past = staticmethod(history.publish)
    desk_pages = staticmethod(phone.desk_pages)

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        fields = call.query if endpoint.host in uploads.GATEWAYS else call.fields()
        if endpoint.host in uploads.GATEWAYS:
            return uploads.account_of(call.world, fields.get("upload_token", ""))
        row = grants.find(
            call.world,
            access_token=fields.get("access_token", ""),
            refresh_token=fields.get("refresh_token", ""),
        )
        open_id = row["open_id"] if row is not None else ""
        if not open_id and fields.get("code"):
            open_id = call.world.store.value(
                "SELECT open_id FROM kuaishou_code WHERE code = ?", fields["code"]
            )
        return call.world.accounts.find("kuaishou", open_id) if open_id else None

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise refusal(errors.PARAMETER, "请求方式不对")
        if endpoint.needs_token:
            grants.admitted(call, scope=endpoint.permission)
            rates.count_call(call)

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(errors.PARAMETER, "没有这个接口", status=404))

    def revoke(self, world: World, account: Account) -> int:
        ended = grants.revoke(world, account)
        events.withdrawn(world, account)
        return ended

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        app = accounts.app_of(world, account)
        ids = world.ids(f"authorization|{world.next_number()}")
        at = world.clock.service_now()
        return grants.issue(
            world, app_id=app.app_id, account=account, scopes=list(app.scopes), ids=ids, at=at
        )

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        return str(800_000_000_000 + number)

    def received(
        self,
        world: World,
        account: Account,
        fan: Fan,
        message: dict[str, Any],
        *,
        at: float,
        quietly: bool = False,
    ) -> None:
        """Companies hear nothing of private messages; they stand in the app only."""

    def followed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Companies hear nothing of it."""

    def unfollowed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Companies hear nothing of it."""

    def read_push_answer(self, world: World, account: Account, payload: dict[str, Any], answer: str) -> None:
        """Nothing in an answer takes effect."""

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("快手没有“提到我的”列表")

    def pages(self, world: World) -> list[Route]:
        return [*pages.routes(world), *phone.routes(world)]

    def start_over(self, world: World, account: Account) -> None:
        """Fans from before are a number only."""

    def quota_profiles(self) -> tuple[str, ...]:
        return tuple(rates.PROFILES)

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["quota_profile"] = profile


PLATFORM = Kuaishou()
