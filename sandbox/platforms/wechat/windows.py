"""When and how often an account may write to a fan: five times in 48 hours after a message, three in a minute after
a follow."""

from sandbox.accounts import Account
from sandbox.calls import Call
from sandbox.platforms.wechat.errors import refusal
from sandbox.world import World

MESSAGE_WINDOW_SECONDS = 48 * 3600
FOLLOW_WINDOW_SECONDS = 60
FOLLOW_QUOTA = 3


def open_for_message(world: World, account: Account, openid: str, *, at: float) -> None:
    quota = world.setting(account, "message_quota")
    grant(world, account, openid, reason="message", until=at + MESSAGE_WINDOW_SECONDS, remaining=quota)


def open_for_follow(world: World, account: Account, openid: str, *, at: float) -> None:
    grant(world, account, openid, reason="follow", until=at + FOLLOW_WINDOW_SECONDS, remaining=FOLLOW_QUOTA)


def grant(world: World, account: Account, openid: str, *, reason: str, until: float, remaining: int) -> None:
    world.store.run(
        "INSERT INTO wechat_window (account, openid, reason, until, remaining) VALUES (?, ?, ?, ?, ?) "
        "ON CONFLICT DO UPDATE SET until = excluded.until, remaining = excluded.remaining "
        "WHERE excluded.until >= until",
        account.key,
        openid,
        reason,
        until,
        remaining,
    )


def close(world: World, account: Account, openid: str) -> None:
    world.store.run("DELETE FROM wechat_window WHERE account = ? AND openid = ?", account.key, openid)


def use(call: Call, openid: str) -> None:
    """Spend one answer from the window that closes first. 45015 when none is open, 45047 when all are spent."""
    rows = call.world.store.all(
        "SELECT * FROM wechat_window WHERE account = ? AND openid = ? AND until > ? ORDER BY until",
        call.the_account.key,
        openid,
        call.at,
    )
    if not rows:
        raise refusal(45015)
    for row in rows:
        if row["remaining"] > 0:
            call.world.store.run(
                "UPDATE wechat_window SET remaining = remaining - 1 WHERE account = ? AND openid = ? AND reason = ?",
                call.the_account.key,
                openid,
                row["reason"],
            )
            return
    raise refusal(45047)
