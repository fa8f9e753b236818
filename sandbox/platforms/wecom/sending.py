"""What members do with their tasks: who is asked, sending, and who receives it."""

import json
import sqlite3
from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from sandbox.accounts import Account
from sandbox.clock import day_of
from sandbox.platforms.wecom import chats, customers
from sandbox.platforms.wecom.targets import GROUP, Asked, as_list, as_text
from sandbox.posts import LIVE, REVIEWING, WITHDRAWN
from sandbox.world import World

OPEN, CANCELLED, VANISHED = "open", "cancelled", "vanished"
UNSENT, SENT, NOT_FRIEND, OVER_LIMIT = range(4)


def ask(world: World, task: dict[str, Any], asked_members: Asked) -> None:
    """Hand the task to its members; they confirm by themselves where the corp's setting says so."""
    seconds = world.setting(world.accounts.get(task["account"]), "confirm_seconds")
    for userid, targets in asked_members.items():
        row = {"msgid": task["msgid"], "userid": userid, "targets": as_text(targets)}
        world.store.insert("wecom_asked", row)
        if seconds is not None:
            due = task["dispatch_at"] + float(seconds)
            world.schedule("wecom_confirm", {"msgid": task["msgid"], "userid": userid}, due=due)


def asked(world: World, msgid: str) -> list[sqlite3.Row]:
    """Everybody who was asked to send a task."""
    return world.store.all("SELECT * FROM wecom_asked WHERE msgid = ? ORDER BY rowid", msgid)


def waiting_for(world: World, account: Account, userid: str, *, at: float) -> list[sqlite3.Row]:
    """The tasks that a member finds on his phone and has not sent yet, the latest first."""
    return world.store.all(
        "SELECT task.*, asked.targets FROM wecom_asked AS asked JOIN wecom_task AS task ON task.msgid = asked.msgid "
        "WHERE task.account = ? AND asked.userid = ? AND asked.sent_at IS NULL AND task.state = ? "
        "AND task.dispatch_at <= ? ORDER BY task.created_at DESC LIMIT 50",
        account.key,
        userid,
        OPEN,
        at,
    )


def confirm_when_due(world: World, payload: dict[str, Any]) -> None:
    confirm(world, payload["msgid"], payload["userid"], at=payload["due"])


def confirm(world: World, msgid: str, userid: str, *, at: float) -> bool:
    """The member taps 发送. False when there is nothing to send: no such task, stopped, or sent before."""
    task = world.store.one("SELECT * FROM wecom_task WHERE msgid = ? AND state = ?", msgid, OPEN)
    row = world.store.one(
        "SELECT * FROM wecom_asked WHERE msgid = ? AND userid = ? AND sent_at IS NULL", msgid, userid
    )
    if task is None or row is None or at < task["dispatch_at"]:
        return False
    account = world.accounts.get(task["account"])
    results = deliver(world, account, task, userid, as_list(row["targets"]), at=at)
    world.store.run(
        "UPDATE wecom_asked SET sent_at = ?, results = ? WHERE msgid = ? AND userid = ?",
        at,
        json.dumps(results),
        msgid,
        userid,
    )
    post = world.posts.get(task["post_id"])
    if post is not None and post["state"] == REVIEWING and any(status == SENT for _, status in results):
        world.posts.publish(task["post_id"], at=at)
    return True


def deliver(
    world: World, account: Account, task: sqlite3.Row, userid: str, targets: list[str], *, at: float
) -> list[list[Any]]:
    """What becomes of each target. Who has received as much as he may is passed over."""
    used, most = received(world, account, at=at)
    results: list[list[Any]] = []
    counted = []
    for target in targets:
        if not reachable(world, account, task, userid, target):
            results.append([target, NOT_FRIEND])
        elif used.get(target, 0) >= most:
            results.append([target, OVER_LIMIT])
        else:
            results.append([target, SENT])
            counted.append((account.key, target, day_of(at)))
    world.store.run_many(
        "INSERT INTO wecom_received (account, target, day, times) VALUES (?, ?, ?, 1) "
        "ON CONFLICT DO UPDATE SET times = times + 1",
        counted,
    )
    return results


def reachable(world: World, account: Account, task: sqlite3.Row, userid: str, target: str) -> bool:
    if task["chat_type"] == GROUP:
        return chats.find(world, account, target) is not None
    return customers.is_friend(world, account, target, userid)


def received(world: World, account: Account, *, at: float) -> tuple[dict[str, int], int]:
    """How many messages everybody has received in the period that counts, and how many he may."""
    first, most = period(str(world.setting(account, "receive_rule")), day_of(at))
    rows = world.store.all(
        "SELECT target, sum(times) AS times FROM wecom_received WHERE account = ? AND day BETWEEN ? AND ? "
        "GROUP BY target",
        account.key,
        first,
        day_of(at),
    )
    return {row["target"]: row["times"] for row in rows}, most


def period(rule: str, day: str) -> tuple[str, int]:
    """The first day of the period and how many messages it allows."""
    today = date.fromisoformat(day)
    if rule == "day_1":
        return day, 1
    if rule == "week_7":
        return (today - timedelta(days=today.weekday())).isoformat(), 7
    most = 4 if rule == "month_4" else monthrange(today.year, today.month)[1]
    return today.replace(day=1).isoformat(), most


def stop_when_due(world: World, payload: dict[str, Any]) -> None:
    stop(world, payload["msgid"], at=payload["due"], post_state=payload["state"], reason=payload["reason"])


def stop(
    world: World, msgid: str, *, at: float, post_state: str = WITHDRAWN, reason: str = "已停止群发"
) -> None:
    """Nobody can send the task any more. A message that has reached somebody stays what it is."""
    task = world.store.one("SELECT * FROM wecom_task WHERE msgid = ? AND state = ?", msgid, OPEN)
    if task is None:
        return
    world.store.run("UPDATE wecom_task SET state = ? WHERE msgid = ?", CANCELLED, msgid)
    post = world.posts.get(task["post_id"])
    if post is not None and post["state"] != LIVE:
        world.posts.end(task["post_id"], state=post_state, at=at, reason=reason)
