"""Statistics of followers and messages, of yesterday and before. Counted in world time."""

from typing import Any

from sandbox.calls import Call
from sandbox.clock import day_of, start_of_day
from sandbox.platforms.wechat.dates import ready_span_of

USER_SPAN, MESSAGE_SPAN = 7, 7
FOLLOWER_SOURCES = (
    (1, 0.35),
    (17, 0.15),
    (30, 0.2),
    (57, 0.2),
    (0, 0.1),
)  # the platform's codes, share of each


def user_summary(call: Call) -> dict[str, Any]:
    """POST /datacube/getusersummary: who came and left, by source."""
    span = ready_span_of(call, most_days=USER_SPAN)
    rows = call.world.store.all(
        "SELECT day, sum(joined) AS joined, sum(departed) AS departed FROM follower_day "
        "WHERE account = ? AND day BETWEEN ? AND ? GROUP BY day ORDER BY day",
        call.the_account.key,
        span.first,
        span.last,
    )
    told = []
    for row in rows:
        parts = split(row["joined"], [share for _, share in FOLLOWER_SOURCES])
        for (source, _), joined in zip(FOLLOWER_SOURCES, parts, strict=True):
            departed = row["departed"] if source == 0 else 0
            if joined or departed:
                told.append(
                    {
                        "ref_date": row["day"],
                        "user_source": source,
                        "new_user": joined,
                        "cancel_user": departed,
                    }
                )
    return {"list": told}


def user_cumulate(call: Call) -> dict[str, Any]:
    """POST /datacube/getusercumulate: followers at the end of each day."""
    span = ready_span_of(call, most_days=USER_SPAN)
    opened_on = day_of(call.the_account.created_at)
    told = [
        {"ref_date": day, "user_source": 0, "cumulate_user": followers_on(call, day)}
        for day in span.days()
        if day >= opened_on
    ]
    return {"list": told}


def followers_on(call: Call, day: str) -> int:
    since = call.world.store.value(
        "SELECT sum(joined - departed) FROM follower_day WHERE account = ? AND day > ?",
        call.the_account.key,
        day,
    )
    return call.the_account.followers - (since or 0)


def upstream_messages(call: Call) -> dict[str, Any]:
    """POST /datacube/getupstreammsg: how many fans wrote how much."""
    span = ready_span_of(call, most_days=MESSAGE_SPAN)
    told = []
    for day in span.days():
        since = start_of_day(day)
        row = call.world.store.one(
            "SELECT count(DISTINCT person_key) AS people, count(*) AS messages FROM message "
            "WHERE account = ? AND direction = 'in' AND at >= ? AND at < ?",
            call.the_account.key,
            since,
            since + 86_400,
        )
        if row is not None and row["messages"]:
            counts = {"msg_user": row["people"], "msg_count": row["messages"]}
            told.append({"ref_date": day, "user_source": 0, "msg_type": 1, **counts})
    return {"list": told}


def split(total: int, shares: list[float]) -> list[int]:
    """Parts of a whole number by shares; when the shares make 1 nothing is left over."""
    parts = [int(total * share) for share in shares]
    if abs(sum(shares) - 1) < 1e-9:
        parts[0] += total - sum(parts)
    return parts
