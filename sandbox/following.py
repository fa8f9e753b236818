"""Who follows an account: fans come, go, and are counted by the day."""

from sandbox.accounts import Account
from sandbox.clock import day_of
from sandbox.platforms import Fan
from sandbox.world import World

BASE = "base-"  # person keys of those who followed before the sandbox began to watch


def meet(world: World, account: Account, person_key: str, name: str) -> Fan:
    """The person as this account knows him, whether he follows or not."""
    world.store.run("INSERT OR IGNORE INTO person (key, name) VALUES (?, ?)", person_key, name or person_key)
    external_id = world.platform_of(account).fan_id(account, person_key)
    world.store.run(
        "INSERT OR IGNORE INTO fan (account, person_key, external_id, source) VALUES (?, ?, ?, '')",
        account.key,
        person_key,
        external_id,
    )
    return Fan(person_key, name_of(world, person_key), external_id)


def follow(
    world: World,
    account: Account,
    person_key: str,
    name: str,
    *,
    at: float,
    source: str = "",
    quietly: bool = False,
) -> bool:
    """Let the person follow; answers False when he already did. `quietly` tells the company nothing."""
    fan = meet(world, account, person_key, name)
    if follows(world, account, person_key):
        return False
    world.store.run(
        "UPDATE fan SET followed_at = ?, unfollowed_at = NULL, source = ? WHERE account = ? AND person_key = ?",
        at,
        source,
        account.key,
        person_key,
    )
    count(world, account, joined=1, source=source, at=at)
    if not quietly:
        world.platform_of(account).followed(world, account, fan, at=at)
    return True


def unfollow(world: World, account: Account, person_key: str, *, at: float, quietly: bool = False) -> bool:
    """Let the person leave; a stranger's leaving becomes that of the fan who followed first. False when nobody is
    left."""
    if not follows(world, account, person_key):
        first = world.store.one(
            "SELECT person_key FROM fan WHERE account = ? AND followed_at IS NOT NULL ORDER BY followed_at LIMIT 1",
            account.key,
        )
        if first is None:
            return False
        person_key = first["person_key"]
    fan = meet(world, account, person_key, "")
    world.store.run(
        "UPDATE fan SET followed_at = NULL, unfollowed_at = ? WHERE account = ? AND person_key = ?",
        at,
        account.key,
        person_key,
    )
    count(world, account, departed=1, source="", at=at)
    if not quietly:
        world.platform_of(account).unfollowed(world, account, fan, at=at)
    return True


def follows(world: World, account: Account, person_key: str) -> bool:
    row = world.store.one(
        "SELECT followed_at FROM fan WHERE account = ? AND person_key = ?", account.key, person_key
    )
    return row is not None and row["followed_at"] is not None


def add_base(world: World, account: Account, *, size: int, before: float) -> None:
    """Make up the fans that the account had from the start, spread over the year before."""
    platform = world.platform_of(account)
    rows = [
        (
            account.key,
            key,
            platform.fan_id(account, key),
            "",
            before - 86_400.0 * 365 * (size - number) / size,
        )
        for number, key in enumerate((f"{BASE}{index}" for index in range(size)), start=0)
    ]
    world.store.run_many(
        "INSERT OR IGNORE INTO fan (account, person_key, external_id, source, followed_at) VALUES (?, ?, ?, ?, ?)",
        rows,
    )


def count(
    world: World, account: Account, *, source: str, at: float, joined: int = 0, departed: int = 0
) -> None:
    account.followers = max(0, account.followers + joined - departed)
    world.store.run("UPDATE account SET followers = ? WHERE key = ?", account.followers, account.key)
    world.store.run(
        "INSERT INTO follower_day (account, day, source, joined, departed) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET joined = joined + excluded.joined, departed = departed + excluded.departed",
        account.key,
        day_of(at),
        source,
        joined,
        departed,
    )


def name_of(world: World, person_key: str) -> str:
    name = world.store.value("SELECT name FROM person WHERE key = ?", person_key)
    return name or f"粉丝{person_key.removeprefix(BASE)}"


def fan_by_external_id(world: World, account: Account, external_id: str) -> tuple[Fan, bool] | None:
    """The fan with this id at the account, and whether he follows now; None for an id nobody has."""
    row = world.store.one(
        "SELECT person_key, followed_at FROM fan WHERE account = ? AND external_id = ?",
        account.key,
        external_id,
    )
    if row is None:
        return None
    return Fan(row["person_key"], name_of(world, row["person_key"]), external_id), row[
        "followed_at"
    ] is not None
