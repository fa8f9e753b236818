"""Mass messages to followers: rationed, deduplicated by the caller's own id, finished by an event."""

import sqlite3
from typing import Any

from sandbox.callbacks import enqueue
from sandbox.calls import Call
from sandbox.clock import DAY, day_of
from sandbox.platforms.wechat.errors import refusal
from sandbox.platforms.wechat.mass_content import audience_of, client_id_of, content_of
from sandbox.platforms.wechat.publications import posts_of
from sandbox.platforms.wechat.publishing import FIRST_MSG_DATA_ID, create_posts, make_public
from sandbox.platforms.wechat.requests import body_of, number_of, text_of
from sandbox.posts import LIVE, REJECTED, VANISHED, WITHDRAWN
from sandbox.world import World

FIRST_MSG_ID = 1_000_000_000
RETRY_PAUSE_SECONDS = 60
SPEEDS = (80, 60, 45, 30, 10)  # ten thousand a minute
SENDING, SENT, SEND_FAILED, DELETED = "SENDING", "SEND_SUCCESS", "SEND_FAIL", "DELETE"
REFUSED_STATUS = "err(21000)"  # the event's word for content refused for other reasons


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
    plan_end(call, row["msg_id"])
    answer = {"errcode": 0, "errmsg": "send job submission success", "msg_id": row["msg_id"]}
    return answer | ({"msg_data_id": row["msg_data_id"]} if media_id else {})


def plan_end(call: Call, msg_id: int) -> None:
    fates = call.world.fates_of(call)
    seconds = call.world.setting(call.the_account, "mass_seconds")
    if fates.review_seconds is not None:
        seconds = fates.review_seconds
    payload = {
        "msg_id": msg_id,
        "rejected": fates.rejected,
        "vanishes": fates.vanishes,
        "take_down_seconds": fates.take_down_seconds,
    }
    call.world.schedule("wechat_mass", payload, due=call.at + float(seconds))


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
    today = day_of(call.at)
    if sum(day_of(row["sent_at"]) == today for row in times) >= call.world.setting(
        call.the_account, "mass_per_day"
    ):
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
    announce(world, row, status=REFUSED_STATUS if rejected else "send success", at=at)


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
        "CopyrightCheckResult": {"Count": 0, "ResultList": "", "CheckState": 1},
        "ArticleUrlResult": {"Count": len(items), "ResultList": {"item": items}},
    }
    enqueue(world, account, "MASSSENDJOBFINISH", event)


def preview(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/preview: checked, shown to one person, otherwise without effect."""
    body = body_of(call)
    if not body.get("touser") and not body.get("towxname"):
        raise refusal(40003)
    content_of(call, body)
    return {"errcode": 0, "errmsg": "preview success", "msg_id": FIRST_MSG_ID + call.id}


def get(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/get"""
    row = message_of(call, number_of(body_of(call), "msg_id", default=0))
    return {"msg_id": row["msg_id"], "msg_status": row["status"]}


def delete(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/delete: removes the article pages, by message or by address."""
    body = body_of(call)
    if body.get("msg_id"):
        row = message_of(call, number_of(body, "msg_id"))
        posts = posts_of(call.world, row)
    else:
        post = call.world.store.one(
            "SELECT * FROM post WHERE url = ? AND account = ?", text_of(body, "url"), call.the_account.key
        )
        if post is None:
            raise refusal(40059)
        posts = [post]
    index = number_of(body, "article_idx", default=0)
    if not 0 <= index <= len(posts):
        raise refusal(40060)
    for post in posts if index == 0 else [posts[index - 1]]:
        if post["state"] == LIVE:
            call.world.posts.end(post["id"], state=WITHDRAWN, at=call.at)
    if index == 0 and body.get("msg_id"):
        call.world.store.run("UPDATE wechat_mass SET status = ? WHERE msg_id = ?", DELETED, row["msg_id"])
    return {"errcode": 0, "errmsg": "ok"}


def message_of(call: Call, msg_id: int) -> sqlite3.Row:
    row = call.world.store.one(
        "SELECT * FROM wechat_mass WHERE msg_id = ? AND account = ?", msg_id, call.the_account.key
    )
    if row is None:
        raise refusal(40059)
    return row


def get_speed(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/speed/get"""
    speed = call.world.store.recall(f"wechat mass speed {call.the_account.key}", 0)
    return {"errcode": 0, "errmsg": "ok", "speed": speed, "realspeed": SPEEDS[speed]}


def set_speed(call: Call) -> dict[str, Any]:
    """POST /cgi-bin/message/mass/speed/set"""
    body = body_of(call)
    if "speed" not in body:
        raise refusal(45084)
    speed = number_of(body, "speed")
    if not 0 <= speed < len(SPEEDS):
        raise refusal(45083)
    call.world.store.remember(f"wechat mass speed {call.the_account.key}", speed)
    return {"errcode": 0, "errmsg": "ok"}
