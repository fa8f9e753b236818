"""Accounts on 抖音: their kinds, settings and credentials."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.platforms import NewAccount
from sandbox.platforms.douyin import apps
from sandbox.world import World

PROFILES = {"enterprise": "企业号（已认证）", "ordinary": "普通账号"}
ROLES = {"enterprise": "EAccountS", "ordinary": ""}
DAY = 86_400
SETTINGS: dict[str, Any] = {
    "review_seconds": 3.0,
    "legacy_status_fields": False,  # video_status and is_reviewed, which went away in December 2024
    "list_shows_reviewing": True,  # video_list holds what is under review
    "text_limit": 1000,
    "images_per_post": 30,
    "image_bytes": 20 * 1024 * 1024,
    "direct_upload_bytes": 128 * 1024 * 1024,
    "part_bytes_min": 5 * 1024 * 1024,
    "last_part_may_be_smaller": True,
    "upload_bytes": 4 * 1024**3,
    "upload_seconds": 7_200,
    "unknown_upload_code": 28001007,
    "video_seconds_limit": 900,
    "video_id_once": True,  # a video id serves one create call
    "store_parts": True,  # False keeps sizes only, for benchmarks with gigabytes
    "daily_posts": 75,
    "calls_per_minute": 0,  # 0 is no limit
    "calls_per_day": 0,
    "comments_per_minute": 5,
    "comments_per_hour": 50,
    "comment_limit": 100,
    "sensitive_words": ["违禁词"],
    "code_seconds": 600,
    "access_seconds": 15 * DAY,
    "refresh_seconds": 30 * DAY,
    "renewals": 5,
    "client_token_seconds": 7_200,
    "old_client_token_seconds": 300,
    "im_reply_seconds": DAY,
    "im_reply_messages": 6,
    "im_enter_seconds": 30,
    "im_enter_messages": 3,
    "im_text_limit": 1000,
    "data_ready_hour": 10,
    "item_data_followers": 1000,
    "fans_data_followers": 100,
    "content_as_text": ["im_enter_direct_msg", "new_follow_action", "new_video_digg"],
    "signed_verification": True,
    "comment_push": True,  # item_comment_reply is not in the present list of events
    "web_title_video": 30,  # what the form of the app takes, which is more than the API does
    "web_title_pictures": 20,
    "web_text": 1000,
    "web_pictures": 35,
    "web_picture_bytes": 50_000_000,
    "rate_profile": "standard",
}


def defaults(profile: str) -> Mapping[str, Any]:
    return SETTINGS


def open_account(world: World, new: NewAccount) -> Account:
    """A new user with an app of his own, or with the app whose client_key is given. `credentials` may hold open_id,
    douyin_id, client_key, client_secret and the app's redirect_uri and capabilities."""
    ids = world.ids(f"douyin account|{new.key}")
    given = dict(new.credentials)
    client_key = str(given.get("client_key") or f"aw{ids.letters(14).lower()}")
    secret = str(given.get("client_secret") or ids.hexadecimal(32))
    fields = {name: given[name] for name in apps.FIELDS if name in given and name != "client_secret"}
    apps.create(world, client_key=client_key, client_secret=secret, name=new.name, given=fields)
    open_id = str(given.get("open_id") or f"_000{ids.letters(32)}")
    credentials = {
        "open_id": open_id,
        "client_key": client_key,
        "douyin_id": str(given.get("douyin_id") or f"dy{ids.letters(9).lower()}"),
        "sec_uid": f"MS4wLjABAAAA{ids.url_safe(43)}",
    }
    account = Account(
        key=new.key,
        platform="douyin",
        profile=new.profile,
        name=new.name,
        external_id=open_id,
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
    return account


def app_of(world: World, account: Account) -> apps.App:
    app = apps.find(world, account.credentials["client_key"])
    if app is None:
        raise LookupError(account.credentials["client_key"])
    return app


def credentials(world: World, account: Account) -> dict[str, str]:
    app = app_of(world, account)
    return {
        "client_key": app.client_key,
        "client_secret": app.client_secret,
        "open_id": account.external_id,
        "douyin_id": account.credentials["douyin_id"],
        "home_page": home_page(account),
        "scopes": ",".join(app.capabilities),
        "redirect_uri": app.redirect_uri,
    }


def home_page(account: Account) -> str:
    return f"https://www.douyin.com/user/{account.credentials['sec_uid']}"


def union_id(account: Account) -> str:
    """The same for every app of one developer."""
    return stable_code(f"douyin union|{account.key}", 32)


def person_open_id(account: Account, person_key: str) -> str:
    """A person's id, which differs from app to app."""
    client_key = account.credentials["client_key"]
    return f"_000{stable_code(f'douyin person|{client_key}|{person_key}', 32)}"
