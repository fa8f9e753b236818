"""The numbers of Channels, each with its source and the day it was read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from chaoxin.connectors.manifest import Limit

READ_ON = "2026-11-23"
CONSTANTS_READ_ON = "2026-08-11"
FORM = "https://channels.weixin.qq.com"


def _limit(
    key: str, value: int, certainty: str, note: str = "", *, read_on: str = READ_ON, source: str = FORM
) -> Limit:
    return Limit(key=key, value=value, source=source, read_on=read_on, certainty=certainty, note=note)


TITLE_LEAST = _limit("title_least", 6, "two_sources", "短标题至少 6 个字，也可以不填")
TITLE_MOST = _limit("title_most", 16, "two_sources")
PICTURES_TITLE_MOST = _limit("pictures_title_most", 50, "one_source", "图片动态的标题，只有一个工具这样写")
TEXT_SIGNS = _limit("text_signs", 1000, "two_sources", "描述，话题和 @ 也算在内")
PICTURES = _limit("pictures", 9, "two_sources", "两个工具按 9 张，有的账号可以 18 张")
PICTURE_BYTES = _limit("picture_bytes", 20_000_000, "one_source")
VIDEO_LEAST_SECONDS = _limit("video_least_seconds", 3, "official", read_on=CONSTANTS_READ_ON)
VIDEO_SECONDS = _limit(
    "video_seconds", 7_200, "official", "一般账号 2 小时；开通长视频的 8 小时", read_on=CONSTANTS_READ_ON
)
VIDEO_BYTES = _limit(
    "video_bytes", 4_000_000_000, "official", "一般账号 4 GB；开通长视频的 20 GB", read_on=CONSTANTS_READ_ON
)
EXTENDED_SECONDS = _limit("extended_seconds", 28_800, "official", read_on=CONSTANTS_READ_ON)
EXTENDED_BYTES = _limit("extended_bytes", 20_000_000_000, "official", read_on=CONSTANTS_READ_ON)
VIDEO_RATIO = _limit("video_ratio", 3, "official", "宽高比在 1:3 到 3:1 之间", read_on=CONSTANTS_READ_ON)
VIDEO_SHORT_SIDE = _limit(
    "video_short_side", 720, "official", "建议值，低于时提醒", read_on=CONSTANTS_READ_ON
)
FRAME_RATE = _limit("frame_rate", 60, "official", "建议值，高于时提醒", read_on=CONSTANTS_READ_ON)
BIT_RATE = _limit("bit_rate", 10_000_000, "official", "建议值，高于时提醒", read_on=CONSTANTS_READ_ON)
TOPICS = _limit("topics", 10, "one_source")
TOPICS_SAFE = _limit("topics_safe", 3, "one_source", "较早的工具按 3 个，超过时提醒")
TOPIC_SIGNS = _limit("topic_signs", 30, "inferred")
MENTIONS = _limit("mentions", 10, "inferred")
ADVISED_POSTS_PER_DAY = _limit("advised_posts_per_day", 3, "inferred", "平台没有公布，超过时提醒")
SCHEDULE_DAYS = _limit("schedule_days", 15, "one_source", "视频号助手的定时发布")

LIMITS = (
    TITLE_LEAST,
    TITLE_MOST,
    PICTURES_TITLE_MOST,
    TEXT_SIGNS,
    PICTURES,
    PICTURE_BYTES,
    VIDEO_LEAST_SECONDS,
    VIDEO_SECONDS,
    VIDEO_BYTES,
    EXTENDED_SECONDS,
    EXTENDED_BYTES,
    VIDEO_RATIO,
    VIDEO_SHORT_SIDE,
    FRAME_RATE,
    BIT_RATE,
    TOPICS,
    TOPICS_SAFE,
    TOPIC_SIGNS,
    MENTIONS,
    ADVISED_POSTS_PER_DAY,
    SCHEDULE_DAYS,
)
EXTENDED = "extended"


def number(settings: Mapping[str, Any], limit: Limit) -> int:
    """The limit for a channel: what its settings say under the limit's key, unless the platform itself has said."""
    own = str(settings.get(limit.key) or "")
    return int(own) if own.isdecimal() and limit.certainty != "official" else limit.value


def video_most(settings: Mapping[str, Any]) -> tuple[int, int]:
    """Seconds and octets of the longest and largest video, by the rights that the person says the account has."""
    if settings.get("video_rights") == EXTENDED:
        return EXTENDED_SECONDS.value, EXTENDED_BYTES.value
    return VIDEO_SECONDS.value, VIDEO_BYTES.value
