"""Opening accounts and changing them."""

import re
from typing import Any

from sandbox import callbacks
from sandbox.accounts import Account
from sandbox.clock import parse_time
from sandbox.control.views import account_view
from sandbox.desk import Desk
from sandbox.platforms import NewAccount

DEFAULT_FOLLOWERS = 1200
MOST_FOLLOWERS = 200_000
HIGHEST_INTENSITY = 1000.0
Given = dict[str, Any]


def list_accounts(desk: Desk, given: Given) -> Any:
    accounts = desk.world.accounts.list(platform=str(given.get("platform", "")))
    return [account_view(desk.world, account) for account in accounts]


def create(desk: Desk, given: Given) -> Any:
    platform = desk.world.platforms.get(str(given.get("platform", "")))
    if platform is None:
        raise ValueError(f"platform must be one of {', '.join(desk.world.platforms)}")
    profile = str(given.get("profile") or next(iter(platform.profiles)))
    if profile not in platform.profiles:
        raise ValueError(f"profile must be one of {', '.join(platform.profiles)}")
    followers = int(given.get("followers", DEFAULT_FOLLOWERS))
    if not 0 <= followers <= MOST_FOLLOWERS:
        raise ValueError(f"followers must lie between 0 and {MOST_FOLLOWERS}")
    settings = checked_settings(platform.defaults(profile), given.get("settings", {}))
    created_at = parse_time(given["created_at"]) if "created_at" in given else desk.world.clock.now()
    account = platform.open_account(
        desk.world,
        NewAccount(
            key=free_key(desk, str(given.get("key", "")), platform.key),
            name=str(given.get("name") or f"{platform.name}示例"),
            profile=profile,
            followers=followers,
            created_at=created_at,
            credentials=dict(given.get("credentials", {})),
            settings=settings,
        ),
    )
    set_audience_of(desk, account, given.get("audience", {}))
    if "quota_profile" in given:
        use_quota(desk, {"key": account.key, "profile": given["quota_profile"]})
    return account_view(desk.world, account)


def free_key(desk: Desk, wanted: str, platform: str) -> str:
    taken = desk.world.accounts.by_key
    if wanted:
        if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", wanted) or wanted in taken:
            raise ValueError("key must be new and consist of a-z, 0-9, _ and -")
        return wanted
    number = 1
    while f"{platform}-{number}" in taken:
        number += 1
    return f"{platform}-{number}"


def checked_settings(known: Any, given: Any) -> Given:
    strange = set(given) - set(known)
    if strange:
        raise ValueError(f"unknown setting {', '.join(sorted(strange))}; known: {', '.join(known)}")
    return dict(given)


def show(desk: Desk, given: Given) -> Any:
    return account_view(desk.world, desk.world.accounts.get(given["key"]))


def change(desk: Desk, given: Given) -> Any:
    """Name, settings, credentials, audience: whatever is given."""
    account = desk.world.accounts.get(given["key"])
    platform = desk.world.platform_of(account)
    account.name = str(given.get("name", account.name))
    account.settings |= checked_settings(platform.defaults(account.profile), given.get("settings", {}))
    if given.get("credentials"):
        platform.change_credentials(desk.world, account, given["credentials"])
    set_audience_of(desk, account, given.get("audience", {}))
    desk.world.accounts.keep(account)
    return account_view(desk.world, account)


def set_audience(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    set_audience_of(desk, account, given)
    return account_view(desk.world, account)


def set_audience_of(desk: Desk, account: Account, given: Given) -> None:
    intensity = float(given.get("intensity", account.intensity))
    if not 0 <= intensity <= HIGHEST_INTENSITY:
        raise ValueError(f"intensity must lie between 0 and {HIGHEST_INTENSITY:g}")
    is_on = truth(given.get("on", account.audience))
    if is_on and not account.audience:
        desk.crowd.skip_to_now(account)
    account.audience, account.intensity = is_on, intensity
    desk.world.accounts.keep(account)


def truth(value: Any) -> bool:
    return value not in (False, 0, "", "0", "false", "off", None)


async def set_callback(desk: Desk, given: Given) -> Any:
    """Let the platform verify the address at once, as its settings page does; `mode` is a setting of some platforms."""
    account = desk.world.accounts.get(given["key"])
    if given.get("mode"):
        change(desk, {"key": account.key, "settings": {"callback_mode": str(given["mode"])}})
    problem = await callbacks.verify(
        desk.world, account, str(given.get("url", "")), transport=desk.callback_transport
    )
    return {"verified": not problem, "problem": problem, "url": account.callback_url}


def use_quota(desk: Desk, given: Given) -> Any:
    """Choose a quota profile of the platform."""
    account = desk.world.accounts.get(given["key"])
    platform = desk.world.platform_of(account)
    profile = str(given.get("profile", ""))
    if profile not in platform.quota_profiles():
        raise ValueError(f"profile must be one of {', '.join(platform.quota_profiles())}")
    platform.use_quota(desk.world, account, profile)
    desk.world.accounts.keep(account)
    return account_view(desk.world, account)


def list_days(desk: Desk, given: Given) -> Any:
    """How many followed and left on each day on which somebody did, and how many followed at its end."""
    account = desk.world.accounts.get(given["key"])
    rows = desk.world.store.all(
        "SELECT day, sum(joined) AS joined, sum(departed) AS departed FROM follower_day WHERE account = ? "
        "GROUP BY day ORDER BY day",
        account.key,
    )
    total, told = account.opening_followers, []
    for row in rows:
        total = max(0, total + row["joined"] - row["departed"])
        told.append({**dict(row), "followers": total})
    return told


def reset_quota(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    desk.world.platform_of(account).reset_quota(desk.world, account)
    return account_view(desk.world, account)


def authorize(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    return desk.world.platform_of(account).authorize(desk.world, account)


def revoke(desk: Desk, given: Given) -> Any:
    account = desk.world.accounts.get(given["key"])
    return {"revoked": desk.world.platform_of(account).revoke(desk.world, account)}
