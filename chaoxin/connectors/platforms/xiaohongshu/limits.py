"""The numbers of Xiaohongshu, each with its source and the day it was read."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.manifest import Limit, Quota

READ_ON = "2026-11-23"
FORM = "https://creator.xiaohongshu.com/publish/publish"
SHARING = "https://agora.xiaohongshu.com/doc"
ADS = "https://ad-market.xiaohongshu.com/"


def _limit(
    key: str, value: int, source: str, certainty: str, note: str = "", *, read_on: str = READ_ON
) -> Limit:
    return Limit(key=key, value=value, source=source, read_on=read_on, certainty=certainty, note=note)


TITLE_SIGNS = _limit("title_signs", 20, FORM, "two_sources", "汉字和全角符号算 1，半角字母、数字、符号算半个")
TEXT_SIGNS = _limit("text_signs", 1000, FORM, "two_sources", "话题和 @ 也算在内（话题是否计入没有官方说法）")
PICTURES = _limit("pictures", 18, FORM, "two_sources", "图文笔记 1 到 18 张")
PICTURE_BYTES = _limit("picture_bytes", 32_000_000, FORM, "inferred", "没有官方说法，有工具按 32 MB")
PICTURE_SAFE_BYTES = _limit(
    "picture_safe_bytes", 20_000_000, FORM, "one_source", "有工具按 20 MB，超过时提醒"
)
VIDEO_SECONDS = _limit("video_seconds", 14_400, FORM, "official", "网页上传 4 小时以内", read_on="2026-10-01")
VIDEO_BYTES = _limit(
    "video_bytes", 20_000_000_000, FORM, "official", "网页上传 20 GB 以内", read_on="2026-10-01"
)
VIDEO_SHORT_SIDE = _limit("video_short_side", 720, FORM, "inferred", "建议短边不低于 720，低于时提醒")
TOPICS = _limit("topics", 10, FORM, "two_sources", "两个发布工具都按 10 个，没有官方说法")
TOPIC_SIGNS = _limit("topic_signs", 30, FORM, "inferred")
MENTIONS = _limit("mentions", 10, FORM, "inferred")
COMMENT_SIGNS = _limit("comment_signs", 300, FORM, "inferred", "首条评论的字数")
ADVISED_POSTS_PER_DAY = _limit(
    "advised_posts_per_day", 3, FORM, "inferred", "平台没有公布，超过时提醒；两篇之间建议隔半小时"
)
SCHEDULE_HOURS = _limit("schedule_hours", 1, FORM, "one_source", "创作中心的定时发布，最早 1 小时后")
SCHEDULE_DAYS = _limit("schedule_days", 14, FORM, "one_source", "创作中心的定时发布，最晚 14 天内")
AUTHORIZATION_MINUTES = _limit("authorization_minutes", 10, ADS, "two_sources", "授权码的有效期")
REFRESH_DAYS = _limit("refresh_days", 30, ADS, "two_sources", "每次续期都换新，重新计时")
REPORT_ROWS = _limit("report_rows", 500, ADS, "two_sources", "报表一页最多的行数")
REPORT_DAYS = _limit("report_days", 30, ADS, "inferred", "笔记报表一次取的天数")
REPORT_CALLS_PER_HOUR = _limit(
    "report_calls_per_hour", 600, ADS, "inferred", "平台没有公布调用上限，先这样自我约束"
)
SHARE_TOKEN_HOURS = _limit("share_token_hours", 24, SHARING, "two_sources", "分享签名的有效期")
PUSH_WINDOW_SECONDS = _limit("push_window_seconds", 900, ADS, "inferred", "推送的时间戳与现在相差的上限")

LIMITS = (
    TITLE_SIGNS,
    TEXT_SIGNS,
    PICTURES,
    PICTURE_BYTES,
    PICTURE_SAFE_BYTES,
    VIDEO_SECONDS,
    VIDEO_BYTES,
    VIDEO_SHORT_SIDE,
    TOPICS,
    TOPIC_SIGNS,
    MENTIONS,
    COMMENT_SIGNS,
    ADVISED_POSTS_PER_DAY,
    SCHEDULE_HOURS,
    SCHEDULE_DAYS,
    AUTHORIZATION_MINUTES,
    REFRESH_DAYS,
    REPORT_ROWS,
    REPORT_DAYS,
    REPORT_CALLS_PER_HOUR,
    SHARE_TOKEN_HOURS,
    PUSH_WINDOW_SECONDS,
)

QUOTAS = (Quota(meter="reports", calls=REPORT_CALLS_PER_HOUR.value, window=timedelta(hours=1), reserve=60),)


def number(settings: Mapping[str, Any], limit: Limit) -> int:
    """The limit for a channel: what its settings say under the limit's key, unless the platform itself has said."""
    own = str(settings.get(limit.key) or "")
    return int(own) if own.isdecimal() and limit.certainty != "official" else limit.value
