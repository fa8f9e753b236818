"""Kuaishou users who are companies: their settings and credentials."""

from collections.abc import Mapping
from typing import Any

from sandbox.accounts import Account
from sandbox.identifiers import stable_code
from sandbox.platforms import NewAccount
from sandbox.platforms.kuaishou import apps
from sandbox.world import World

PROFILES = {"enterprise": "企业号", "personal": "个人号"}
SETTINGS: dict[str, Any] = {
    "quota_profile": "published",  # published (1000 calls per user, day and interface) or unlimited
    "rates": {},  # user_day, app_day: own figures instead of the profile's
    "access_token_seconds": 172_800,
    "refresh_token_seconds": 15_552_000,
    "refresh_extends": True,  # a renewal begins the half year anew; else the first consent's end stays
    "replaced_token_seconds": 300,  # how long the former tokens serve behind a renewal
    "code_seconds": 600,
    "grant_types": ["authorization_code", "code"],  # what /oauth2/access_token takes
    "upload_endpoint": "",  # a host instead of the gateways handed out by default
    "upload_token_seconds": 86_400,
    "direct_bytes": 10_000_000,
    "fragment_bytes": 10_485_760,
    "fragments_in_order": True,  # a fragment that skips one is refused; sending one again is not
    "checksum": "md5",  # what a fragment is answered with; empty leaves it out
    "caption_limit": 1000,
    "review_seconds": 3.0,  # pending that long, then live
    "absent_seconds": 1.0,  # a post is not found that long behind its publication
    "list_shows_pending": True,
    "reject_words": ["审核不通过"],  # a caption with one of them disappears after review
}
APP_FIELDS = ("scopes", "callback_domain")


def defaults(profile: str) -> Mapping[str, Any]:
    return SETTINGS


def open_account(world: World, new: NewAccount) -> Account:
    """A new user with an app of his own, or with the app whose app_id is given. `credentials` may hold open_id, app_id,
    app_secret, kwai_id, profile_id and the app's scopes and callback_domain."""
    ids = world.ids(f"kuaishou account|{new.key}")
    given = dict(new.credentials)
    app_id = str(given.get("app_id") or f"ks{ids.number(600_000_000_000_000_000, 799_999_999_999_999_999)}")
    fields = {name: given[name] for name in APP_FIELDS if name in given}
    secret = str(given.get("app_secret") or ids.letters(22))
    apps.create(world, app_id=app_id, app_secret=secret, name=new.name, given=fields)
    open_id = str(given.get("open_id") or ids.hexadecimal(32))
    account = Account(
        key=new.key,
        platform="kuaishou",
        profile=new.profile,
        name=new.name,
        external_id=open_id,
        credentials={
            "open_id": open_id,
            "app_id": app_id,
            "kwai_id": str(given.get("kwai_id") or f"chaosheng{ids.number(1000, 9999)}"),
            "profile_id": str(given.get("profile_id") or f"3x{ids.letters(13).lower()}"),
        },
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
    app = apps.find(world, account.credentials["app_id"])
    if app is None:
        raise LookupError(account.credentials["app_id"])
    return app


def credentials(world: World, account: Account) -> dict[str, str]:
    app = app_of(world, account)
    return {
        "app_id": app.app_id,
        "app_secret": app.app_secret,
        "open_id": account.external_id,
        "kwai_id": account.credentials["kwai_id"],
        "home_page": f"https://www.kuaishou.com/profile/{account.credentials['profile_id']}",
        "scopes": ",".join(app.scopes),
    }


def change_credentials(world: World, account: Account, changes: Mapping[str, Any]) -> None:
    """Change fields of the account's app; raises ValueError for an unknown one. `auto_approve` true lets the consent
    page consent at once in this account's name."""
    fields = dict(changes)
    if "auto_approve" in fields:
        fields["approves"] = account.external_id if fields.pop("auto_approve") else ""
    apps.change(world, account.credentials["app_id"], fields)


def person_id(account: Account, person_key: str) -> str:
    """A person's id: the same for every account."""
    return stable_code(f"kuaishou person|{person_key}", 16).lower()
