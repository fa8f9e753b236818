"""Statistics of articles, of yesterday and before. Counted in world time."""

import json
import sqlite3
from datetime import date, timedelta
from typing import Any

from sandbox.calls import Call
from sandbox.clock import day_of, start_of_day
from sandbox.identifiers import draw_fraction
from sandbox.platforms.wechat.datacube_users import split
from sandbox.platforms.wechat.dates import EARLIEST_OF_NEW_CALLS, Span, span_of

ARTICLE_SPAN, SUMMARY_SPAN = 1, 30
STAT_DAYS = 30  # an article is counted for thirty days
READ_SCENES = (
    ("公众号消息", 0.42),
    ("聊天会话", 0.12),
    ("朋友圈", 0.18),
    ("公众号主页", 0.08),
    ("推荐", 0.12),
    ("搜一搜", 0.03),
)
ALL_SCENES, OTHER_SCENES = "全部", "其它"


def article_read(call: Call) -> dict[str, Any]:
    """POST /datacube/getarticleread: readers of one day, for each article that was read."""
    span = span_of(call, most_days=ARTICLE_SPAN, earliest=EARLIEST_OF_NEW_CALLS)
    told = []
    for row in days_of_articles(call, span):
        if row["day_reads"]:
            told.append(head(row, row["day"]) | {"detail": reading(row["day_reads"])})
    return {"list": told, "is_delay": not span.is_ready}


def article_share(call: Call) -> dict[str, Any]:
    """POST /datacube/getarticleshare: sharers of one day, for each article that was shared."""
    span = span_of(call, most_days=ARTICLE_SPAN, earliest=EARLIEST_OF_NEW_CALLS)
    told = []
    for row in days_of_articles(call, span):
        if row["day_shares"]:
            told.append(head(row, row["day"]) | {"detail": {"share_user": row["day_shares"]}})
    return {"list": told, "is_delay": not span.is_ready}


def days_of_articles(call: Call, span: Span) -> list[sqlite3.Row]:
    """What each article gathered on each day of the span; nothing while the figures are not there."""
    if not span.is_ready:
        return []
    return call.world.store.all(
        "SELECT post.*, post_day.day, post_day.reads AS day_reads, post_day.shares AS day_shares FROM post_day "
        "JOIN post ON post.id = post_day.post_id "
        "WHERE post.account = ? AND post_day.day BETWEEN ? AND ? ORDER BY post_day.day, post.id",
        call.the_account.key,
        span.first,
        span.last,
    )


def head(post: sqlite3.Row, day: str) -> dict[str, Any]:
    return {"ref_date": day, "msgid": post["external_id"], "title": post["title"], "content_url": post["url"]}


def business_summary(call: Call) -> dict[str, Any]:
    """POST /datacube/getbizsummary: all articles together, day by day."""
    span = span_of(call, most_days=SUMMARY_SPAN, earliest=EARLIEST_OF_NEW_CALLS)
    rows = call.world.store.all(
        "SELECT day, sum(post_day.reads) AS reads, sum(post_day.likes) AS likes, sum(post_day.shares) AS shares, "
        "sum(post_day.collects) AS collects, sum(post_day.comments) AS comments, sum(post_day.follows) AS follows "
        "FROM post_day JOIN post ON post.id = post_day.post_id "
        "WHERE post.account = ? AND day BETWEEN ? AND ? GROUP BY day ORDER BY day",
        call.the_account.key,
        span.first,
        span.last,
    )
    yesterday = span.last if not span.is_ready else ""
    told = [{"ref_date": row["day"], "detail": detail(row)} for row in rows if row["day"] != yesterday]
    return {"list": told, "is_delay": not span.is_ready}


def article_total_detail(call: Call) -> dict[str, Any]:
    """POST /datacube/getarticletotaldetail: articles published in the span, each with up to thirty days of figures."""
    span = span_of(call, most_days=ARTICLE_SPAN, earliest=EARLIEST_OF_NEW_CALLS)
    posts = call.world.store.all(
        "SELECT * FROM post WHERE account = ? AND url <> '' AND published_at >= ? AND published_at < ? ORDER BY id",
        call.the_account.key,
        start_of_day(span.first),
        start_of_day(span.last) + 86_400,
    )
    last_day = date.fromisoformat(day_of(call.at)) - timedelta(days=1 if span_is_complete(call) else 2)
    told = []
    for post in posts:
        published_on = day_of(post["published_at"])
        publish_type = json.loads(post["details"])["publish_type"]
        details = stat_days(call, post, last_day=last_day.isoformat())
        told.append(head(post, published_on) | {"publish_type": publish_type, "detail_list": details})
    return {"list": told, "is_delay": not span.is_ready}


def span_is_complete(call: Call) -> bool:
    """Whether yesterday has been counted by now."""
    moment = (call.at - start_of_day(day_of(call.at))) / 3600
    return bool(moment >= call.world.setting(call.the_account, "data_ready_hour"))


def stat_days(call: Call, post: sqlite3.Row, *, last_day: str) -> list[dict[str, Any]]:
    """One entry for each day from publication, counting everything up to that day (or that day only, by setting)."""
    cumulative = call.world.setting(call.the_account, "details_are_cumulative")
    rows = {
        row["day"]: row
        for row in call.world.store.all("SELECT * FROM post_day WHERE post_id = ?", post["id"])
    }
    first = date.fromisoformat(day_of(post["published_at"]))
    sums = dict.fromkeys(("reads", "likes", "shares", "collects", "comments", "follows"), 0)
    told = []
    for number in range(STAT_DAYS):
        day = (first + timedelta(days=number)).isoformat()
        if day > last_day:
            break
        for name in sums:
            sums[name] = (sums[name] if cumulative else 0) + (rows[day][name] if day in rows else 0)
        told.append({"stat_date": day, **detail(sums, key=str(post["id"]))})
    return told


def reading(readers: int) -> dict[str, Any]:
    parts = split(readers, [share for _, share in READ_SCENES])
    rest = readers - sum(parts)
    sources = [{"scene_desc": ALL_SCENES, "user_count": readers}]
    sources += [
        {"scene_desc": name, "user_count": part} for (name, _), part in zip(READ_SCENES, parts, strict=True)
    ]
    return {
        "read_user": readers,
        "read_user_source": [*sources, {"scene_desc": OTHER_SCENES, "user_count": rest}],
    }


def detail(counts: Any, *, key: str = "") -> dict[str, Any]:
    """The figures of an article or of all; those that the audience does not produce are drawn by the article's key."""
    told = reading(counts["reads"]) | {
        "share_user": counts["shares"],
        "zaikan_user": counts["likes"] // 3,
        "like_user": counts["likes"],
        "comment_count": counts["comments"],
        "collection_user": counts["collects"],
        "praise_money": 0,
        "read_subscribe_user": counts["follows"],
    }
    if key:
        seconds = round(25 + 60 * draw_fraction(f"seconds|{key}"), 1)
        told |= {
            "read_delivery_rate": round(0.02 + 0.1 * draw_fraction(f"delivery|{key}"), 4),
            "read_finish_rate": round(0.35 + 0.4 * draw_fraction(f"finish|{key}"), 4),
            "read_avg_time": seconds,
            "read_avg_activetime": seconds,
            "read_jump_position": [{"position": part, "rate": round(0.3 / part, 4)} for part in range(1, 6)],
        }
    return told
