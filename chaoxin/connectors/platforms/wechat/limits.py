"""The numbers of the platform, with where they come from and how sure they are."""

from __future__ import annotations

from chaoxin.connectors.manifest import Limit

DRAFT_PAGE = "https://developers.weixin.qq.com/doc/subscription/api/draftbox/draftmanage/api_draft_add"
MATERIAL_PAGE = "https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_addmaterial"
UPLOADIMG_PAGE = "https://developers.weixin.qq.com/doc/subscription/api/material/permanent/api_uploadimage"
PUBLISH_PAGE = "https://developers.weixin.qq.com/doc/subscription/api/public/api_freepublish_submit"
COMMENT_PAGE = "https://developers.weixin.qq.com/doc/service/api/leaving/api_listcomment"
CUSTOM_PAGE = "https://developers.weixin.qq.com/doc/service/guide/product/kf/intro"
QUOTA_PAGE = "https://developers.weixin.qq.com/doc/service/Message_Management/API_Call_Limits.html"
TAG_PAGE = "https://developers.weixin.qq.com/doc/service/api/usermanage/tagging/api_batchtagging"
MASS_PAGE = "https://developers.weixin.qq.com/doc/service/guide/product/message/Batch_Sends.html"
DATACUBE_PAGE = "https://developers.weixin.qq.com/doc/subscription/api/wedata/news/api_getarticletotaldetail"
READ_ON = "2026-11-23"
# Constants of publishing tools that people use: AiToEarn at 8bbf520 and yixiaoer-skill at b5b0a51.
TOOLS = "https://github.com/yikart/AiToEarn"

TITLE_ADVISED = Limit("title_advised", 32, DRAFT_PAGE, READ_ON, "official", "字；2025-12-19 起文档为 32")
TITLE = Limit("title", 64, TOOLS, READ_ON, "two_sources", "字；旧文档与多数工具为 64，超过必被拒绝")
PICTURES_TITLE_ADVISED = Limit("pictures_title_advised", 20, TOOLS, READ_ON, "one_source", "字；网页端上限")
PICTURES_TITLE = Limit("pictures_title", 32, DRAFT_PAGE, READ_ON, "official", "字；贴图")
AUTHOR = Limit("author", 16, DRAFT_PAGE, READ_ON, "official", "字")
DIGEST = Limit("digest", 128, DRAFT_PAGE, READ_ON, "official", "字；不填时平台取正文前 54 字")
DIGEST_ADVISED = Limit("digest_advised", 120, TOOLS, READ_ON, "one_source", "字；旧上限")
BODY = Limit("body", 19_999, DRAFT_PAGE, READ_ON, "official", "字符，含排版代码")
BODY_BYTES = Limit("body_bytes", 1_000_000, DRAFT_PAGE, READ_ON, "official", "字节，含排版代码")
PICTURES_TEXT_ADVISED = Limit("pictures_text_advised", 1000, TOOLS, READ_ON, "one_source", "字；贴图的文字")
LINK_BYTES = Limit("link_bytes", 1024, DRAFT_PAGE, READ_ON, "official", "字节；阅读原文")
NEWSPIC_PICTURES = Limit("newspic_pictures", 20, DRAFT_PAGE, READ_ON, "official", "张；第一张是封面")
ARTICLE_PICTURES = Limit("article_pictures", 100, DRAFT_PAGE, READ_ON, "inferred", "张；平台没有公布上限")
BODY_PICTURE_BYTES = Limit(
    "body_picture_bytes", 1_000_000, UPLOADIMG_PAGE, READ_ON, "official", "字节；超过时自动压缩，仅 JPG、PNG"
)
MATERIAL_BYTES = Limit(
    "material_bytes",
    2_000_000,
    MATERIAL_PAGE,
    READ_ON,
    "official",
    "字节；同页又写 10 MB，取小的，超过时自动压缩",
)
COMMENTS_PER_CALL = Limit("comments_per_call", 49, COMMENT_PAGE, READ_ON, "official", "条；50 起被拒绝")
LIST_PER_CALL = Limit("list_per_call", 20, DRAFT_PAGE, READ_ON, "official", "条；草稿、发布列表每页")
REVIEW_SECONDS = Limit(
    "review_seconds", 1800, PUBLISH_PAGE, READ_ON, "inferred", "秒；提交后这么久还看不到，才算没有发布"
)
REPLY_HOURS = Limit("reply_hours", 48, CUSTOM_PAGE, READ_ON, "official", "小时；用户来信后可回复的时间")
REPLIES_PER_MESSAGE = Limit(
    "replies_per_message", 5, CUSTOM_PAGE, READ_ON, "official", "条；每次来信，旧为 20"
)
MESSAGE_BYTES = Limit("message_bytes", 2048, CUSTOM_PAGE, READ_ON, "inferred", "字节；按被动回复的上限")
USERS_PER_CALL = Limit("users_per_call", 100, TAG_PAGE, READ_ON, "two_sources", "人；批量取资料")
TAGGED_PER_CALL = Limit("tagged_per_call", 50, TAG_PAGE, READ_ON, "two_sources", "人；批量打标签")
TAGS = Limit("tags", 100, TAG_PAGE, READ_ON, "two_sources", "个；每个公众号")
TAG_NAME = Limit("tag_name", 30, TAG_PAGE, READ_ON, "two_sources", "字符")
FOLLOWER_DAYS = Limit("follower_days", 7, DATACUBE_PAGE, READ_ON, "two_sources", "天；一次取的粉丝数据")
MASS_KEY_BYTES = Limit(
    "mass_key_bytes",
    32,
    MASS_PAGE,
    READ_ON,
    "two_sources",
    "字节；群发的防重编号，旧文档为 64，实测 36 被拒绝",
)
MASS_PER_DAY = Limit(
    "mass_per_day", 1, MASS_PAGE, READ_ON, "two_sources", "次；已认证公众号（原订阅号）每天群发给全部粉丝"
)
MASS_PER_MONTH = Limit(
    "mass_per_month",
    4,
    MASS_PAGE,
    READ_ON,
    "two_sources",
    "次；服务号每月群发给全部粉丝，每位粉丝也最多收到 4 次",
)
EDITOR_AUTHOR = Limit("editor_author", 8, TOOLS, READ_ON, "one_source", "字；公众平台编辑器里的作者名")

LIMITS: tuple[Limit, ...] = (
    TITLE_ADVISED,
    TITLE,
    PICTURES_TITLE_ADVISED,
    PICTURES_TITLE,
    AUTHOR,
    DIGEST,
    DIGEST_ADVISED,
    BODY,
    BODY_BYTES,
    PICTURES_TEXT_ADVISED,
    LINK_BYTES,
    NEWSPIC_PICTURES,
    ARTICLE_PICTURES,
    BODY_PICTURE_BYTES,
    MATERIAL_BYTES,
    COMMENTS_PER_CALL,
    LIST_PER_CALL,
    REVIEW_SECONDS,
    REPLY_HOURS,
    REPLIES_PER_MESSAGE,
    MESSAGE_BYTES,
    USERS_PER_CALL,
    TAGGED_PER_CALL,
    TAGS,
    TAG_NAME,
    FOLLOWER_DAYS,
    MASS_KEY_BYTES,
    MASS_PER_DAY,
    MASS_PER_MONTH,
    EDITOR_AUTHOR,
)
