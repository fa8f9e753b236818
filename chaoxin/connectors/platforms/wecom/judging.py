"""What a corp can do and cannot do, by what is known of its application."""

from __future__ import annotations

from dataclasses import replace

from chaoxin.connectors.manifest import Capability, Standing
from chaoxin.connectors.wording import said

CAPABILITIES = (
    Capability(
        "publish",
        said("客户群发、客户群群发"),
        True,
        said("接口创建任务，成员在企业微信里确认后才会送达；文字可带图片、链接、小程序或视频，附件最多 9 个"),
    ),
    Capability(
        "mass_send",
        said("发给全部客户、带标签的客户或指定的客户"),
        True,
        said("每个客户每月最多收到的群发数等于当月天数；管理员可改为每周 7 次或每天 1 次"),
    ),
    Capability(
        "send_without_member", said("不经成员确认直接发送"), False, said("企业微信不允许，必须由成员点“发送”")
    ),
    Capability("schedule", said("定时创建"), True, said("由本系统到点调用接口；成员何时确认，由成员决定")),
    Capability(
        "withdraw", said("停止未确认的群发"), True, said("只能停止还没有确认的部分，已送达的消息不能撤回")
    ),
    Capability("stop_pending", said("停止等待确认的群发"), True, said("成员还没有点“发送”之前可以整条停止")),
    Capability(
        "find_published",
        said("核对是否已经创建"),
        True,
        said("按文字、附件和发送成员在最近一个月的群发记录里比对"),
    ),
    Capability(
        "file", said("发送文件附件"), False, said("本系统的内容没有文件附件；需要时请成员在企业微信里发送")
    ),
    Capability("moments", said("发布到客户朋友圈"), False, said("本系统还没有接入，请在企业微信里发表")),
    Capability("read_comments", said("收评论"), False, said("群发消息没有评论")),
    Capability("reply_comments", said("回复评论"), False, said("群发消息没有评论")),
    Capability(
        "messages",
        said("收客户私聊、回复私聊"),
        False,
        said("企业微信不通过这些接口开放成员与客户的聊天，请成员在手机上回复"),
    ),
    Capability("follow_events", said("客户添加、流失通知"), True, said("须配置回调")),
    Capability("group_events", said("客户群创建、变更、解散通知"), True, said("须配置回调")),
    Capability(
        "post_metrics", said("群发的送达、未送达与原因"), True, said("按成员逐个读取；客户群只给出已送达的群")
    ),
    Capability(
        "account_metrics",
        said("客户数、客户群数、单聊与群聊统计"),
        True,
        said("统计截至昨日，最多往回取 60 天"),
    ),
    Capability("tags", said("企业客户标签"), True, said("最多 3000 个；接口创建的标签只能由同一个应用修改")),
    Capability("renewal", said("授权自动续期"), True, said("凭证两小时一换，由系统自动完成")),
)

NEED_CONTACT = frozenset(
    {
        "publish",
        "mass_send",
        "schedule",
        "withdraw",
        "stop_pending",
        "find_published",
        "post_metrics",
        "account_metrics",
        "tags",
    }
)
CLOSED = said("这个应用已被停用，请管理员在“应用管理”里启用后重新连接")
NOT_ALLOWED = said(
    "应用没有客户联系的接口权限，请管理员在“客户联系→API→可调用接口的应用”里勾选它，再重新连接"
)
NOBODY = said("应用的可见范围里没有开通客户联系的成员，请管理员调整可见范围和“客户联系→权限配置”，再重新连接")


def judge(standing: Standing) -> tuple[Capability, ...]:
    """The capabilities of an account. Facts that are not known yet stop nothing."""
    reason = _reason(standing)
    if not reason:
        return CAPABILITIES
    return tuple(
        replace(row, offered=False, note=reason) if row.key in NEED_CONTACT else row for row in CAPABILITIES
    )


def _reason(standing: Standing) -> str:
    facts = standing.facts
    if facts.get("agent_closed"):
        return CLOSED
    if facts.get("contact_allowed") is False:
        return NOT_ALLOWED
    return NOBODY if facts.get("contact_members") == 0 else ""
