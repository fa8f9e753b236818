"""Time: what it is, how fast it runs, moving it; and starting over."""

import shutil
from typing import Any

from sandbox.clock import iso
from sandbox.control.accounts import truth
from sandbox.desk import Desk

Given = dict[str, Any]


def show(desk: Desk, given: Given) -> Any:
    clock = desk.world.clock
    return {
        "now": clock.now(),
        "iso": iso(clock.now()),
        "factor": clock.factor,
        "real": clock.real_time(),
        "service_now": clock.service_now(),
    }


def accelerate(desk: Desk, given: Given) -> Any:
    """`factor` is how many times as fast as real time the world runs from now on."""
    desk.world.clock.accelerate(float(given["factor"]))
    return show(desk, given)


async def advance(desk: Desk, given: Given) -> Any:
    """Move world time by `seconds` (0 only catches up), let everything happen that falls due, and push it. With
    `services` the life of tokens and the windows of quotas move too."""
    seconds = float(given.get("seconds", 0))
    with desk.world.store.transaction():
        desk.world.clock.jump(seconds, services=truth(given.get("services", False)))
    touched = await desk.catch_up()
    return show(desk, given) | {"touched": touched, "delivered": await desk.deliver()}


def reset(desk: Desk, given: Given) -> Any:
    """Forget everything. With `keep_accounts` the accounts stay, with their credentials, callback address and grants,
    and begin anew with their first fans."""
    world = desk.world
    kept = {"meta"}
    if truth(given.get("keep_accounts")):
        kept |= {"account"}.union(*(platform.grant_tables for platform in world.platforms.values()))
    tables = world.store.all(
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    )
    for row in tables:
        if row["name"] not in kept:
            world.store.run(f"DELETE FROM {row['name']}")
    world.store.run("DELETE FROM meta WHERE key <> 'clock'")
    world.load()
    for account in world.accounts.list():
        account.followers = account.opening_followers
        account.created_at = account.advanced_to = account.advance_after = world.clock.now()
        world.accounts.keep(account)
        world.platform_of(account).start_over(world, account)
    shutil.rmtree(world.data_dir / "media", ignore_errors=True)
    return {"accounts": len(world.accounts.list())}


def health(desk: Desk, given: Given) -> Any:
    return {"ok": True, "accounts": len(desk.world.accounts.list()), "requests": desk.world.last_request_id}
