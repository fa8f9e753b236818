"""Sending mass messages to followers: rationed, deduplicated by the caller's own id, finished by an event."""

import sqlite3
from typing import Any

from sandbox.callbacks import enqueue
from sandbox.calls import Call
from sandbox.clock import DAY, day_of
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.mass_content import audience_of, client_id_of, content_of
from sandbox.platforms.wechat.publications import posts_of
from sandbox.platforms.wechat.publishing import FIRST_MSG_DATA_ID, create_posts, make_public
from sandbox.platforms.wechat.requests import body_of
from sandbox.posts import REJECTED, VANISHED
from sandbox.world import World

FIRST_MSG_ID = 1_000_000_000
RETRY_PAUSE_SECONDS = 60
SENDING, SENT, SEND_FAILED = "SENDING", "SEND_SUCCESS", "SEND_FAIL"
OTHER_REASONS, REPRINT = 21000, 30003  # numbers in the event's `err(N)`
CONFIRMATION_SECONDS = 1800
NOT_CONFIRMED = {"status": OTHER_REASONS, "reason": "管理员没有在 30 分钟内确认群发"}


def send_all(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/sendall"""
    body = body_of(call)
    to_all, targets = audience_of(call, body)
    articles, media_id = content_of(call, body)
    client_id = client_id_of(body)
    refuse_repeat(call, client_id)
    if to_all:
        refuse_beyond_ration(call)
    row: dict[str, Any] = {
        "msg_id": FIRST_MSG_ID + call.id,
        "account": call.the_account.key,
        "client_id": client_id,
        "msg_data_id": FIRST_MSG_DATA_ID + call.id,
        "media_id": media_id,
        "to_all": int(to_all),
        "targets": targets,
        "status": SENDING,
        "sent_at": call.at,
    }
    call.world.store.insert("wechat_mass", row)
    posts = create_posts(call.world, row, articles, ids=call.ids, kind="mass", request_id=call.id, at=call.at)
    for new, post_id in posts:
        call.world.posts.record_effect(
            new, path=call.path, wall_at=call.world.clock.real_time(), post_id=post_id
        )
    plan_end(call, body, row)
    answer = {"errcode": 0, "errmsg": "send job submission success", "msg_id": row["msg_id"]}
    return answer | ({"msg_data_id": row["msg_data_id"]} if media_id else {})


def plan_end(call: Call, body: dict[str, Any], row: dict[str, Any]) -> None:
    """Let the message end after a while: sent, refused, or given up since nobody confirmed it."""
    fates, rejected = call.world.fates_of(call), call.world.fates_of(call).rejected
    seconds = call.world.setting(call.the_account, "mass_seconds")
    if fates.review_seconds is not None:
        seconds = fates.review_seconds
    if rejected and error_number(rejected) == REPRINT and str(body.get("send_ignore_reprint")) == "1":
        rejected = None
    if row["to_all"] and call.world.setting(call.the_account, "mass_confirmation"):
        seconds, rejected = CONFIRMATION_SECONDS, NOT_CONFIRMED
    payload = {
        "msg_id": row["msg_id"],
        "rejected": rejected,
        "vanishes": fates.vanishes,
        "take_down_seconds": fates.take_down_seconds,
    }
    call.world.schedule("wechat_mass", payload, due=call.at + float(seconds))


def error_number(rejected: dict[str, Any]) -> int:
    """The number that the event names; a fault without one of its own stands for other reasons."""
    number = int(rejected["status"])
    return number if number >= 10_000 else OTHER_REASONS


def confirm(world: World, msg_id: int, *, at: float) -> None:
    """An administrator lets a waiting message go out; one that has ended stays as it is."""
    finish(
        world, {"msg_id": msg_id, "rejected": None, "vanishes": False, "take_down_seconds": None, "due": at}
    )


def refuse_repeat(call: Call, client_id: str) -> None:
    """45065 with the first message's id within 24 hours; 45066 when the repeat itself is repeated within a minute."""
    row = call.world.store.one(
        "SELECT * FROM wechat_mass WHERE account = ? AND client_id = ? AND sent_at > ? ORDER BY sent_at DESC LIMIT 1",
        call.the_account.key,
        client_id,
        call.at - DAY,
    )
    if row is None:
        return
    too_fast = row["retried_at"] is not None and call.at - row["retried_at"] < RETRY_PAUSE_SECONDS
    no = refusal(45066) if too_fast else refusal(45065, extra={"msg_id": row["msg_id"]})
    no.afterwards = lambda: remember_retry(call, row["msg_id"])
    raise no


def remember_retry(call: Call, msg_id: int) -> None:
    call.world.store.run("UPDATE wechat_mass SET retried_at = ? WHERE msg_id = ?", call.at, msg_id)


def refuse_beyond_ration(call: Call) -> None:
    times = call.world.store.all(
        "SELECT sent_at FROM wechat_mass WHERE account = ? AND to_all = 1 AND status <> ? "
        "ORDER BY sent_at DESC LIMIT 200",
        call.the_account.key,
        SEND_FAILED,
    )
    days = [day_of(row["sent_at"]) for row in times]
    today = day_of(call.at)
    a_day, a_month = (
        call.world.setting(call.the_account, name) for name in ("mass_per_day", "mass_per_month")
    )
    if days.count(today) >= a_day or 0 < a_month <= sum(day[:7] == today[:7] for day in days):
        raise refusal(45028)


def finish(world: World, payload: dict[str, Any]) -> None:
    """End the sending: show the posts, empty the draft box, tell the account."""
    row = world.store.one("SELECT * FROM wechat_mass WHERE msg_id = ?", payload["msg_id"])
    if row is None or row["status"] != SENDING:
        return
    at, rejected = payload["due"], payload["rejected"]
    status = SEND_FAILED if rejected else SENT
    world.store.run("UPDATE wechat_mass SET status = ? WHERE msg_id = ?", status, row["msg_id"])
    for post in posts_of(world, row):
        if rejected:
            world.posts.end(post["id"], state=REJECTED, at=at, reason=rejected["reason"])
        elif payload["vanishes"]:
            world.posts.end(post["id"], state=VANISHED, at=at)
        else:
            make_public(world, post["id"], at=at, take_down_seconds=payload["take_down_seconds"])
    if row["to_all"] and not rejected:
        world.store.run("DELETE FROM wechat_draft WHERE media_id = ?", row["media_id"])
    announce(world, row, status=f"err({error_number(rejected)})" if rejected else "send success", at=at)


def announce(world: World, row: sqlite3.Row, *, status: str, at: float) -> None:
    account = world.accounts.get(row["account"])
    sent = row["targets"] if status == "send success" else 0
    items = [
        {"ArticleIdx": index, "ArticleUrl": post["url"]}
        for index, post in enumerate(posts_of(world, row), start=1)
    ]
    event = {
        "ToUserName": account.credentials["original_id"],
        "FromUserName": "mphelper",
        "CreateTime": int(at),
        "MsgType": "event",
        "Event": "MASSSENDJOBFINISH",
        "MsgID": row["msg_id"],
        "Status": status,
        "TotalCount": row["targets"],
        "FilterCount": row["targets"],
        "SentCount": sent,
        "ErrorCount": row["targets"] - sent,
        "CopyrightCheckResult": {
            "Count": 0,
            "ResultList": "",
            "CheckState": 2 if status == f"err({REPRINT})" else 1,
        },
        "ArticleUrlResult": {"Count": len(items), "ResultList": {"item": items}},
    }
    enqueue(world, account, "MASSSENDJOBFINISH", event)
