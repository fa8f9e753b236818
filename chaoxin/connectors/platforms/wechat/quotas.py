"""How often an account may call, by its kind and size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from chaoxin.connectors.manifest import Quota
from chaoxin.connectors.wording import said

from .limits import MASS_PER_DAY, MASS_PER_MONTH
from .sending import PUBLISH, SEND_TO, TO_ALL

DAY = timedelta(days=1)
# Windows have a fixed length; the platform counts calendar months and has the last word (45028).
MONTH = timedelta(days=30)

# An account with more than 100,000 followers is given more calls; how many, only its backend says, so that these
# profiles leave the counting to the platform (45009).
PROFILE_SERVICE = "service"
PROFILE_RAISED = "raised"
PROFILE_RAISED_SERVICE = "raised_service"
PROFILES: Mapping[str, str] = {
    "default": said("公众号（原订阅号），新账号的公开额度"),
    PROFILE_SERVICE: said("服务号，新账号的公开额度"),
    PROFILE_RAISED: said("公众号，粉丝超过 10 万（额度由微信计算）"),
    PROFILE_RAISED_SERVICE: said("服务号，粉丝超过 10 万（额度由微信计算）"),
}

# Daily calls of a newly registered account by the platform's page API_Call_Limits; stable_token by its own page.
# Comments: 10,000 a day by one answer on the developers' forum. Statistics: no published number.
CALLS: tuple[Quota, ...] = (
    Quota("token", 500_000, DAY),
    Quota("token", 10_000, timedelta(minutes=1)),
    Quota("upload", 100_000, DAY),
    Quota("draft_add", 1_000, DAY),
    Quota("draft_get", 500, DAY),
    Quota("draft_delete", 1_000, DAY),
    Quota("publish_submit", 100, DAY, published=True, only_for={SEND_TO: PUBLISH}),
    Quota("publish_get", 100, DAY, reserve=20),
    Quota("publish_article", 100, DAY, reserve=20),
    Quota("publish_list", 100, DAY, reserve=20),
    Quota("publish_delete", 10, DAY),
    Quota("mass_call", 100, DAY),
    Quota("mass_call", 60, timedelta(minutes=1)),
    Quota("mass_get", 100, DAY, reserve=20),
    Quota("mass_delete", 10, DAY),
    Quota("comments", 10_000, DAY, reserve=500),
    Quota("comment_reply", 10_000, DAY),
    Quota("message_send", 500_000, DAY),
    Quota("followers", 500, DAY, reserve=50),
    Quota("follower_info", 5_000_000, DAY),
    Quota("tags", 1_000, DAY),
    Quota("statistics", 1_000, DAY),
)
# Counted when the platform has taken a mass message, not when it is asked to, so that a refused try costs none.
OF_SUBSCRIPTION = Quota("mass_all", MASS_PER_DAY.value, DAY, published=True, only_for={SEND_TO: TO_ALL})
OF_SERVICE = Quota("mass_all", MASS_PER_MONTH.value, MONTH, published=True, only_for={SEND_TO: TO_ALL})

QUOTAS: tuple[Quota, ...] = (
    *CALLS,
    OF_SUBSCRIPTION,
    *(replace(quota, profile=PROFILE_SERVICE) for quota in (*CALLS, OF_SERVICE)),
    *(replace(quota, profile=PROFILE_RAISED) for quota in (CALLS[0], OF_SUBSCRIPTION)),
    *(replace(quota, profile=PROFILE_RAISED_SERVICE) for quota in (CALLS[0], OF_SERVICE)),
)

METERS: Mapping[str, str] = {
    "token": said("取接口凭证"),
    "upload": said("上传图片"),
    "draft_add": said("新建草稿"),
    "draft_get": said("查草稿"),
    "draft_delete": said("删草稿"),
    "publish_submit": said("提交发布"),
    "publish_get": said("查发布状态"),
    "publish_article": said("查已发文章"),
    "publish_list": said("查发布列表"),
    "publish_delete": said("删已发文章"),
    "mass_call": said("提交群发"),
    "mass_get": said("查群发状态"),
    "mass_delete": said("删已群发的文章"),
    "mass_all": said("群发给全部粉丝"),
    "comments": said("读留言"),
    "comment_reply": said("回复留言"),
    "message_send": said("回复私信"),
    "followers": said("取粉丝列表"),
    "follower_info": said("取粉丝资料"),
    "tags": said("粉丝标签"),
    "statistics": said("读数据"),
}
