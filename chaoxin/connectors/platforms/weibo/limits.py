"""The numbers of Weibo, each with its source and the day it was read."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import Limit, Quota

READ_ON = "2026-11-23"
SHARE_PAGE = "https://open.weibo.com/wiki/2/statuses/share"
RATE_PAGE = "https://open.weibo.com/wiki/Rate-limiting"
TIMELINE_PAGE = "https://open.weibo.com/wiki/2/statuses/user_timeline"
MESSAGE_PAGE = "https://open.weibo.com/wiki/发送客服消息"
PUSH_PAGE = "https://open.weibo.com/wiki/接收事件推送"
SDK = "https://github.com/qqxadyy/weibo-openapi-4java"

TEXT_CHARACTERS = 140
TEXT_SAFE_CHARACTERS = 130
PICTURES = 1
PICTURE_BYTES = 5 * 1024 * 1024
REPLY_CHARACTERS = 140
MESSAGE_CHARACTERS = 300
MESSAGE_WINDOW_HOURS = 48
TIMELINE_POSTS = 5
PUBLISH_DELAY_SECONDS = 120
COUNT_IDS = 100
LIST_LENGTH = 50

CALLS_PER_DAY = 100
CALLS_FOR_PEOPLE = 40
POSTS_PER_HOUR = 30

PROFILE_NEWEST = "default"
PROFILE_PARTNER = "partner"


def _limit(key: str, value: int, source: str, certainty: str, note: str = "") -> Limit:
    return Limit(key=key, value=value, source=source, read_on=READ_ON, certainty=certainty, note=note)


OF_INTERFACE = (
    _limit(
        "text_characters",
        TEXT_CHARACTERS,
        SHARE_PAGE,
        "official",
        "汉字算 1 个，两个半角字符算 1 个，链接计入字数",
    ),
    _limit(
        "text_safe_characters", TEXT_SAFE_CHARACTERS, SDK, "one_source", "实际截断略早于 140，超过 130 时提醒"
    ),
    _limit("pictures", PICTURES, SHARE_PAGE, "official", "分享接口只收一张图"),
    _limit("picture_bytes", PICTURE_BYTES, SHARE_PAGE, "official", "小于 5 MB 的 JPEG、GIF、PNG"),
    _limit(
        "reply_characters", REPLY_CHARACTERS, "https://open.weibo.com/wiki/2/comments/reply", "two_sources"
    ),
    _limit("message_characters", MESSAGE_CHARACTERS, MESSAGE_PAGE, "two_sources"),
    _limit(
        "message_window_hours",
        MESSAGE_WINDOW_HOURS,
        MESSAGE_PAGE,
        "two_sources",
        "从对方最近一次发消息、关注、订阅、点菜单或扫码算起；@ 之后只能回 1 条；取消关注后不能再发",
    ),
    _limit("timeline_posts", TIMELINE_POSTS, TIMELINE_PAGE, "one_source", "只能读到自己最近 5 条微博"),
    _limit(
        "publish_delay_seconds",
        PUBLISH_DELAY_SECONDS,
        "https://open.weibo.com/wiki/Error_code",
        "two_sources",
        "错误码 20032：已接收，一到两分钟后才看得到",
    ),
    _limit(
        "count_ids",
        COUNT_IDS,
        "https://open.weibo.com/wiki/2/statuses/count",
        "two_sources",
        "每次最多查 100 条",
    ),
    _limit("calls_per_day", CALLS_PER_DAY, RATE_PAGE, "official", "每个授权账号在一个应用里的所有调用合计"),
    _limit("posts_per_hour", POSTS_PER_HOUR, RATE_PAGE, "two_sources"),
    _limit("server_calls_per_hour", 15_000, RATE_PAGE, "official", "按服务器 IP 计，所有账号共用"),
    _limit(
        "unaudited_app_users",
        15,
        "https://open.weibo.com/wiki/测试用户",
        "inferred",
        "未过审的应用只能授权给测试账号",
    ),
)

# The web form names no limits; these are the constants of publishing tools that people use.
TOOLS = "https://github.com/yikart/AiToEarn"
WEB_CHARACTERS = _limit("web_characters", 2000, TOOLS, "two_sources", "字；网页和手机上的微博、视频正文")
WEB_TITLE = _limit(
    "web_title", 30, TOOLS, "one_source", "字；视频和头条文章的标题，另有工具写 32、80，取小的"
)
WEB_PICTURES = _limit("web_pictures", 9, TOOLS, "two_sources", "张；一条微博")
WEB_PICTURES_MOST = _limit("web_pictures_most", 18, "https://weibo.com/", "inferred", "张；部分账号")
WEB_PICTURE_BYTES = _limit("web_picture_bytes", 20_000_000, "https://weibo.com/", "inferred", "字节；每张")
ARTICLE_CHARACTERS = _limit("article_characters", 50_000, TOOLS, "one_source", "字；头条文章正文")
ARTICLE_PICTURES = _limit("article_pictures", 100, "https://weibo.com/", "inferred", "张；没有公布上限")
TOPICS = _limit("topics", 10, "https://weibo.com/", "inferred", "个；没有公布上限")
TOPIC_CHARACTERS = _limit("topic_characters", 32, "https://weibo.com/", "inferred", "字；没有公布上限")

LIMITS = (
    *OF_INTERFACE,
    WEB_CHARACTERS,
    WEB_TITLE,
    WEB_PICTURES,
    WEB_PICTURES_MOST,
    WEB_PICTURE_BYTES,
    ARTICLE_CHARACTERS,
    ARTICLE_PICTURES,
    TOPICS,
    TOPIC_CHARACTERS,
)

# The newest text of the platform allows so few calls that reading in the background has to leave room
# for publishing and answering.
QUOTAS = (
    Quota(
        meter="calls",
        calls=CALLS_PER_DAY,
        window=timedelta(days=1),
        reserve=CALLS_FOR_PEOPLE,
        profile=PROFILE_NEWEST,
    ),
    Quota(
        meter="posts", calls=POSTS_PER_HOUR, window=timedelta(hours=1), profile=PROFILE_NEWEST, published=True
    ),
    Quota(meter="calls", calls=1_000, window=timedelta(hours=1), reserve=200, profile=PROFILE_PARTNER),
    Quota(
        meter="posts",
        calls=POSTS_PER_HOUR,
        window=timedelta(hours=1),
        profile=PROFILE_PARTNER,
        published=True,
    ),
    Quota(meter="comments", calls=60, window=timedelta(hours=1), profile=PROFILE_PARTNER),
    Quota(meter="messages", calls=60, window=timedelta(hours=1), profile=PROFILE_PARTNER),
)
