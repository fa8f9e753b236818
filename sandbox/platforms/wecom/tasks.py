"""Group-message tasks as the API makes, stops and shows them. Nothing is sent before a member confirms."""

import json
import sqlite3
from typing import Any

from sandbox.calls import Call
from sandbox.clock import DAY
from sandbox.platforms.wecom import sending, targets
from sandbox.platforms.wecom.customers import seen_member
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import body_of, number_of, page_of, text_of
from sandbox.platforms.wecom.sending import CANCELLED, OPEN, VANISHED
from sandbox.platforms.wecom.task_content import content_of, listed, words_of
from sandbox.posts import REVIEWING, NewPost
from sandbox.posts import VANISHED as POST_VANISHED

MOST_LISTED, MOST_ROWS = 100, 1000
LONGEST_SPAN = 31 * DAY
REMINDERS_A_DAY = 3
UNSENT, CONFIRMED = 0, 2
HOST = "https://work.weixin.qq.com"


def add(call: Call) -> dict[str, Any]:
    """POST externalcontact/add_msg_template"""
    body = body_of(call)
    kind, asked, left_out = targets.asked_by(call, body)
    text, attachments = content_of(call, body)
    msgid = f"msg{call.ids.letters(29)}"
    fates = call.world.fates_of(call)
    seconds = fates.review_seconds
    if seconds is None:
        seconds = float(call.world.setting(call.the_account, "dispatch_seconds"))
    post_id = create_post(call, msgid, kind, text, attachments)
    row = {
        "msgid": msgid,
        "account": call.the_account.key,
        "chat_type": kind,
        "text": text,
        "attachments": json.dumps(attachments, ensure_ascii=False),
        "created_at": call.at,
        "dispatch_at": call.at + seconds,
        "state": VANISHED if fates.vanishes else OPEN,
        "post_id": post_id,
    }
    call.world.store.insert("wecom_task", row)
    sending.ask(call.world, row, asked)
    if fates.vanishes:
        call.world.posts.end(post_id, state=POST_VANISHED, at=call.at)
    if fates.rejected:
        payload = {"msgid": msgid, "reason": fates.rejected["reason"], "state": "rejected"}
        call.world.schedule("wecom_stop", payload, due=call.at + seconds)
    if fates.take_down_seconds is not None:
        due = call.at + seconds + fates.take_down_seconds
        payload = {"msgid": msgid, "reason": "平台停止", "state": "taken_down"}
        call.world.schedule("wecom_stop", payload, due=due)
    return fine(fail_list=left_out, msgid=msgid)


def create_post(call: Call, msgid: str, kind: str, text: str, attachments: list[dict[str, Any]]) -> int:
    new = NewPost(
        account=call.the_account.key,
        platform="wecom",
        external_id=msgid,
        slug=msgid,
        kind=kind,
        title="",
        text=words_of(text, attachments),
        html="",
        url=f"{HOST}/tasks/{msgid}",
        request_id=call.id,
        created_at=call.at,
        comments_open=False,
        details={"msgid": msgid, "attachments": [entry["msgtype"] for entry in attachments]},
        state=REVIEWING,
    )
    post_id = call.world.posts.create(new)
    call.world.posts.record_effect(new, path=call.path, wall_at=call.world.clock.real_time(), post_id=post_id)
    return post_id


def task_of(call: Call, msgid: str, *, reading: bool = True) -> sqlite3.Row:
    """The task. Refuses with 41046, 41047, 41093 (stopped) or, for readers, 41063 (not with its members yet)."""
    if not msgid:
        raise refusal(41046)
    row = call.world.store.one(
        "SELECT * FROM wecom_task WHERE msgid = ? AND account = ?", msgid, call.the_account.key
    )
    if row is None:
        raise refusal(41047)
    if row["state"] == CANCELLED:
        refused = call.world.setting(call.the_account, "stopped_task_reads") == "refused"
        if not reading or refused:
            raise refusal(41093)
    elif reading and call.at < row["dispatch_at"]:
        raise refusal(41063)
    return row


