"""Official accounts: their kinds, their settings, their credentials."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.following import add_base
from sandbox.identifiers import stable_code
from sandbox.platforms import NewAccount
from sandbox.world import World

PROFILES = {
    "verified_subscription": "公众号（企业，已认证）",
    "verified_service": "服务号（企业，已认证）",
    "unverified_subscription": "公众号（企业，未认证）",
    "personal_subscription": "公众号（个人）",
}
VERIFIED = ("verified_subscription", "verified_service")
CALLBACK_MODES = ("plain", "compatible", "safe")

SETTINGS: dict[str, Any] = {
    "callback_mode": "safe",  # plain, compatible or safe
    "ip_whitelist": [],  # empty lets every address in
    "title_limit": 32,  # characters; 32 by the pages since 2025-12-19, 64 before
    "author_limit": 16,
    "review_seconds": 3.0,  # how long a publication is under review
    "mass_seconds": 3.0,  # how long a mass message is being sent
    "token_seconds": 7200,
    "secret_frozen": False,  # the AppSecret gives no tokens until an administrator unfreezes it
    "message_quota": 5,  # answers within 48 hours after a message; 20 by the older rule
    "mass_per_day": 1,  # successful mass messages to all, by call and in the backend together
    "mass_per_month": 0,  # the same in a calendar month; 0 is no limit
    "mass_confirmation": False,  # a message to all waits until an administrator confirms it in the backend
    "comment_privilege": True,
    "comment_reply_shape": "object",  # or array; sources differ
    "data_ready_hour": 8,  # from when on yesterday's figures are there
    "details_are_cumulative": True,  # getarticletotaldetail: each stat_date counts everything up to it; sources differ
    "datacube_permission": True,
    "quota_profile": "standard",
    "quota": {},  # path: {"daily": n, "minute": n}
}
RESTRICTED = {"comment_privilege": False, "datacube_permission": False}
OF_SERVICE = {"mass_per_day": 100, "mass_per_month": 4}


def defaults(profile: str) -> Mapping[str, Any]:
    if profile in VERIFIED:
        return SETTINGS | (OF_SERVICE if profile == "verified_service" else {})
    return SETTINGS | RESTRICTED


def open_account(world: World, new: NewAccount) -> Account:
    """A new account with drawn credentials, except those given: appid, appsecret, token, aes_key, original_id."""
    ids = world.ids(f"wechat account|{new.key}")
    drawn = {
        "appid": f"wx{ids.hexadecimal(16)}",
        "appsecret": ids.hexadecimal(32),
        "token": ids.letters(24),
        "aes_key": ids.letters(43),
        "original_id": f"gh_{ids.hexadecimal(12)}",
    }
    credentials = drawn | {name: str(value) for name, value in new.credentials.items() if name in drawn}
    account = Account(
        key=new.key,
        platform="wechat",
        profile=new.profile,
        name=new.name,
        external_id=credentials["original_id"],
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
    return account


def account_by_appid(world: World, appid: Any) -> Account | None:
    for account in world.accounts.list(platform="wechat"):
        if account.credentials["appid"] == appid:
            return account
    return None


def openid(account: Account, person_key: str) -> str:
    """The person's id at this account: another one at every account."""
    return "o" + stable_code(f"{account.credentials['appid']}|{person_key}", 27)
