"""Call frequencies per corp and call, per minute and per hour; over them a call is refused with 45009."""

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.clock import local_time
from sandbox.platforms.wecom.errors import refusal
from sandbox.world import World

NO_LIMIT = 0
PROFILES: dict[str, tuple[int, int]] = {  # calls a minute and an hour of every path
    "standard": (10_000, 150_000),
    "older": (1_000, 30_000),
    "unlimited": (NO_LIMIT, NO_LIMIT),
}


def count(call: Call, account: Account) -> None:
    """Count one call of the corp; refuses with 45009."""
    own = call.world.setting(account, "rates").get(call.path)
    minute, hour = PROFILES[call.world.setting(account, "rate_profile")]
    if own is not None:
        minute, hour = int(own.get("minute", NO_LIMIT)), int(own.get("hour", NO_LIMIT))
    moment = local_time(call.service_at)
    for limit, period in ((minute, f"{moment:%Y-%m-%dT%H:%M}"), (hour, f"{moment:%Y-%m-%dT%H}")):
        count_one(call, account.key, call.path, period, limit)


def count_address(call: Call, limit: int) -> None:
    """Count one call of an address within the hour; refuses with 45009."""
    count_one(call, f"ip {call.client_ip}", call.path, f"{local_time(call.service_at):%Y-%m-%dT%H}", limit)


def count_day(call: Call, account: Account, limit: int) -> None:
    """Count one call of the corp within the day; refuses with 45009."""
    count_one(call, account.key, f"{call.path} day", f"{local_time(call.service_at):%Y-%m-%d}", limit)


def count_one(call: Call, scope: str, path: str, period: str, limit: int) -> None:
    if limit == NO_LIMIT:
        return
    used = call.world.store.value(
        "INSERT INTO wecom_rate (scope, path, period, used) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET used = used + 1 RETURNING used",
        scope,
        path,
        period,
    )
    if used > limit:
        raise refusal(45009)


def reset(world: World, account: Account) -> None:
    world.store.run("DELETE FROM wecom_rate WHERE scope = ?", account.key)
