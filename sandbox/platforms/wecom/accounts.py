"""Corps: the kind of secret they are called with, their settings, their credentials."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.following import add_base
from sandbox.identifiers import stable_code
from sandbox.platforms import NewAccount
from sandbox.platforms.wecom import chats
from sandbox.world import World

PROFILES = {
    "self_built": "自建应用",
    "customer_contact": "“客户联系”系统 Secret",
}
RULES = ("month_days", "month_4", "week_7", "day_1")

SETTINGS: dict[str, Any] = {
    "members": ["zhangsan", "lisi", "wangwu"],  # who may be in touch with customers
    "visible_members": [],  # whom the application sees; empty is everybody
    "groups_per_member": 2,  # customer groups of each member when the corp is opened
    "ip_whitelist": [],  # trusted addresses; empty lets every address in
    "token_checks_ip": False,  # gettoken refuses other addresses too
    "token_seconds": 7200,
    "same_token_again": True,  # gettoken repeats the token that is valid; one source
    "token_calls_per_hour": 0,  # gettoken per address, 0 is no limit; 300 by the older text
    "secret_reset": False,  # the secret is worthless until an administrator gives a new one
    "app_disabled": False,
    "contact_allowed": True,  # listed under 客户联系 → API → 可调用接口的应用
    "contact_reclaimed": False,  # taken back for inactivity (48006)
    "receive_rule": "month_days",  # what a customer or group may receive: month_days, month_4, week_7 or day_1
    "dispatch_seconds": 2.0,  # until a task has reached its members (41063)
    "listing_seconds": 0.0,  # until a task stands in the list
    "confirm_seconds": None,  # members confirm by themselves after so long; null leaves it to a person
    "stopped_task_reads": "refused",  # a stopped task is refused (41093) or listed as unsent
    "image_bytes": 10_000_000,  # 2,000,000 by the older page
    "address_pictures_per_day": 100,
    "statistics_days": 60,  # how far back statistics go; 180 by another source
    "callback_agent": True,  # pushes name the application in AgentID
    "rate_profile": "standard",
    "rates": {},  # path: {"minute": n, "hour": n}
}


def defaults(profile: str) -> Mapping[str, Any]:
    return SETTINGS


def open_account(world: World, new: NewAccount) -> Account:
    """A new corp with drawn credentials, except those given: corpid, agentid, secret, token, aes_key."""
    ids = world.ids(f"wecom account|{new.key}")
    drawn = {
        "corpid": f"ww{ids.hexadecimal(16)}",
        "agentid": str(ids.number(1_000_002, 1_000_099)) if new.profile == "self_built" else "",
        "secret": ids.letters(43),
        "token": ids.letters(24),
        "aes_key": ids.letters(43),
    }
    credentials = drawn | {name: str(value) for name, value in new.credentials.items() if name in drawn}
    account = Account(
        key=new.key,
        platform="wecom",
        profile=new.profile,
        name=new.name,
        external_id=credentials["corpid"],
        credentials=credentials,
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
    add_base(world, account, size=new.followers, before=new.created_at)
    chats.open_with(world, account)
    return account


def start_over(world: World, account: Account) -> None:
    """The first customers and groups again, after a reset."""
    add_base(world, account, size=account.opening_followers, before=account.created_at)
    chats.open_with(world, account)


def account_by_corp(world: World, corpid: Any) -> Account | None:
    for account in world.accounts.list(platform="wecom"):
        if account.credentials["corpid"] == corpid:
            return account
    return None


def external_userid(account: Account, person_key: str) -> str:
    """The person's id at this corp: another one at every corp."""
    return "wm" + stable_code(f"{account.credentials['corpid']}|{person_key}", 30)
