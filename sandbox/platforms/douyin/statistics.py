"""Figures by day, ready at ten the next morning, and the portrait of the fans."""

from typing import Any

from sandbox.calls import Call
from sandbox.clock import DAY, day_of, local_time
from sandbox.identifiers import stable_number
from sandbox.platforms.douyin.bodies import number
from sandbox.platforms.douyin.comments import own_item
from sandbox.platforms.douyin.errors import refusal, success
from sandbox.posts import LIVE

SPANS, SPANS_OF_ITEMS = (7, 15, 30), (7, 15)
AGES = ("1-23", "24-30", "31-40", "41-50", "50-")


def days_of(call: Call, spans: tuple[int, ...]) -> list[str]:
    """The days of the report, oldest first: yesterday is in it from ten in the morning on."""
    span = number(call, "date_type", default=spans[0])
    if span not in spans:
        raise refusal(28001007, "date_type is not valid")
    late = local_time(call.at).hour >= call.world.setting(call.the_account, "data_ready_hour")
    last = call.at - (DAY if late else 2 * DAY)
    return [day_of(last - back * DAY) for back in range(span - 1, -1, -1)]


def sums(call: Call, column: str, days: list[str], *, post_id: int | None = None) -> dict[str, int]:
    """What happened on each of the days, over all items or under one."""
    condition = "post.account = ?" if post_id is None else "post.account = ? AND post.id = ?"
    values: list[Any] = [call.the_account.key, *([] if post_id is None else [post_id])]
    rows = call.world.store.all(
        f"SELECT day, sum(post_day.{column}) AS number FROM post_day JOIN post ON post.id = post_day.post_id "
        f"WHERE {condition} AND day BETWEEN ? AND ? GROUP BY day",
        *values,
        days[0],
        days[-1],
    )
    return {row["day"]: row["number"] for row in rows}


def report(call: Call, name: str, column: str, days: list[str], post_id: int | None = None) -> dict[str, Any]:
    found = sums(call, column, days, post_id=post_id)
    return success(call, {"result_list": [{"date": day, name: found.get(day, 0)} for day in days]})


def user_item(call: Call) -> dict[str, Any]:
    """GET /data/external/user/item/"""
    days = days_of(call, SPANS)
    plays = sums(call, "reads", days)
    rows = call.world.store.all(
        "SELECT published_at FROM post WHERE account = ? AND state = ?", call.the_account.key, LIVE
    )
    made = [day_of(row["published_at"]) for row in rows]
    result = [
        {
            "date": day,
            "new_issue": made.count(day),
            "new_play": plays.get(day, 0),
            "total_issue": sum(one <= day for one in made),
        }
        for day in days
    ]
    return success(call, {"result_list": result})


def user_fans(call: Call) -> dict[str, Any]:
    """GET /data/external/user/fans/"""
    days, account = days_of(call, SPANS), call.the_account
    rows = call.world.store.all(
        "SELECT day, sum(joined) AS joined, sum(departed) AS departed FROM follower_day WHERE account = ? GROUP BY day",
        account.key,
    )
    result = []
    for day in days:
        before = [row for row in rows if row["day"] <= day]
        today = [row for row in rows if row["day"] == day]
        total = account.opening_followers + sum(row["joined"] - row["departed"] for row in before)
        new = sum(row["joined"] - row["departed"] for row in today)
        result.append({"date": day, "new_fans": new, "total_fans": max(0, total)})
    return success(call, {"result_list": result})


def user_like(call: Call) -> dict[str, Any]:
    """GET /data/external/user/like/"""
    return report(call, "new_like", "likes", days_of(call, SPANS))


def user_comment(call: Call) -> dict[str, Any]:
    """GET /data/external/user/comment/"""
    return report(call, "new_comment", "comments", days_of(call, SPANS))


def user_share(call: Call) -> dict[str, Any]:
    """GET /data/external/user/share/"""
    return report(call, "new_share", "shares", days_of(call, SPANS))


def user_profile(call: Call) -> dict[str, Any]:
    """GET /data/external/user/profile/: visits of the home page, a part of those who watched."""
    days = days_of(call, SPANS)
    plays = sums(call, "reads", days)
    result = [{"date": day, "profile_uv": plays.get(day, 0) // 25} for day in days]
    return success(call, {"result_list": result})


def the_item(call: Call) -> Any:
    if call.the_account.followers < call.world.setting(call.the_account, "item_data_followers"):
        raise refusal(2100007)
    return own_item(call, call.fields().get("item_id", ""))


def item_base(call: Call) -> dict[str, Any]:
    """GET /data/external/item/base/: totals of the last thirty days."""
    post = the_item(call)
    seconds = stable_number(f"douyin watched|{post['id']}", 40, 300) / 10
    result = {
        "total_like": post["likes"],
        "total_comment": post["comments"],
        "total_share": post["shares"],
        "total_play": post["reads"],
        "avg_play_duration": seconds,
    }
    return success(call, {"result": result})


def item_like(call: Call) -> dict[str, Any]:
    """GET /data/external/item/like/"""
    return report(call, "like", "likes", days_of(call, SPANS_OF_ITEMS), the_item(call)["id"])


def item_comment(call: Call) -> dict[str, Any]:
    """GET /data/external/item/comment/"""
    return report(call, "comment", "comments", days_of(call, SPANS_OF_ITEMS), the_item(call)["id"])


def item_play(call: Call) -> dict[str, Any]:
    """GET /data/external/item/play/"""
    return report(call, "play", "reads", days_of(call, SPANS_OF_ITEMS), the_item(call)["id"])


def item_share(call: Call) -> dict[str, Any]:
    """GET /data/external/item/share/"""
    return report(call, "share", "shares", days_of(call, SPANS_OF_ITEMS), the_item(call)["id"])


def fans_data(call: Call) -> dict[str, Any]:
    """GET /api/douyin/v1/user/fans_data/: only for accounts with enough fans."""
    account = call.the_account
    if account.followers < call.world.setting(account, "fans_data_followers"):
        raise refusal(2100007)
    men = account.followers * stable_number(f"douyin men|{account.key}", 30, 60) // 100
    shares = (35, 25, 20, 12, 8)
    return success(
        call,
        {
            "fans_data": {
                "all_fans_num": account.followers,
                "gender_distributions": [
                    {"item": "1", "value": men},
                    {"item": "2", "value": account.followers - men},
                ],
                "age_distributions": [
                    {"item": age, "value": account.followers * share // 100}
                    for age, share in zip(AGES, shares, strict=True)
                ],
                "geographical_distributions": [],
                "active_days_distributions": [],
                "device_distributions": [],
                "interest_distributions": [],
                "flow_contributions": [],
            }
        },
    )
