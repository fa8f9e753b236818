"""视频号 as the sandbox sees a platform: nothing of it answers a program, and most answers here say just that."""

import sqlite3
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal, json_answer
from sandbox.identifiers import stable_code
from sandbox.phone.app import finish_review, publish_past
from sandbox.platforms import Fan, NewAccount, PastPost, Push
from sandbox.platforms.shipinhao import app
from sandbox.world import World

NOTHING_TO_CALL = "视频号没有给企业的接口"


class Shipinhao:
    key = "shipinhao"
    name = "视频号"
    hosts = frozenset({app.CREATOR, app.SHORT, app.FILES})
    opens = MappingProxyType({"weixin": f"/{app.APP.page}"})
    tables = ""
    profiles: Mapping[str, str] = {"enterprise": "企业视频号", "personal": "个人视频号"}
    endpoints: tuple[Endpoint, ...] = ()
    tasks: Mapping[str, Callable[[World, dict[str, Any]], None]] = {app.APP.review_task: finish_review}
    messages_need_following = False
    grant_tables: frozenset[str] = frozenset()

    def defaults(self, profile: str) -> Mapping[str, Any]:
        return app.SETTINGS

    def open_account(self, world: World, new: NewAccount) -> Account:
        """`credentials` may fix `account`, the 视频号 ID."""
        ids = world.ids(f"shipinhao account|{new.key}")
        number = str(new.credentials.get("account") or f"sph{ids.letters(12)}")
        account = Account(
            key=new.key,
            platform=self.key,
            profile=new.profile,
            name=new.name,
            external_id=number,
            credentials={"account": number},
            settings=dict(new.settings),
            followers=new.followers,
            opening_followers=new.followers,
            created_at=new.created_at,
            advanced_to=new.created_at,
            advance_after=new.created_at,
            audience=True,
            intensity=1.0,
            callback_url="",
            callback_verified=False,
            callback_problem="",
        )
        world.accounts.add(account)
        return account

    def credentials(self, world: World, account: Account) -> dict[str, str]:
        return {"account": account.external_id}

    def change_credentials(self, world: World, account: Account, changes: Mapping[str, Any]) -> None:
        raise ValueError(NOTHING_TO_CALL)

    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        return None

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        raise Refusal(404, NOTHING_TO_CALL)

    def refuse(self, call: Call, refusal: Refusal) -> Answer:
        return json_answer({"error": refusal.message or NOTHING_TO_CALL}, status=404, code=str(refusal.code))

    def unknown(self, call: Call) -> Answer:
        return self.refuse(call, Refusal(404))

    def revoke(self, world: World, account: Account) -> int:
        return 0

    def authorize(self, world: World, account: Account) -> dict[str, Any]:
        raise ValueError(NOTHING_TO_CALL)

    def fan_id(self, account: Account, person_key: str) -> str:
        return stable_code(f"shipinhao person|{person_key}", 20)

    def comment_id(self, world: World, post: sqlite3.Row, number: int, *, at: float) -> str:
        return str(number)

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
        """Private messages are seen in the app only."""

    def followed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Nobody is told."""

    def unfollowed(self, world: World, account: Account, fan: Fan, *, at: float) -> None:
        """Nobody is told."""

    def push(self, world: World, account: Account, payload: dict[str, Any]) -> Push:
        raise ValueError(NOTHING_TO_CALL)

    def verification(self, world: World, account: Account, url: str) -> tuple[Push, str]:
        raise ValueError(NOTHING_TO_CALL)

    def read_push_answer(self, world: World, account: Account, payload: dict[str, Any], answer: str) -> None:
        """There are no pushes."""

    def publish_past(self, world: World, account: Account, past: PastPost) -> int:
        return publish_past(world, app.APP, account, past)

    def mention(
        self, world: World, account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        raise ValueError("视频号的 @提及 没有接口可以读到")

    def pages(self, world: World) -> list[Route]:
        return app.routes(world)

    def desk_pages(self, account: Account) -> Mapping[str, str]:
        return {f"/{app.APP.page}?account={account.key}": "打开手机端发布页"}

    def start_over(self, world: World, account: Account) -> None:
        """Fans from before are a number only."""

    def quota_profiles(self) -> tuple[str, ...]:
        return ()

    def use_quota(self, world: World, account: Account, profile: str) -> None:
        raise ValueError(NOTHING_TO_CALL)

    def reset_quota(self, world: World, account: Account) -> None:
        """Nothing is counted."""


PLATFORM = Shipinhao()
