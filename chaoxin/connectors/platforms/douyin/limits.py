"""The numbers of Douyin, each with its source and the day it was read. What is inferred can be set per channel."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.manifest import Limit, Quota

READ_ON = "2026-11-23"
SITE = "https://developer.open-douyin.com"
UPLOAD_PAGE = "https://open.douyin.com/platform/resource/docs/openapi/video-management/douyin/create/upload"
CREATE_PAGE = (
    f"{SITE}/docs/resource/zh-CN/dop/develop/openapi/video-management/douyin/create-video/video-create"
)
TOKEN_PAGE = f"{SITE}/docs/resource/zh-CN/dop/develop/openapi/account-permission/refresh-token"
MESSAGE_PAGE = f"{SITE}/docs/resource/zh-CN/dop/ability/interaction-management/im"
COMMENT_PAGE = f"{SITE}/docs/resource/zh-CN/dop/develop/openapi/list"
FORM_PAGE = "https://creator.douyin.com/creator-micro/content/upload"

SHARE_PAGE = f"{SITE}/docs/resource/zh-CN/dop/develop/openapi/tools-ability/jump-management/h5-share"

MEGABYTE = 1024 * 1024
TEXT_CHARACTERS = 1000
DIRECT_BYTES = 50 * MEGABYTE
PART_BYTES = 20 * MEGABYTE
PART_BYTES_MIN = 5 * MEGABYTE
PART_BYTES_MAX = 128 * MEGABYTE
VIDEO_BYTES = 4_000_000_000
VIDEO_SECONDS = 15 * 60
UPLOAD_SECONDS = 2 * 3600
PICTURES = 30
PICTURE_BYTES = 20 * MEGABYTE
TOPICS = 5
POSTS_PER_DAY = 75
COMMENT_CHARACTERS = 100
COMMENTS_PER_MINUTE, COMMENTS_PER_HOUR = 5, 50
MESSAGE_CHARACTERS = 1000
MESSAGE_WINDOW_HOURS, MESSAGES_IN_WINDOW = 24, 6
LIST_LENGTH, COMMENT_LIST_LENGTH, REPLY_LIST_LENGTH = 20, 50, 20
ITEMS_AT_ONCE = 50
ACCESS_DAYS, REFRESH_DAYS, RENEWALS = 15, 30, 5
SHARE_TICKET_SECONDS, SHARE_VIDEO_BYTES = 7200, 128 * MEGABYTE

FORM_TITLE_VIDEO, FORM_TITLE_PICTURES, FORM_TEXT = 30, 20, 1000
FORM_PICTURES, FORM_PICTURE_BYTES = 35, 50_000_000
FORM_VIDEO_SECONDS, FORM_VIDEO_BYTES = 3600, 16_000_000_000


def _limit(key: str, value: int, source: str, certainty: str, note: str = "") -> Limit:
    return Limit(key=key, value=value, source=source, read_on=READ_ON, certainty=certainty, note=note)


ADVISED_POSTS_PER_DAY = _limit(
    "advised_posts_per_day", 5, FORM_PAGE, "inferred", "平台没有公布合适的条数，超过时提醒"
)
LIMITS = (
    _limit(
        "text_characters", TEXT_CHARACTERS, CREATE_PAGE, "inferred", "接口文档没有写字数，按创作者中心的上限"
    ),
    _limit(
        "direct_bytes",
        DIRECT_BYTES,
        UPLOAD_PAGE,
        "two_sources",
        "超过 50 MB 建议分片上传，超过 128 MB 必须分片",
    ),
    _limit("part_bytes", PART_BYTES, UPLOAD_PAGE, "two_sources", "每片建议 20 MB，不小于 5 MB"),
    _limit("part_bytes_min", PART_BYTES_MIN, UPLOAD_PAGE, "two_sources"),
    _limit("video_bytes", VIDEO_BYTES, UPLOAD_PAGE, "two_sources", "接口上传最大 4 GB"),
    _limit("video_seconds", VIDEO_SECONDS, UPLOAD_PAGE, "two_sources", "接口上传最长 15 分钟"),
    _limit("upload_seconds", UPLOAD_SECONDS, UPLOAD_PAGE, "two_sources", "分片上传的编号两小时有效"),
    _limit("pictures", PICTURES, CREATE_PAGE, "one_source", "接口图文最多 30 张"),
    _limit("picture_bytes", PICTURE_BYTES, CREATE_PAGE, "one_source", "接口每张不超过 20 MB"),
    _limit("topics", TOPICS, FORM_PAGE, "two_sources", "超过 5 个话题时提醒"),
    ADVISED_POSTS_PER_DAY,
    _limit("posts_per_day", POSTS_PER_DAY, CREATE_PAGE, "one_source", "错误码 2114007，只有一处社区说法"),
    _limit("comment_characters", COMMENT_CHARACTERS, COMMENT_PAGE, "one_source"),
    _limit("comments_per_hour", COMMENTS_PER_HOUR, COMMENT_PAGE, "one_source", "每分钟 5 条、每小时 50 条"),
    _limit("message_characters", MESSAGE_CHARACTERS, MESSAGE_PAGE, "inferred"),
    _limit(
        "message_window_hours", MESSAGE_WINDOW_HOURS, MESSAGE_PAGE, "two_sources", "从对方最近一条私信算起"
    ),
    _limit("messages_in_window", MESSAGES_IN_WINDOW, MESSAGE_PAGE, "two_sources"),
    _limit("access_days", ACCESS_DAYS, TOKEN_PAGE, "official"),
    _limit("refresh_days", REFRESH_DAYS, TOKEN_PAGE, "official"),
    _limit("renewals", RENEWALS, TOKEN_PAGE, "official", "第 5 次延长用完之后，要有人重新授权"),
    _limit(
        "share_ticket_seconds", SHARE_TICKET_SECONDS, SHARE_PAGE, "two_sources", "分享链接的签名两小时有效"
    ),
    _limit(
        "share_video_bytes", SHARE_VIDEO_BYTES, SHARE_PAGE, "official", "从链接打开 App 时视频不超过 128 MB"
    ),
    _limit("form_title_video", FORM_TITLE_VIDEO, FORM_PAGE, "official", "手动发布视频的标题"),
    _limit("form_title_pictures", FORM_TITLE_PICTURES, FORM_PAGE, "two_sources", "手动发布图文的标题"),
    _limit("form_text", FORM_TEXT, FORM_PAGE, "official", "手动发布的作品简介"),
    _limit("form_pictures", FORM_PICTURES, FORM_PAGE, "official"),
    _limit("form_picture_bytes", FORM_PICTURE_BYTES, FORM_PAGE, "official", "不支持 gif"),
    _limit("form_video_seconds", FORM_VIDEO_SECONDS, FORM_PAGE, "official"),
    _limit("form_video_bytes", FORM_VIDEO_BYTES, FORM_PAGE, "official"),
)

QUOTAS = (
    Quota(meter="posts", calls=POSTS_PER_DAY, window=timedelta(days=1), published=True),
    Quota(meter="comments", calls=COMMENTS_PER_MINUTE, window=timedelta(minutes=1)),
    Quota(meter="comments", calls=COMMENTS_PER_HOUR, window=timedelta(hours=1)),
)


def set_number(settings: Mapping[str, Any], key: str, usual: int) -> int:
    """A number that the channel's settings may replace; the usual one where they hold none."""
    value = settings.get(key)
    return value if isinstance(value, int) and not isinstance(value, bool) and value > 0 else usual
