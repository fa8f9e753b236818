"""The numbers of the platform, with where they come from and how sure they are."""

from __future__ import annotations

from datetime import timedelta

from chaoxin.connectors.manifest import Limit, Quota
from chaoxin.connectors.wording import said

SEND_PAGE = "https://developer.work.weixin.qq.com/document/path/92135"
SITE = "https://developer.work.weixin.qq.com/document/"
READ_ON = "2026-11-23"

TEXT_BYTES = Limit("text_bytes", 4000, SEND_PAGE, READ_ON, "official", "字节；一个汉字占 3 字节")
ATTACHMENTS = Limit("attachments", 9, SEND_PAGE, READ_ON, "official", "个；图片、链接、小程序、视频合计")
CUSTOMERS_PER_TASK = Limit("customers_per_task", 10_000, SEND_PAGE, READ_ON, "official", "个客户；每次群发")
CHATS_PER_TASK = Limit("chats_per_task", 2_000, SEND_PAGE, READ_ON, "official", "个客户群；每次群发")
TAGS_PER_TASK = Limit("tags_per_task", 100, SEND_PAGE, READ_ON, "inferred", "个标签；每次群发")
RECEIVED_PER_MONTH = Limit(
    "received_per_month",
    31,
    SEND_PAGE,
    READ_ON,
    "official",
    "次；每个客户、每个群每月最多收到的群发数等于当月天数，2025-11-17 改版前为每月 4 次",
)
RECEIVED_PER_WEEK = Limit(
    "received_per_week", 7, SEND_PAGE, READ_ON, "official", "次；管理员改为按周计算时每个客户每周"
)
RECEIVED_PER_DAY = Limit(
    "received_per_day", 1, SEND_PAGE, READ_ON, "official", "次；管理员改为按天计算时每个客户每天"
)
LINK_TITLE_BYTES = Limit(
    "link_title_bytes", 128, SITE, READ_ON, "one_source", "字节；链接卡片标题，按欢迎语的文档"
)
LINK_TEXT_BYTES = Limit("link_text_bytes", 512, SEND_PAGE, READ_ON, "two_sources", "字节；链接卡片描述")
LINK_BYTES = Limit("link_bytes", 2048, SEND_PAGE, READ_ON, "inferred", "字节；链接地址")
MINI_TITLE_BYTES = Limit("mini_title_bytes", 64, SEND_PAGE, READ_ON, "two_sources", "字节；小程序卡片标题")
PICTURE_BYTES = Limit(
    "picture_bytes",
    2_000_000,
    SITE,
    READ_ON,
    "two_sources",
    "字节；新文档写 10 MB，只有一处，取旧文档的 2 MB，超过时自动压缩；仅 JPG、PNG",
)
ADDRESS_PICTURES_PER_DAY = Limit(
    "address_pictures_per_day", 100, SITE, READ_ON, "one_source", "张；链接卡片封面，每个企业每天"
)
VIDEO_BYTES = Limit("video_bytes", 10_000_000, SITE, READ_ON, "two_sources", "字节；仅 MP4")
SMALLEST_FILE_BYTES = Limit("smallest_file_bytes", 6, SITE, READ_ON, "two_sources", "字节；必须大于 5")
MEDIA_DAYS = Limit("media_days", 3, SITE, READ_ON, "two_sources", "天；上传的素材多久失效")
REMINDERS_PER_DAY = Limit("reminders_per_day", 3, SEND_PAGE, READ_ON, "two_sources", "次；24 小时内提醒成员")
LIST_PER_CALL = Limit("list_per_call", 100, SITE, READ_ON, "two_sources", "条；群发记录每页")
RESULTS_PER_CALL = Limit("results_per_call", 1000, SITE, READ_ON, "two_sources", "条；群发结果每页")
LIST_DAYS = Limit("list_days", 30, SITE, READ_ON, "two_sources", "天；一次能查的群发记录，文档为一个月")
LISTING_SECONDS = Limit(
    "listing_seconds", 120, SITE, READ_ON, "inferred", "秒；创建后这么久还不在群发记录里，才算没有创建"
)
PATIENCE_DAYS = Limit(
    "patience_days",
    7,
    SEND_PAGE,
    READ_ON,
    "inferred",
    "天；成员一直不确认，这么久后请人来看；平台没有公布期限",
)
MEMBERS_PER_CALL = Limit("members_per_call", 100, SITE, READ_ON, "two_sources", "人；群主过滤每次")
CUSTOMERS_PER_CALL = Limit("customers_per_call", 100, SITE, READ_ON, "two_sources", "个；批量取客户每页")
CHATS_PER_CALL = Limit("chats_per_call", 1000, SITE, READ_ON, "two_sources", "个；客户群列表每页")
STATISTICS_SPAN_DAYS = Limit("statistics_span_days", 30, SITE, READ_ON, "two_sources", "天；一次取的统计")
STATISTICS_DAYS = Limit(
    "statistics_days", 60, SITE, READ_ON, "one_source", "天；能往回取多久，另一处写 180 天"
)
TAGS = Limit("tags", 3000, SITE, READ_ON, "two_sources", "个；企业客户标签")
TAG_NAME = Limit("tag_name", 30, SITE, READ_ON, "two_sources", "字；标签名")
TOKEN_CALLS_PER_HOUR = Limit(
    "token_calls_per_hour", 300, SITE, READ_ON, "one_source", "次；旧文档，每个 IP 取凭证"
)

