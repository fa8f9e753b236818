"""Rate limits: calls of a user through an app, calls of an address, posts and comments of a user."""

from datetime import timedelta
from typing import Any

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import local_time
from sandbox.platforms.weibo.errors import refusal
from sandbox.platforms.weibo.grants import app_of
from sandbox.world import World

NO_LIMIT = 0
# newest: the platform's present page; older: its scheme of 2012–2014; partner: the commercial interface;
# unlimited: not of the platform, for load tests.
PROFILES: dict[str, dict[str, int]] = {
    "newest": {"user_day": 100, "user_hour": 0, "ip_hour": 15_000, "post_hour": 30, "comment_hour": 0},
    "older": {"user_day": 0, "user_hour": 1_000, "ip_hour": 10_000, "post_hour": 30, "comment_hour": 60},
    "partner": {"user_day": 0, "user_hour": 0, "ip_hour": 50_000, "post_hour": 300, "comment_hour": 600},
    "unlimited": {"user_day": 0, "user_hour": 0, "ip_hour": 0, "post_hour": 0, "comment_hour": 0},
}
ANY_API = "*"


def limit(world: World, account: Account, name: str) -> int:
    """The account's own setting `rates` goes before its profile's figure."""
    own = world.setting(account, "rates").get(name)
    return int(own) if own is not None else PROFILES[world.setting(account, "rate_profile")][name]


def count_call(call: Call) -> None:
    """Count a call; refuses with 10022 (address) or 10023 (user)."""
    account = call.the_account
    user = user_of(call)
    if count(call, call.client_ip, ANY_API, hour(call), limit(call.world, account, "ip_hour")):
        raise refusal(10022)
    if count(call, user, ANY_API, hour(call), limit(call.world, account, "user_hour")):
        raise refusal(10023)
    if count(call, user, ANY_API, day(call), limit(call.world, account, "user_day")):
        raise refusal(10023)


def count_post(call: Call) -> None:
    """Count a post of the hour; refuses with 20016."""
    if count(call, user_of(call), "post", hour(call), limit(call.world, call.the_account, "post_hour")):
        raise refusal(20016)


def count_comment(call: Call) -> None:
    if count(call, user_of(call), "comment", hour(call), limit(call.world, call.the_account, "comment_hour")):
        raise refusal(20016)


def user_of(call: Call) -> str:
    return f"{call.the_account.external_id}|{app_of(call).app_key}"


def count(call: Call, subject: str, api: str, period: str, limit: int) -> bool:
    """Count one; answers whether that was too many."""
    used = call.world.store.value(
        "INSERT INTO weibo_use (subject, api, period, used) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        subject,
        api,
        period,
    )
    return bool(limit != NO_LIMIT and used > limit)


def used(call: Call, subject: str, api: str, period: str) -> int:
    return (
        call.world.store.value(
            "SELECT used FROM weibo_use WHERE subject = ? AND api = ? AND period = ?", subject, api, period
        )
        or 0
    )


def hour(call: Call) -> str:
    return local_time(call.service_at).strftime("%Y-%m-%dT%H")


def day(call: Call) -> str:
    return local_time(call.service_at).strftime("%Y-%m-%d")


def status(call: Call) -> dict[str, Any]:
    """GET /2/account/rate_limit_status.json"""
    account, world = call.the_account, call.world
    daily = limit(world, account, "user_day")
    period, unit, user_limit = (
        (day(call), "DAYS", daily) if daily else (hour(call), "HOURS", limit(world, account, "user_hour"))
    )
    moment = local_time(call.service_at)
    top = moment.replace(minute=0, second=0, microsecond=0)
    reset = top.replace(hour=0) + timedelta(days=1) if daily else top + timedelta(hours=1)
    ip_limit, posts = limit(world, account, "ip_hour"), limit(world, account, "post_hour")
    return {
        "ip_limit": ip_limit,
        "limit_time_unit": unit,
        "remaining_ip_hits": max(0, ip_limit - used(call, call.client_ip, ANY_API, hour(call))),
        "remaining_user_hits": max(0, user_limit - used(call, user_of(call), ANY_API, period)),
        "reset_time": reset.strftime("%Y-%m-%d %H:%M:%S"),
        "reset_time_in_seconds": int((reset - moment).total_seconds()),
        "user_limit": user_limit,
        "api_rate_limits": [
            {
                "api": "/statuses/share",
                "limit": posts,
                "limit_time_unit": "HOURS",
                "remaining_hits": max(0, posts - used(call, user_of(call), "post", hour(call))),
            }
        ],
    }


def reset(world: World, account: Account) -> None:
    """Forget what the account has used up, and all addresses with it."""
    world.store.run(
        "DELETE FROM weibo_use WHERE subject LIKE ? OR subject NOT LIKE '%|%'", f"{account.external_id}|%"
    )
