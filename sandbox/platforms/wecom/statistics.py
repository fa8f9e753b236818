"""Statistics by day: what members do with customers, and what happens in customer groups. Yesterday and before."""

import sqlite3
from collections.abc import Iterator
from typing import Any

from sandbox.calls import Call
from sandbox.clock import DAY, day_of, start_of_day
from sandbox.platforms.wecom import chats, customers
from sandbox.platforms.wecom.errors import fine, refusal
from sandbox.platforms.wecom.requests import Body, body_of, number_of, texts_of

LONGEST_SPAN = 30 * DAY
MOST_MEMBERS = 100
LATEST = 2**40


def behaviour(call: Call) -> dict[str, Any]:
    """POST externalcontact/get_user_behavior_data: the members asked for, added up."""
    body = body_of(call)
    userids = [customers.seen_member(call, userid) for userid in texts_of(body, "userid", most=MOST_MEMBERS)]
    if not userids:
        raise refusal(40063, "userid")
    days = days_of(call, body, "start_time", "end_time")
    return fine(behavior_data=[behaviour_of(call, userids, start) for start in days])


def days_of(call: Call, body: Body, first: str, last: str) -> list[float]:
    """The starts of the days asked for that are over. Refuses with 40058 beyond 30 days or too far back."""
    start = number_of(body, first, low=0, high=LATEST)
    end = number_of(body, last, low=0, high=LATEST, default=start)
    reach = int(call.world.setting(call.the_account, "statistics_days")) * DAY
    today = start_of_day(day_of(call.at))
    if end < start or end - start > LONGEST_SPAN or start < today - reach:
        raise refusal(40058, "time range")
    day, found = start_of_day(day_of(float(start))), []
    while day <= end:
        if day < today:
            found.append(day)
        day += DAY
    return found


def behaviour_of(call: Call, userids: list[str], start: float) -> dict[str, Any]:
    gained, lost = (counted(call, userids, column, start) for column in ("followed_at", "unfollowed_at"))
    talks = talks_of(call, userids, start)
    told: dict[str, Any] = {
        "stat_time": int(start),
        "chat_cnt": len(talks),
        "message_cnt": sum(len(answers) for _, answers in talks),
        "negative_feedback_cnt": lost,
        "new_apply_cnt": gained,
        "new_contact_cnt": gained,
    }
    answered = [(asked, answers[0]) for asked, answers in talks if answers]
    if talks:
        told["reply_percentage"] = round(100 * len(answered) / len(talks), 2)
    if answered:
        waited = sum(max(0.0, answer - asked) for asked, answer in answered) / len(answered)
        told["avg_reply_time"] = int(waited // 60)
    return told


def counted(call: Call, userids: list[str], column: str, start: float) -> int:
    customers.assign(call.world, call.the_account)
    marks = ", ".join("?" * len(userids))
    found: int = call.world.store.value(
        "SELECT count(*) FROM fan JOIN wecom_customer AS customer ON customer.account = fan.account "
        "AND customer.external_id = fan.external_id "
        f"WHERE fan.account = ? AND fan.{column} >= ? AND fan.{column} < ? AND customer.userid IN ({marks})",
        call.the_account.key,
        start,
        start + DAY,
        *userids,
    )
    return found


def talks_of(call: Call, userids: list[str], start: float) -> list[tuple[float, list[float]]]:
    """The customers who wrote on that day: when first, and when they were answered."""
    marks = ", ".join("?" * len(userids))
    rows = call.world.store.all(
        "SELECT message.* FROM message JOIN fan ON fan.account = message.account "
        "AND fan.person_key = message.person_key JOIN wecom_customer AS customer "
        "ON customer.account = fan.account AND customer.external_id = fan.external_id "
        f"WHERE message.account = ? AND message.at >= ? AND message.at < ? AND customer.userid IN ({marks}) "
        "ORDER BY message.at",
        call.the_account.key,
        start,
        start + DAY,
        *userids,
    )
    talks: dict[str, tuple[float, list[float]]] = {}
    for row in rows:
        if row["direction"] == "in":
            talks.setdefault(row["person_key"], (row["at"], []))
        elif row["person_key"] in talks:
            talks[row["person_key"]][1].append(row["at"])
    return list(talks.values())


def groups_by_day(call: Call) -> dict[str, Any]:
    """POST externalcontact/groupchat/statistic_group_by_day"""
    body = body_of(call)
    owners = chats.owners_of(call, body, required=True)
    days = days_of(call, body, "day_begin_time", "day_end_time")
    return fine(items=[{"stat_time": int(day), "data": groups_of(call, owners, day)} for day in days])


def groups_by_owner(call: Call) -> dict[str, Any]:
    """POST externalcontact/groupchat/statistic: each owner over the days asked for."""
    body = body_of(call)
    owners = chats.owners_of(call, body, required=True)
    days = days_of(call, body, "day_begin_time", "day_end_time")
    items = [
        {"owner": owner, "data": added(groups_of(call, [owner], day) for day in days)} for owner in owners
    ]
    return fine(total=len(items), next_offset=len(items), items=items)


def added(parts: Iterator[dict[str, int]]) -> dict[str, int]:
    """Counts of days added up; totals are those of the last day."""
    sums: dict[str, int] = {}
    for part in parts:
        for name, value in part.items():
            total = name in ("chat_total", "member_total")
            sums[name] = value if total else sums.get(name, 0) + value
    return sums


def groups_of(call: Call, owners: list[str], start: float) -> dict[str, int]:
    end = start + DAY
    there = [row for row in all_of(call, owners) if is_there(row, end)]
    joined = [member for row in there for member in chats.members_of(call.world, row["chat_id"])]
    before = [member for member in joined if member["joined_at"] < end]
    messages = [messages_to(call, row["chat_id"], day_of(start)) for row in there]
    return {
        "new_chat_cnt": sum(row["created_at"] >= start for row in there),
        "chat_total": len(there),
        "chat_has_msg": sum(count > 0 for count in messages),
        "new_member_cnt": sum(member["joined_at"] >= start for member in before),
        "member_total": len(before),
        "member_has_msg": sum(count > 0 for count in messages),
        "msg_total": sum(messages),
        "migrate_trainee_chat_cnt": 0,
    }


def all_of(call: Call, owners: list[str]) -> list[sqlite3.Row]:
    marks = ", ".join("?" * len(owners))
    return call.world.store.all(
        f"SELECT * FROM wecom_chat WHERE account = ? AND owner IN ({marks}) ORDER BY rowid",
        call.the_account.key,
        *owners,
    )


def is_there(row: sqlite3.Row, end: float) -> bool:
    """Whether the group existed at that moment."""
    return row["created_at"] < end and (row["dismissed_at"] is None or row["dismissed_at"] >= end)


def messages_to(call: Call, chat_id: str, day: str) -> int:
    """The group messages that a member sent there that day; nothing else is said in groups here."""
    return (
        call.world.store.value(
            "SELECT times FROM wecom_received WHERE account = ? AND target = ? AND day = ?",
            call.the_account.key,
            chat_id,
            day,
        )
        or 0
    )
