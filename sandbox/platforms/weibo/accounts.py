"""Weibo users who are companies: their kinds, settings and credentials."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.identifiers import stable_number
from sandbox.platforms import NewAccount
from sandbox.platforms.weibo import apps
from sandbox.world import World

PROFILES = {"blue_v": "企业蓝V", "ordinary": "普通用户"}
SETTINGS: dict[str, Any] = {
    "rate_profile": "newest",  # newest, older, partner or unlimited
    "rates": {},  # user_day, user_hour, ip_hour, post_hour, comment_hour: own figures instead of the profile's
    "text_limit": 140,
    "comment_limit": 140,
    "repeat_window_seconds": 3600,  # the same text again within it is 20019; 0 switches the check off
    "rip_required": True,
    "timeline_limit": 5,  # own posts that user_timeline shows at most
    "message_window_seconds": 172_800,
    "review_seconds": 0.0,  # of posts made in the form by hand
    "web_text_limit": 2000,
    "web_title_limit": 30,
    "web_pictures_limit": 9,  # 18 for some accounts
    "article_text_limit": 50_000,
    "fan_service": True,  # private messages by callback and reply
}
APP_FIELDS = ("level", "safe_domains", "redirect_uri", "scopes", "testers")
DEFAULT_SAFE_DOMAIN = "example.com"


def defaults(profile: str) -> Mapping[str, Any]:
    return SETTINGS | ({} if profile == "blue_v" else {"fan_service": False})


def open_account(world: World, new: NewAccount) -> Account:
    """A new user with an app of his own, or with the app whose app_key is given. `credentials` may hold uid, app_key,
    app_secret and the app's level, safe_domains, redirect_uri, scopes, testers."""
    ids = world.ids(f"weibo account|{new.key}")
    given = dict(new.credentials)
    app_key = str(given.get("app_key") or ids.number(1_000_000_000, 4_000_000_000))
    fields: dict[str, Any] = {name: given[name] for name in APP_FIELDS if name in given}
    if apps.find(world, app_key) is None:
        fields = {"safe_domains": [DEFAULT_SAFE_DOMAIN]} | fields
    secret = str(given.get("app_secret") or ids.hexadecimal(32))
    apps.create(world, app_key=app_key, app_secret=secret, name=new.name, given=fields)
    uid = str(given.get("uid") or ids.number(5_000_000_000, 7_999_999_999))
    account = Account(
        key=new.key,
        platform="weibo",
        profile=new.profile,
        name=new.name,
        external_id=uid,
        credentials={"uid": uid, "app_key": app_key},
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


def app_of(world: World, account: Account) -> apps.App:
    app = apps.find(world, account.credentials["app_key"])
    if app is None:
        raise LookupError(account.credentials["app_key"])
    return app


def credentials(world: World, account: Account) -> dict[str, str]:
    app = app_of(world, account)
    return {
        "app_key": app.app_key,
        "app_secret": app.app_secret,
        "uid": account.external_id,
        "safe_domain": ",".join(app.safe_domains),
        "redirect_uri": app.redirect_uri,
    }


def person_uid(account: Account, person_key: str) -> str:
    """A person's uid: the same everywhere on the platform."""
    return str(stable_number(f"weibo person|{person_key}", 1_000_000_000, 4_999_999_999))
