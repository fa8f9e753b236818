"""Limits: items of a day, calls of a minute and a day, comments of a minute and an hour."""

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import local_time
from sandbox.platforms.douyin.errors import refusal
from sandbox.world import World

NO_LIMIT = 0
PROFILES = ("standard", "unlimited")  # unlimited is not of the platform; load tests need it
MINUTE, HOUR, DAY = "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H", "%Y-%m-%d"


def limit(world: World, account: Account, name: str) -> int:
    unlimited = world.setting(account, "rate_profile") == "unlimited"
    return NO_LIMIT if unlimited else int(world.setting(account, name))


def count_call(call: Call) -> None:
    """Count a call; refuses with 28003018 (too fast) or 28003017 (used up)."""
    if counted(call, call.path, MINUTE, "calls_per_minute"):
        raise refusal(28003018)
    if counted(call, call.path, DAY, "calls_per_day"):
        raise refusal(28003017)


def count_post(call: Call) -> None:
    """Count an item of the day; refuses with 2114007."""
    if counted(call, "post", DAY, "daily_posts"):
        raise refusal(2114007)


def count_comment(call: Call) -> None:
    if counted(call, "comment", MINUTE, "comments_per_minute"):
        raise refusal(28003018)
    if counted(call, "comment in an hour", HOUR, "comments_per_hour"):
        raise refusal(28003017)


def counted(call: Call, what: str, period: str, name: str) -> bool:
    """Count one; answers whether that was too many."""
    used = call.world.store.value(
        "INSERT INTO douyin_use (subject, what, period, used) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        call.the_account.key,
        what,
        local_time(call.service_at).strftime(period),
    )
    most = limit(call.world, call.the_account, name)
    return bool(most != NO_LIMIT and used > most)


def reset(world: World, account: Account) -> None:
    """Forget what the account has used up."""
    world.store.run("DELETE FROM douyin_use WHERE subject = ?", account.key)
