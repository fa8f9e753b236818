"""抖音 as the sandbox sees a platform."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal
from sandbox.phone.routes import app_routes
from sandbox.platforms import Fan
from sandbox.platforms.douyin import (
    accounts,
    apps,
    comments,
    grants,
    history,
    messages,
    pages,
    phone,
    publishing,
    pushes,
    rates,
)
from sandbox.platforms.douyin.endpoints import API, ENDPOINTS
from sandbox.platforms.douyin.errors import answer_refusal, refusal
from sandbox.platforms.douyin.sharing import SHORT_HOST
from sandbox.world import World


class Douyin:
    key = "douyin"
    name = "抖音"
    hosts = frozenset({API, SHORT_HOST, *pages.HOSTS, phone.HOST, phone.FILES})
    opens = MappingProxyType({phone.APP.scheme: phone.PATH})
    tables = Path(__file__).with_name("schema.sql").read_text()
    profiles: Mapping[str, str] = accounts.PROFILES
    endpoints: tuple[Endpoint, ...] = ENDPOINTS
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {"douyin_review": publishing.review}
    messages_need_following = False
    grant_tables = frozenset({"douyin_app", "douyin_grant"})
    received = staticmethod(messages.received)
    commented = staticmethod(comments.commented)
    push = staticmethod(pushes.push)
    verification = staticmethod(pushes.verification)
    open_account = staticmethod(accounts.open_account)
    credentials = staticmethod(accounts.credentials)
    defaults = staticmethod(accounts.defaults)
    fan_id = staticmethod(accounts.person_open_id)
    comment_id = staticmethod(comments.comment_id)
    refuse = staticmethod(answer_refusal)
    publish_past = staticmethod(history.publish)
    reset_quota = staticmethod(rates.reset)

    def change_credentials(self, world: World, account: Account, changes: Mapping[str, Any]) -> None:
        """Change fields of the account's app; raises ValueError for an unknown one. `auto_approve` true lets the
        consent page consent at once in this account's name."""
        fields = dict(changes)
        if "auto_approve" in fields:
            fields["approves"] = account.key if fields.pop("auto_approve") else ""
        apps.change(world, account.credentials["client_key"], fields)

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        known = call.world.accounts.by_key
        token = grants.token_of(call)
        row = grants.find(call.world, token) if token else None
        row = row or grants.find_by_refresh(call.world, call.fields().get("refresh_token", ""))
        if row is None and (code := call.fields().get("code")):
            row = call.world.store.one("SELECT account FROM douyin_code WHERE code = ?", code)
        return known.get(row["account"]) if row is not None else None

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        if call.method not in endpoint.methods:
            raise refusal(28001017)
        if endpoint.needs_token:
            grants.admit(call, endpoint)
            if call.account is not None:
                rates.count_call(call)

    def unknown(self, call: Call) -> Answer:
        return answer_refusal(call, Refusal(28001017, status=404))

    def revoke(self, world: World, account: Account) -> int:
        """The person takes the authorization back in the app, which the company hears of."""
        row = world.store.one(
            "SELECT scope FROM douyin_grant WHERE account = ? AND ended = '' ORDER BY id DESC", account.key
        )
        ended = grants.revoke(world, account)
        if row is not None:
            scopes = row["scope"].split(",")
            pushes.told_authorization(world, account, "unauthorize", scopes=scopes, at=world.clock.now())
        return ended

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        app = accounts.app_of(world, account)
        ids = world.ids(f"authorization|{world.next_number()}")
        now = world.clock.service_now()
        row = grants.grant(world, app, account, scope=",".join(app.capabilities), ids=ids, at=now)
        return grants.told(world, row, at=now)

    def followed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        if "user.intention" in accounts.app_of(world, account).capabilities:
            content = {"action_type": 1, "action_time": int(at)}
            pushes.tell(
                world,
                account,
                "new_follow_action",
                content,
                from_user=fan.external_id,
                to_user=account.external_id,
            )

    def unfollowed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Nobody is told."""

    def read_push_answer(self, world: World, account: Account, payload: dict[str, Any], answer: str) -> None:
        """There are no passive replies."""

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("抖音没有向企业开放“@我的”")

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        return {f"{phone.PATH}?account={account.key}": "打开手机端发布页"}

    def pages(self, world: World) -> list[Route]:
        return [*pages.routes(world), *app_routes(world, phone.APP)]

    def start_over(self, world: World, account: Account) -> None:
        """Fans from before are a number only."""

    def quota_profiles(self) -> tuple[str, ...]:
        return rates.PROFILES

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        account.settings["rate_profile"] = profile


PLATFORM = Douyin()
