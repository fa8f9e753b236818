"""What an account of a certain kind can do.

Whether an account may publish by interface is asked of the platform with every new token and kept as a scope of it;
service account or not is something that no call tells, so that the person connecting says it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from chaoxin.connectors.manifest import Capability, CredentialField, Standing
from chaoxin.connectors.values import Account
from chaoxin.connectors.wording import said

MAY_PUBLISH, DRAFTS_ONLY = "freepublish", "drafts_only"

SUBSCRIPTION, SERVICE, UNVERIFIED, PERSONAL = "subscription", "service", "unverified", "personal"
KINDS: Mapping[str, str] = {
    SUBSCRIPTION: said("公众号（原订阅号），企业已认证"),
    SERVICE: said("服务号，已认证"),
    UNVERIFIED: said("企业或组织主体，还没有认证"),
    PERSONAL: said("个人主体"),
}
KIND_FIELD = CredentialField(
    "account_kind",
    said("账号类型"),
    required=False,
    help=said(
        "在公众平台“设置与开发 → 账号设置”里看。能不能用接口发布由系统直接问微信。"
        "服务号接入后，请在“发布设置”里把额度档位也改成服务号"
    ),
    choices=KINDS,
    verification={
        SUBSCRIPTION: "企业认证",
        SERVICE: "服务号认证",
        UNVERIFIED: "未认证",
        PERSONAL: "个人主体，未认证",
    },
)

BY_HAND = said("发布要在手机或公众平台上点一次，系统看不到结果，贴回文章链接才算数")
NO_INTERFACE = said("没有接入官方接口，系统读不到；需要时可从公众平台导出后导入")
NEEDS_VERIFICATION = said("微信只给已认证的账号这项接口；认证通过后这里会自动变成可用")

DRAFTED: Mapping[str, tuple[bool, str]] = {
    "publish": (True, said("只能自动存入草稿箱，还差一步：由人在手机或公众平台上点“发表”，再把链接贴回来")),
    "schedule": (True, said("到点自动存好草稿并提醒负责人去点“发表”，不能无人值守")),
    "mass_send": (
        False,
        said("微信只给已认证的账号这项接口；认证通过后这里会自动变成可用；可以在发表时自己打开“群发通知”"),
    ),
    "withdraw": (False, said("没有接口权限，请在公众平台“发表记录”里删除")),
    "find_published": (False, BY_HAND),
    "read_comments": (False, said("没有留言接口的权限，请在公众平台“留言”里看")),
    "reply_comments": (False, said("没有留言接口的权限，请在公众平台“留言”里回复")),
    "messages": (True, said("能收（须配置回调）；回复接口只给已认证的账号，请在公众平台“私信”里回复")),
    "post_metrics": (
        False,
        said("微信只给已认证的账号这项接口；认证通过后这里会自动变成可用；现在可从公众平台导出后导入"),
    ),
    "account_metrics": (
        False,
        said("微信只给已认证的账号这项接口；认证通过后这里会自动变成可用；现在可从公众平台导出后导入"),
    ),
    "tags": (False, NEEDS_VERIFICATION),
}
DECLARED: Mapping[str, tuple[bool, str]] = {
    "publish": (True, said("系统备好标题、正文、图片和封面，由人在手机或公众平台上发表，再把链接贴回来")),
    "schedule": (True, said("到点提醒负责人去发，不能无人值守")),
    "mass_send": (True, said("发表时由人打开“群发通知”，次数由微信限制")),
    "pictures": (True, said("由人按顺序插入")),
    "video": (False, said("这里只备图文和贴图；视频请在公众平台或视频号助手发布")),
    "original": (True, said("发表时由人声明原创、选择创作来源")),
    "edit": (False, said("请在公众平台“发表记录”里修改")),
    "withdraw": (False, said("请在公众平台“发表记录”里删除")),
    "find_published": (False, BY_HAND),
    "renewal": (True, said("没有授权，也就不会过期")),
    **dict.fromkeys(("read_comments", "reply_comments", "messages", "follow_events"), (False, NO_INTERFACE)),
    **dict.fromkeys(("post_metrics", "account_metrics", "tags"), (False, NO_INTERFACE)),
}
MASS_QUOTA: Mapping[str, str] = {
    SUBSCRIPTION: said("每天 1 次，和公众平台网页共用；群发给标签另计，但每位粉丝每月最多收到 4 次"),
    SERVICE: said("群发给全部粉丝每月 4 次，和公众平台网页共用；每位粉丝每月最多收到 4 次"),
}


def drafts_only(standing: Standing) -> bool:
    """Whether the account can do no more than fill its draft box. What the platform said goes before what a person
    said."""
    if standing.scopes & {MAY_PUBLISH, DRAFTS_ONLY}:
        return MAY_PUBLISH not in standing.scopes
    return standing.settings.get("account_kind") in (UNVERIFIED, PERSONAL)


def may_only_draft(account: Account) -> bool:
    """Whether the platform has said so of this account."""
    return account.token is not None and DRAFTS_ONLY in account.token.scopes


def capabilities_of(standing: Standing, whole: tuple[Capability, ...]) -> tuple[Capability, ...]:
    """The platform's capabilities as they are for this account."""
    if standing.mode == "assisted":
        return _changed(whole, DECLARED)
    if drafts_only(standing):
        return _changed(whole, DRAFTED)
    quota = MASS_QUOTA.get(str(standing.settings.get("account_kind") or ""))
    return _changed(whole, {"mass_send": (True, quota)} if quota else {})


def _changed(
    whole: tuple[Capability, ...], changes: Mapping[str, tuple[bool, str]]
) -> tuple[Capability, ...]:
    return tuple(
        replace(row, offered=changes[row.key][0], note=changes[row.key][1]) if row.key in changes else row
        for row in whole
    )
