"""What an account of a certain kind can do: by its mode, its verification, the application's permissions and level."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from chaoxin.connectors.manifest import Capability, CredentialField, Standing
from chaoxin.connectors.wording import said

from .limits import PROFILE_PARTNER

HAS, HAS_NOT = "yes", "no"
DELETE_SCOPE = "statuses_destroy"
DELETE_FIELD = CredentialField(
    key="delete_permission",
    label=said("删除微博的权限"),
    required=False,
    help=said("在开放平台“接口管理 → 申请权限”里看有没有 statuses/destroy；微博没有接口能问，所以要你来选"),
    choices={HAS: said("已申请到"), HAS_NOT: said("没有（多数应用）")},
)

NOT_READ = said("没有授权，系统读不到；需要时可从微博后台导出后导入")
DECLARED: Mapping[str, tuple[bool, str]] = {
    "publish": (True, said("最多 2000 字，不要求带链接；由人在手机或网页上发布，再把链接贴回来")),
    "topics": (True, said("写成 #话题#")),
    "many_pictures": (
        True,
        said("最多 9 张图（部分账号 18 张）、视频、头条文章；由人在手机或网页上发布，再把链接贴回来"),
    ),
    "first_comment": (True, said("首评随正文备好，由人在发布后自己发")),
    "schedule": (True, said("到点提醒负责人去发，不能无人值守")),
    "withdraw": (False, said("请在微博 App 里手动删除")),
    "find_published": (False, said("系统看不到结果，贴回的链接才算数")),
    "renewal": (True, said("没有授权，也就不会过期")),
    **dict.fromkeys(("read_comments", "reply_comments", "messages"), (False, NOT_READ)),
    **dict.fromkeys(("post_metrics", "account_metrics"), (False, NOT_READ)),
}


def capabilities_of(standing: Standing, whole: tuple[Capability, ...]) -> tuple[Capability, ...]:
    """The platform's capabilities as they are for this account."""
    changes = DECLARED if standing.mode == "assisted" else dict(_of_interface(standing))
    return tuple(
        replace(row, offered=changes[row.key][0], note=changes[row.key][1]) if row.key in changes else row
        for row in whole
    )


def _of_interface(standing: Standing) -> Iterable[tuple[str, tuple[bool, str]]]:
    told = standing.settings.get("delete_permission")
    if told == HAS or DELETE_SCOPE in standing.scopes:
        yield "withdraw", (True, said("应用有删除权限"))
    elif told == HAS_NOT:
        yield "withdraw", (False, said("应用没有删除权限，请在微博 App 里手动删除，或到开放平台申请"))
    if standing.facts.get("verified") is False:
        yield "messages", (False, said("粉丝服务只给蓝 V，这个账号还没有认证；请先申请企业认证"))
    if standing.settings.get("quota_profile") == PROFILE_PARTNER:
        yield "read_comments", (True, said("按间隔读取，不是实时；合作应用的次数多，可以读得更勤"))