def list_tasks(call: Call) -> dict[str, Any]:
    """POST externalcontact/get_groupmsg_list_v2: the latest first."""
    body = body_of(call)
    kind = text_of(body, "chat_type")
    start, end = (
        number_of(body, "start_time", low=0, high=2**40),
        number_of(body, "end_time", low=0, high=2**40),
    )
    if kind not in (targets.SINGLE, targets.GROUP) or not 0 <= end - start <= LONGEST_SPAN:
        raise refusal(40058)
    by_persons_only = number_of(body, "filter_type", low=0, high=2, default=2) == 1
    hidden = float(call.world.setting(call.the_account, "listing_seconds"))
    rows = call.world.store.all(
        "SELECT * FROM wecom_task WHERE account = ? AND chat_type = ? AND created_at BETWEEN ? AND ? "
        "AND created_at <= ? AND state <> ? ORDER BY created_at DESC, rowid DESC",
        call.the_account.key,
        kind,
        start,
        end,
        call.at - hidden,
        VANISHED,
    )
    made = [] if by_persons_only else rows
    page, cursor = page_of(made, body, most=MOST_LISTED, default=50)
    return fine(group_msg_list=[task_view(row) for row in page], next_cursor=cursor)


def task_view(row: sqlite3.Row) -> dict[str, Any]:
    shown = {"msgid": row["msgid"], "create_time": int(row["created_at"]), "create_type": 0}
    if row["text"]:
        shown["text"] = {"content": row["text"]}
    return shown | {"attachments": listed(row["attachments"])}


def list_members(call: Call) -> dict[str, Any]:
    """POST externalcontact/get_groupmsg_task"""
    body = body_of(call)
    task = task_of(call, text_of(body, "msgid"))
    rows = [] if task["state"] == VANISHED else sending.asked(call.world, task["msgid"])
    page, cursor = page_of(rows, body, most=MOST_ROWS, default=500)
    told = []
    for row in page:
        entry: dict[str, Any] = {
            "userid": row["userid"],
            "status": UNSENT if row["sent_at"] is None else CONFIRMED,
        }
        told.append(entry if row["sent_at"] is None else entry | {"send_time": int(row["sent_at"])})
    return fine(task_list=told, next_cursor=cursor)


def list_results(call: Call) -> dict[str, Any]:
    """POST externalcontact/get_groupmsg_send_result: of groups only those that were sent to."""
    body = body_of(call)
    task = task_of(call, text_of(body, "msgid"))
    userid = seen_member(call, text_of(body, "userid"))
    row = next((row for row in sending.asked(call.world, task["msgid"]) if row["userid"] == userid), None)
    results = [] if row is None else results_of(row, task["chat_type"])
    page, cursor = page_of(results, body, most=MOST_ROWS, default=500)
    return fine(send_list=page, next_cursor=cursor)


def results_of(row: sqlite3.Row, chat_type: str) -> list[dict[str, Any]]:
    name = "chat_id" if chat_type == targets.GROUP else "external_userid"
    pairs = targets.as_list(row["results"]) or [[one, UNSENT] for one in targets.as_list(row["targets"])]
    told = []
    for target, status in pairs:
        if chat_type == targets.GROUP and status != sending.SENT:
            continue
        entry = {name: target, "userid": row["userid"], "status": status}
        sent = status == sending.SENT and row["sent_at"] is not None
        told.append(entry | {"send_time": int(row["sent_at"])} if sent else entry)
    return told


def cancel(call: Call) -> dict[str, Any]:
    """POST externalcontact/cancel_groupmsg_send: what was delivered stays delivered."""
    task = task_of(call, text_of(body_of(call), "msgid"), reading=False)
    sending.stop(call.world, task["msgid"], at=call.at)
    return fine()


def remind(call: Call) -> dict[str, Any]:
    """POST externalcontact/remind_groupmsg_send: three times within 24 hours."""
    task = task_of(call, text_of(body_of(call), "msgid"), reading=False)
    recent = call.world.store.value(
        "SELECT count(*) FROM wecom_reminder WHERE msgid = ? AND at > ?", task["msgid"], call.at - DAY
    )
    if recent >= REMINDERS_A_DAY:
        raise refusal(41094)
    call.world.store.insert("wecom_reminder", {"msgid": task["msgid"], "at": call.at})
    return fine()
