from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.verb_names import define

define(
    {
        "channel.connected": _("接入账号"),
        "channel.reconnected": _("重新授权账号"),
        "channel.disconnected": _("断开账号"),
        "channel.removed": _("移除账号"),
        "channel.register_changed": _("修改账号登记"),
        "channel.settings_changed": _("修改账号发布设置"),
        "channel_group.created": _("新建账号分组"),
        "channel_group.renamed": _("账号分组改名"),
        "channel_group.filled": _("调整分组里的账号"),
        "channel_group.deleted": _("删除账号分组"),
        "member.limited": _("限制成员可用的账号"),
        "member.freed": _("取消成员的账号限制"),
    }
)
