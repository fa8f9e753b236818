from django.utils.translation import gettext_lazy as _

from . import detail_words
from .industries import INDUSTRIES
from .roles import RIGHTS, Role
from .verb_names import define

define(
    {
        "workspace.founded": _("建立工作区"),
        "workspace.changed": _("修改工作区设置"),
        "member.invited": _("邀请成员"),
        "invitation.revoked": _("撤回邀请"),
        "member.joined": _("加入工作区"),
        "member.role_changed": _("调整成员角色"),
        "member.removed": _("移出成员"),
        "member.left": _("离开工作区"),
        "token.created": _("创建访问令牌"),
        "token.revoked": _("撤销访问令牌"),
        "audit.exported": _("导出审计记录"),
    }
)
detail_words.define(
    {},
    values={
        "role": dict(Role.choices),
        "member.role_changed/from": dict(Role.choices),
        "member.role_changed/to": dict(Role.choices),
        "scopes": RIGHTS,
        "right": RIGHTS,
        "industry": dict(INDUSTRIES),
    },
)
