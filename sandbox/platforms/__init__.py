"""The emulated platforms: one folder each. A folder offers `PLATFORM`; nothing else in the sandbox names it."""

import importlib
import pkgutil
import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from starlette.routing import Route

from sandbox.accounts import Account
from sandbox.calls import Answer, Call, Endpoint, Refusal

if TYPE_CHECKING:
    from sandbox.world import World


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What a tester gives to open an account. `credentials` may fix some of them; the rest is drawn."""

    key: str
    name: str
    profile: str
    followers: int
    created_at: float
    credentials: Mapping[str, Any] = field(default_factory=dict)
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Push:
    """One HTTP request of the platform to the company's callback address."""

    method: str
    url: str
    params: Mapping[str, str]
    headers: Mapping[str, str]
    content: bytes = b""


@dataclass(frozen=True, slots=True)
class Fan:
    person_key: str
    name: str
    external_id: str


@dataclass(frozen=True, slots=True)
class PastPost:
    """A post made up for the account's past, before anything was connected."""

    title: str
    text: str
    html: str
    published_at: float
    pictures: tuple[str, ...] = ()


class Platform(Protocol):
    """What the sandbox asks of a platform's folder. It may besides have `desk_pages(account)`: pages of its own for
    testers, address → name, which the control desk links; and `opens`: schemes of the links that open its app, with
    the page that stands for the app here."""

    key: str
    name: str
    hosts: frozenset[str]
    tables: str
    profiles: Mapping[str, str]
    endpoints: tuple[Endpoint, ...]
    messages_need_following: bool
    grant_tables: frozenset[str]  # what a reset keeps together with the accounts
    tasks: Mapping[str, Callable[["World", dict[str, Any]], None]]

    def defaults(self, profile: str) -> Mapping[str, Any]:
        """Every setting of this profile with its value when the account says nothing else."""

    def open_account(self, world: "World", new: NewAccount) -> Account: ...
    def credentials(self, world: "World", account: Account) -> dict[str, str]:
        """What a tester copies into the product, by name."""

    def change_credentials(self, world: "World", account: Account, changes: Mapping[str, Any]) -> None: ...
    def account_of(self, call: Call, endpoint: Endpoint) -> Account | None:
        """Whose account the call is about, as far as its parameters tell; changes nothing."""

    def admit(self, call: Call, endpoint: Endpoint) -> None:
        """Check the credentials, the permission and the quotas of the call; raises Refusal."""

    def refuse(self, call: Call, refusal: Refusal) -> Answer: ...
    def unknown(self, call: Call) -> Answer: ...
    def revoke(self, world: "World", account: Account) -> int:
        """Make the account's present tokens or grants worthless; answers how many there were."""

    def authorize(self, world: "World", account: Account) -> dict[str, Any]:
        """Give a token as if a person had just consented."""

    def fan_id(self, account: Account, person_key: str) -> str: ...
    def comment_id(self, world: "World", post: sqlite3.Row, number: int, *, at: float) -> str: ...
    def received(
        self,
        world: "World",
        account: Account,
        fan: Fan,
        message: dict[str, Any],
        *,
        at: float,
        quietly: bool = False,
    ) -> None:
        """A fan wrote: the account may answer for a while, and hears of it unless `quietly`."""

    def followed(self, world: "World", account: Account, fan: Fan, *, at: float) -> None: ...
    def unfollowed(self, world: "World", account: Account, fan: Fan, *, at: float) -> None: ...
    def push(self, world: "World", account: Account, payload: dict[str, Any]) -> Push: ...
    def verification(self, world: "World", account: Account, url: str) -> tuple[Push, str]:
        """The request that proves who answers at `url`, and the answer that it must give."""

    def read_push_answer(
        self, world: "World", account: Account, payload: dict[str, Any], answer: str
    ) -> None: ...
    def publish_past(self, world: "World", account: Account, past: PastPost) -> int: ...
    def mention(
        self, world: "World", account: Account, *, person_key: str, name: str, text: str, at: float
    ) -> str:
        """Let a person publish something that names the account; ValueError where the platform has no such thing."""

    def pages(self, world: "World") -> list[Route]: ...
    def start_over(self, world: "World", account: Account) -> None:
        """Give the account back what it had when it was opened, after a reset."""

    def quota_profiles(self) -> tuple[str, ...]: ...
    def use_quota(self, world: "World", account: Account, profile: str) -> None: ...
    def reset_quota(self, world: "World", account: Account) -> None: ...


@runtime_checkable
class PushesComments(Protocol):
    """A platform that tells the company of comments."""

    def commented(self, world: "World", post: sqlite3.Row, row: sqlite3.Row) -> None:
        """A fan wrote the comment `row` under the post."""


@cache
def present_platforms() -> dict[str, Platform]:
    """Every folder here, by its key."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        if module.ispkg:
            platform = importlib.import_module(f"{__name__}.{module.name}").PLATFORM
            found[platform.key] = platform
    return found


def desk_pages(platform: Platform, account: Account) -> Mapping[str, str]:
    """The platform's own pages for testers of this account: address → name."""
    own = getattr(platform, "desk_pages", None)
    return own(account) if own else {}
