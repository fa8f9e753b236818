"""Who may do what: one table of rights by role. Rights are `noun.verb` words used by doors and access functions."""

from __future__ import annotations

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    OWNER = "owner", _("所有者")
    LEAD = "lead", _("运营负责人")
    EDITOR = "editor", _("内容编辑")
    REVIEWER = "reviewer", _("审核人")
    ANSWER_GIVER = "answer_giver", _("客服回复")
    ANALYST = "analyst", _("数据分析")
    VIEWER = "viewer", _("只读成员")


RIGHTS: dict[str, str | Promise] = {
    "workspace.read": _("查看工作区"),
    "workspace.change": _("修改工作区设置"),
    "member.manage": _("管理成员与邀请"),
    "audit.read": _("查看审计记录"),
    "system.read": _("查看系统状态"),
    "token.own": _("管理自己的访问令牌"),
    "channel.read": _("查看账号"),
    "channel.connect": _("接入、重新授权和移除账号"),
    "channel.renew": _("重新授权自己负责的账号"),
    "channel.change": _("修改账号设置与分组"),
    "goal.read": _("查看目标"),
    "goal.change": _("制定目标与战役"),
    "draft.read": _("查看稿件"),
    "draft.write": _("写稿与改稿"),
    "draft.approve": _("审核稿件"),
    "compliance.read": _("查看合规规则与记录"),
    "compliance.change": _("修改审核流程与规则"),
    "compliance.override": _("放行被拦截的内容"),
    "delivery.read": _("查看投放"),
    "delivery.schedule": _("排期、改期、取消投放"),
    "delivery.freeze": _("冻结与解冻投放"),
    "inbox.read": _("查看消息"),
    "inbox.answer": _("回复消息"),
    "inbox.assign": _("分派消息"),
    "inbox.export": _("导出消息标注"),
    "audience.read": _("查看用户"),
    "audience.change": _("修改用户资料与标签"),
    "analytics.read": _("查看数据"),
    "analytics.change": _("写复盘与导入数据"),
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
_MEMBER = _READ | {"token.own", "inbox.read", "audience.read", "channel.renew"}
_EDITOR = _MEMBER | {"draft.write", "delivery.schedule"}
_LEAD = (
    _EDITOR
    | {"channel.change", "goal.change", "draft.approve", "compliance.change", "compliance.override"}
    | {"delivery.freeze", "inbox.answer", "inbox.assign", "audience.change", "analytics.change"}
    | {"audit.read", "system.read", "inbox.export"}
)

RIGHTS_BY_ROLE: dict[str, frozenset[str]] = {
    Role.OWNER: frozenset(RIGHTS),
    Role.LEAD: frozenset(_LEAD),
    Role.EDITOR: frozenset(_EDITOR),
    Role.REVIEWER: frozenset(
        _MEMBER | {"draft.approve", "compliance.override", "delivery.freeze", "audit.read"}
    ),
    Role.ANSWER_GIVER: frozenset(_MEMBER | {"inbox.answer", "inbox.assign", "audience.change"}),
    Role.ANALYST: frozenset(_MEMBER | {"analytics.change", "inbox.export"}),
    Role.VIEWER: frozenset(_READ),
}


def rights_of(role: str) -> frozenset[str]:
    """All rights of a role; KeyError for an unknown one."""
    return RIGHTS_BY_ROLE[role]
