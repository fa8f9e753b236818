"""What an account on Kuaishou can do and cannot do, by the interface and by hand."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.wording import said

from .limits import TOPICS

CAPABILITIES = (
    Capability("publish", said("发布视频"), True, said("接口发布要有封面；由人手动发布时视频和图文都可以")),
    Capability("publish_pictures", said("发布图文"), True, said("接口不收图文，只能由人手动发布")),
    Capability("schedule", said("定时发布"), True, said("由本系统到点调用接口或提醒人发布")),
    Capability("topics", said("带话题"), True, said("写在作品描述里，最多 %(topics)s 个", topics=TOPICS)),
    Capability(
        "declaration",
        said("作者声明"),
        True,
        said("接口没有这一项；手动发布时在发布页里选。没有营销推广这一项，要写“广告”二字"),
    ),
    Capability("mentions", said("@ 提醒别人"), True, said("接口发布的 @ 只是文字；手动发布时可以")),
    Capability("visibility", said("限定谁可见"), True, said("接口发布的都是公开作品；手动发布时可以选")),
    Capability(
        "withdraw", said("删除作品"), True, said("要有 user_video_delete 权限；手动发布的要自己到 App 里删")
    ),
    Capability(
        "find_published",
        said("核对是否已经发出"),
        True,
        said("按作品描述比对作品列表；手动发布的凭贴回的链接"),
    ),
    Capability(
        "post_metrics",
        said("作品的播放、点赞、评论数"),
        True,
        said("累计值，要有 user_video_info 权限；没有分享数和完播率"),
    ),
    Capability("account_metrics", said("粉丝数、关注数、作品数"), True, said("当前累计值，没有历史每日数据")),
    Capability("read_comments", said("收评论"), False, said("快手开放平台没有评论接口，请在快手 App 里看")),
    Capability(
        "reply_comments", said("回复评论"), False, said("快手开放平台没有评论接口，请在快手 App 里回复")
    ),
    Capability(
        "messages", said("收私信、回私信"), False, said("快手开放平台没有私信接口，请在快手 App 里回复")
    ),
    Capability(
        "grant_events", said("授权被取消时马上知道"), True, said("须在开放平台的应用里填写本页给出的回调地址")
    ),
    Capability("edit", said("修改已发布的作品"), False, said("快手没有修改接口，要改只能删掉重发")),
    Capability(
        "renewal", said("授权自动续期"), True, said("48 小时一换，由系统自动完成；手动发布的账号不需要授权")
    ),
)

# By which scope the interface allows what, for tokens that say which scopes they have.
SCOPE_OF = {
    "publish": "user_video_publish",
    "withdraw": "user_video_delete",
    "find_published": "user_video_info",
    "post_metrics": "user_video_info",
    "account_metrics": "user_info",
}
NOT_BY_API = {
    "publish_pictures": said("快手接口不收图文，请另外登记一个手动发布的账号"),
    "declaration": said("接口没有这一项。声明要写进作品描述，或发布后到 App 里补选"),
    "mentions": said("接口发布的 @ 只是普通文字，对方收不到提醒"),
    "visibility": said("接口发布的都是公开作品"),
}
NOT_BY_HAND = {
    "withdraw": said("请自己到快手 App 里删除"),
    "find_published": said("系统看不到账号里的作品，以贴回的链接为准"),
    "post_metrics": said("没有授权读不到数据，可以从创作者中心导出后导入"),
    "account_metrics": said("没有授权读不到数据，可以从创作者中心导出后导入"),
    "grant_events": said("手动发布的账号没有授权"),
    "renewal": said("手动发布的账号没有授权，不需要续期"),
}


def capabilities_of(standing: Standing) -> tuple[Capability, ...]:
    """What an account can do: by hand everything but reading and deleting; by the interface what its scopes allow. A
    token that does not say its scopes is taken to have them all."""
    if standing.mode == "assisted":
        return tuple(_without(row, NOT_BY_HAND.get(row.key, "")) for row in CAPABILITIES)
    return tuple(
        _without(row, NOT_BY_API.get(row.key) or _missing_scope(row.key, standing)) for row in CAPABILITIES
    )


def _missing_scope(capability: str, standing: Standing) -> str:
    scope = SCOPE_OF.get(capability, "")
    if not scope or not standing.scopes or scope in standing.scopes:
        return ""
    return said("授权里没有 %(scope)s 权限。请在快手开放平台申请，通过后重新授权", scope=scope)


def _without(row: Capability, reason: str) -> Capability:
    return replace(row, offered=False, note=reason) if reason else row
