"""Who may do what: one table of rights by role. Rights are `noun.verb` words used by doors and access functions."""

from __future__ import annotations

from django.db import models


class Role(models.TextChoices):
    OWNER = "owner", "所有者"
    LEAD = "lead", "运营负责人"
    EDITOR = "editor", "内容编辑"
    REVIEWER = "reviewer", "审核人"
    ANSWER_GIVER = "answer_giver", "客服回复"
    ANALYST = "analyst", "数据分析"
    VIEWER = "viewer", "只读成员"


RIGHTS: dict[str, str] = {
    "workspace.read": "查看工作区",
    "workspace.change": "修改工作区设置",
    "member.manage": "管理成员与邀请",
    "audit.read": "查看审计记录",
    "system.read": "查看系统状态",
    "token.own": "管理自己的访问令牌",
    "channel.read": "查看账号",
    "channel.connect": "接入与重新授权账号",
    "channel.change": "修改账号设置与分组",
    "goal.read": "查看目标",
    "goal.change": "制定目标与战役",
    "draft.read": "查看稿件",
    "draft.write": "写稿与改稿",
    "draft.approve": "审核稿件",
    "compliance.read": "查看合规规则与记录",
    "compliance.change": "修改审核流程与规则",
    "compliance.override": "放行被拦截的内容",
    "delivery.read": "查看投放",
    "delivery.schedule": "排期、改期、取消投放",
    "delivery.freeze": "冻结与解冻投放",
    "inbox.read": "查看消息",
    "inbox.answer": "回复消息",
    "inbox.assign": "分派消息",
    "audience.read": "查看用户",
    "audience.change": "修改用户资料与标签",
    "analytics.read": "查看数据",
    "analytics.change": "写复盘与导入数据",
}

_READ = {
    "workspace.read",
    "channel.read",
    "goal.read",
    "draft.read",
    "compliance.read",
    "delivery.read",
    "analytics.read",
}
_MEMBER = _READ | {"token.own", "inbox.read", "audience.read"}
_EDITOR = _MEMBER | {"draft.write", "delivery.schedule"}
_LEAD = (
    _EDITOR
    | {"channel.change", "goal.change", "draft.approve", "compliance.change", "compliance.override"}
    | {"delivery.freeze", "inbox.answer", "inbox.assign", "audience.change", "analytics.change"}
    | {"audit.read", "system.read"}
)

RIGHTS_BY_ROLE: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset(RIGHTS),
    Role.LEAD: frozenset(_LEAD),
    Role.EDITOR: frozenset(_EDITOR),
    Role.REVIEWER: frozenset(
        _MEMBER | {"draft.approve", "compliance.override", "delivery.freeze", "audit.read"}
    ),
    Role.ANSWER_GIVER: frozenset(_MEMBER | {"inbox.answer", "inbox.assign", "audience.change"}),
    Role.ANALYST: frozenset(_MEMBER | {"analytics.change"}),
    Role.VIEWER: frozenset(_READ),
}


def rights_of(role: str) -> frozenset[str]:
    """All rights of a role; KeyError for an unknown one."""
    return RIGHTS_BY_ROLE[role]