LIMITS: tuple[Limit, ...] = (
    TEXT_BYTES,
    ATTACHMENTS,
    CUSTOMERS_PER_TASK,
    CHATS_PER_TASK,
    TAGS_PER_TASK,
    RECEIVED_PER_MONTH,
    RECEIVED_PER_WEEK,
    RECEIVED_PER_DAY,
    LINK_TITLE_BYTES,
    LINK_TEXT_BYTES,
    LINK_BYTES,
    MINI_TITLE_BYTES,
    PICTURE_BYTES,
    ADDRESS_PICTURES_PER_DAY,
    VIDEO_BYTES,
    SMALLEST_FILE_BYTES,
    MEDIA_DAYS,
    REMINDERS_PER_DAY,
    LIST_PER_CALL,
    RESULTS_PER_CALL,
    LIST_DAYS,
    LISTING_SECONDS,
    PATIENCE_DAYS,
    MEMBERS_PER_CALL,
    CUSTOMERS_PER_CALL,
    CHATS_PER_CALL,
    STATISTICS_SPAN_DAYS,
    STATISTICS_DAYS,
    TAGS,
    TAG_NAME,
    TOKEN_CALLS_PER_HOUR,
)

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)

# How the administrator has set what one customer may receive. The platform counts by customer, a quota by account: the
# two strict profiles are right for an account whose messages all go to the same customers.
PROFILE_DAILY, PROFILE_WEEKLY, PROFILE_OLDER = "daily", "weekly", "older"

METERS = {
    "token": said("取接口凭证"),
    "agent": said("查应用与成员"),
    "upload": said("上传素材"),
    "mass_send": said("创建群发"),
    "mass_read": said("查群发结果"),
    "mass_stop": said("停止群发、提醒成员"),
    "customers": said("读客户"),
    "tags": said("客户标签"),
    "groups": said("读客户群"),
    "statistics": said("读统计"),
}


def _base(meter: str, per_minute: int, per_hour: int, profile: str = "default") -> tuple[Quota, Quota]:
    return (
        Quota(meter, per_minute, MINUTE, profile=profile),
        Quota(meter, per_hour, HOUR, reserve=per_hour // 50, profile=profile),
    )


# Per corp and call: 10,000 a minute and 150,000 an hour; earlier 1,000 and 30,000 (the page on frequencies).
QUOTAS: tuple[Quota, ...] = (
    *(quota for meter in METERS for quota in _base(meter, 10_000, 150_000)),
    *(quota for meter in METERS for quota in _base(meter, 1_000, 30_000, PROFILE_OLDER)),
    Quota("mass_send", RECEIVED_PER_DAY.value, DAY, profile=PROFILE_DAILY, published=True),
    Quota("mass_send", RECEIVED_PER_WEEK.value, 7 * DAY, profile=PROFILE_WEEKLY, published=True),
)
