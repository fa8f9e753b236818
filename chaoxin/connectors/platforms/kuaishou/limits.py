"""The numbers of Kuaishou, each with its source, the day it was read, and how sure it is. What is only inferred can be
set otherwise for a channel: the entries of `ADJUSTABLE` among the settings go before."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from chaoxin.connectors.manifest import Limit, Quota
from chaoxin.connectors.wording import said

READ_ON = "2026-11-23"
OPEN_PLATFORM = "https://open.kuaishou.com/platform/openApi"
PUBLISH_PAGE = "https://mp.kuaishou.com/platformDocs/openAbility/contentManagement/createAVideo.html"
CREATOR_CENTRE = "https://cp.kuaishou.com/article/publish/video"

MB = 1_000_000
GB = 1_000_000_000

CAPTION_CHARACTERS = 1000
CAPTION_SAFE_CHARACTERS = 500
TOPICS = 4
VIDEO_SECONDS = 1800
VIDEO_BYTES = 8 * GB
DIRECT_BYTES = 10 * MB
FRAGMENT_BYTES = 8 * 1024 * 1024
COVER_BYTES = 10 * MB
FORM_PICTURES = 20
FORM_PICTURE_BYTES = 20 * MB
LIST_LENGTH = 200
ACCESS_TOKEN_SECONDS = 172_800
REFRESH_TOKEN_SECONDS = 180 * 86_400
CALLS_PER_DAY = 1000
CALLS_FOR_PEOPLE = 300

ADJUSTABLE: Mapping[str, Any] = {
    "oauth_grant_type": "authorization_code",  # the official text says `code`, clients that work say this
    "upload_scheme": "http",
    "direct_upload_bytes": DIRECT_BYTES,
    "fragment_bytes": FRAGMENT_BYTES,
    "finished_upload_minutes": 720,  # how long a finished upload is taken to be good for publishing
    "appear_minutes": 60,  # how long a post may be unreadable behind its publication before it counts as gone
    "push_window_seconds": 900,  # how far the time in a push may be from now
    "pending_again_is_limited": True,  # whether a public post that turns pending is one that nobody sees meanwhile
    "caption_characters": CAPTION_CHARACTERS,
    "video_seconds": VIDEO_SECONDS,
    "form_pictures": FORM_PICTURES,
    "app_url": "kwai://",
}


def adjusted(settings: Mapping[str, Any], key: str) -> Any:
    """The value of an adjustable number or word for a channel with these settings; in the type of its default."""
    default = ADJUSTABLE[key]
    given = settings.get(key)
    return default if given in (None, "") else type(default)(given)


def _limit(key: str, value: int, source: str, certainty: str, note: str = "") -> Limit:
    return Limit(key=key, value=value, source=source, read_on=READ_ON, certainty=certainty, note=note)


ADVISED_POSTS_PER_DAY = _limit(
    "advised_posts_per_day", 5, OPEN_PLATFORM, "inferred", "平台没有公布合适的条数，超过时提醒"
)
LIMITS = (
    _limit(
        "caption_characters",
        CAPTION_CHARACTERS,
        CREATOR_CENTRE,
        "two_sources",
        "没有官方数字；两个第三方工具都按 1000 字截止，话题也算在内",
    ),
    _limit(
        "caption_safe_characters",
        CAPTION_SAFE_CHARACTERS,
        CREATOR_CENTRE,
        "one_source",
        "有工具按 500 字截止，超过时提醒",
    ),
    _limit("topics", TOPICS, CREATOR_CENTRE, "two_sources", "没有官方数字；两个第三方工具都只放 4 个"),
    _limit(
        "video_seconds",
        VIDEO_SECONDS,
        CREATOR_CENTRE,
        "two_sources",
        "创作者中心写 30 分钟；接口没有写明，按同样处理",
    ),
    _limit(
        "video_bytes",
        VIDEO_BYTES,
        CREATOR_CENTRE,
        "one_source",
        "创作者中心写 8 GB；接口没有写明，按同样处理",
    ),
    _limit(
        "direct_upload_bytes", DIRECT_BYTES, PUBLISH_PAGE, "official", "不超过 10 MB 可以一次上传，更大的分片"
    ),
    _limit(
        "fragment_bytes", FRAGMENT_BYTES, PUBLISH_PAGE, "inferred", "平台建议每片不超过 10 MB，这里取 8 MiB"
    ),
    _limit(
        "cover_bytes", COVER_BYTES, PUBLISH_PAGE, "one_source", "接口必须带封面；10 MB 是第三方工具的上限"
    ),
    _limit("form_pictures", FORM_PICTURES, CREATOR_CENTRE, "one_source", "网页上的图文；App 里可能更多"),
    _limit("form_picture_bytes", FORM_PICTURE_BYTES, CREATOR_CENTRE, "one_source"),
    _limit("list_length", LIST_LENGTH, OPEN_PLATFORM, "two_sources", "作品列表每页最多 200 条"),
    _limit("access_token_seconds", ACCESS_TOKEN_SECONDS, OPEN_PLATFORM, "two_sources", "48 小时，以应答为准"),
    _limit(
        "refresh_token_seconds",
        REFRESH_TOKEN_SECONDS,
        OPEN_PLATFORM,
        "two_sources",
        "180 天，每次续期都换新的",
    ),
    ADVISED_POSTS_PER_DAY,
    _limit(
        "calls_per_day",
        CALLS_PER_DAY,
        OPEN_PLATFORM,
        "two_sources",
        "每个账号在每个接口上每天（错误码 100100402）",
    ),
    _limit(
        "application_calls_per_day",
        100_000,
        OPEN_PLATFORM,
        "two_sources",
        "每个应用在每个接口上每天，所有账号共用",
    ),
    _limit(
        "appear_minutes",
        60,
        PUBLISH_PAGE,
        "inferred",
        "发布后查不到作品，先当作还没出现；超过这么久算没有通过",
    ),
)

METERS: Mapping[str, str] = {
    "user": said("查账号资料"),
    "upload": said("申请上传"),
    "publish": said("发布作品"),
    "photo_info": said("查单个作品"),
    "photo_list": said("查作品列表"),
    "photo_count": said("查作品数"),
    "photo_delete": said("删除作品"),
}

# Reading in the background leaves room for what people do: the identity is asked before each post, each post looked at.
_READ_IN_BACKGROUND = frozenset({"user", "photo_info", "photo_list", "photo_count"})

QUOTAS = tuple(
    Quota(
        meter=meter,
        calls=CALLS_PER_DAY,
        window=timedelta(days=1),
        reserve=CALLS_FOR_PEOPLE if meter in _READ_IN_BACKGROUND else 0,
        published=meter == "publish",
    )
    for meter in METERS
)
