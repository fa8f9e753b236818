"""Daily counts of calls: of a user and of an app, for each interface."""

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import day_of
from sandbox.platforms.kuaishou import errors
from sandbox.platforms.kuaishou.errors import refusal
from sandbox.world import World

NO_LIMIT = 0
# published: the platform's error table; unlimited: not of the platform, for load tests.
PROFILES: dict[str, dict[str, int]] = {
    "published": {"user_day": 1000, "app_day": 100_000},
    "unlimited": {"user_day": NO_LIMIT, "app_day": NO_LIMIT},
}


def count_call(call: Call) -> None:
    """Count a call on its interface; refuses with 100100402."""
    account = call.the_account
    for subject, name in (
        (f"user|{account.external_id}", "user_day"),
        (f"app|{account.credentials['app_id']}", "app_day"),
    ):
        most = limit(call.world, account, name)
        if most != NO_LIMIT and count(call, subject) > most:
            raise refusal(errors.RATE_LIMIT)


def limit(world: World, account: Account, name: str) -> int:
    """The account's own setting `rates` goes before its profile's figure."""
    own = world.setting(account, "rates").get(name)
    return int(own) if own is not None else PROFILES[world.setting(account, "quota_profile")][name]


def count(call: Call, subject: str) -> int:
    used: int = call.world.store.value(
        "INSERT INTO kuaishou_use (subject, api, day, used) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        subject,
        call.path,
        day_of(call.service_at),
    )
    return used


def reset(world: World, account: Account) -> None:
    """Forget what the account and its app have used up."""
    world.store.run(
        "DELETE FROM kuaishou_use WHERE subject IN (?, ?)",
        f"user|{account.external_id}",
        f"app|{account.credentials['app_id']}",
    )
