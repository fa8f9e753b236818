"""Accounts: a home page with notes, and the ads account, app and keys that belong to it."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.platforms import NewAccount
from sandbox.platforms.xiaohongshu import app
from sandbox.world import World

PROFILES = {"enterprise": "企业号（已开广告账号）", "personal": "个人号"}
SIGNATURES = ("token", "md5", "sha1", "none")
SETTINGS: dict[str, Any] = app.SETTINGS | {
    "ads": True,
    "code_seconds": 600,
    "access_seconds": 86_399,
    "refresh_seconds": 2_591_999,
    "previous_token_seconds": 300,  # how long a token goes on working once it was refreshed
    "share_clock_seconds": 300,  # how far the caller's clock may be off; inferred
    "share_token_seconds": 86_400,
    "ads_share": 0.4,  # of the reads of a note, those that came by an ad; chosen here, as are the next three
    "click_rate": 0.035,
    "yuan_per_click": 0.8,
    "leads_per_click": 0.02,
    "report_days_behind": 1,  # offline reports end so many days before today; inferred
    "report_day_field": "time",  # the column that names the day; inferred
    "push_signature": "token",  # how pushes of leads are signed: token, md5, sha1 or none; inferred
    "lead_share": 0.2,  # of the people who write a private message, those who leave a number
    "quota_profile": "standard",
}
QUOTAS = {"standard": 600, "tight": 10, "unlimited": 0}  # calls of the ads API per minute; chosen here
SECRETS = ("app_secret", "share_app_secret", "push_token")


def defaults(profile: str) -> Mapping[str, Any]:
    return SETTINGS | ({} if profile == "enterprise" else {"ads": False})


def open_account(world: World, new: NewAccount) -> Account:
    """`credentials` may fix account (小红书号), uid, advertiser_id, app_id, app_secret, share_app_key,
    share_app_secret and push_token. Raises ValueError for an unknown signature."""
    ids = world.ids(f"xiaohongshu account|{new.key}")
    check_settings(new.settings)
    drawn = {
        "account": str(ids.number(100_000_000, 9_999_999_999)),
        "uid": ids.hexadecimal(24),
        "advertiser_id": str(ids.number(1_000_000, 9_999_999)),
        "app_id": str(ids.number(1_000, 9_999)),
        "app_secret": ids.hexadecimal(32),
        "share_app_key": f"red.{ids.letters(16)}",
        "share_app_secret": ids.hexadecimal(32),
        "push_token": ids.letters(24),
    }
    fields = drawn | {name: str(new.credentials[name]) for name in drawn if new.credentials.get(name)}
    account = Account(
        key=new.key,
        platform="xiaohongshu",
        profile=new.profile,
        name=new.name,
        external_id=fields["uid"],
        credentials=fields | {"auto_approve": False},
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


def check_settings(settings: Mapping[str, Any]) -> None:
    if settings.get("push_signature", "token") not in SIGNATURES:
        raise ValueError(f"push_signature must be one of {', '.join(SIGNATURES)}")


def credentials(world: World, account: Account) -> dict[str, str]:
    kept = account.credentials
    shown = {"account": kept["account"], "home_page": f"https://{app.SITE}/user/profile/{kept['uid']}"}
    if not world.setting(account, "ads"):
        return shown
    names = ("advertiser_id", "app_id", "app_secret", "share_app_key", "share_app_secret", "push_token")
    return shown | {name: kept[name] for name in names}


def change_credentials(world: World, account: Account, changes: Mapping[str, Any]) -> None:
    """Change app_secret, share_app_secret or push_token; `auto_approve` lets the consent page consent by itself. Raises
    ValueError for others."""
    strange = set(changes) - {*SECRETS, "auto_approve"}
    if strange:
        raise ValueError(f"cannot change {', '.join(sorted(strange))}")
    account.credentials |= {name: str(changes[name]) for name in SECRETS if name in changes}
    if "auto_approve" in changes:
        account.credentials["auto_approve"] = bool(changes["auto_approve"])


def by_app(world: World, app_id: str) -> list[Account]:
    """The accounts whose app this is; several may share one."""
    return [one for one in world.accounts.list(platform="xiaohongshu") if one.credentials["app_id"] == app_id]


def person_id(account: Account, person_key: str) -> str:
    """A person's 小红书号: the same everywhere on the platform."""
    return stable_code(f"xiaohongshu person|{person_key}", 11).lower()
