from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chaoxin.accounts import detail_words
from chaoxin.accounts.verb_names import define
from chaoxin.connectors import registry

from .models import Channel

PLATFORMS = {key: pgettext_lazy("platform", manifest.name) for key, manifest in registry.manifests().items()}


def _channels(ids: set[str]) -> dict[str, str]:
    return {str(pk): name for pk, name in Channel.objects.filter(pk__in=ids).values_list("pk", "name")}


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
detail_words.define(
    {
        "channel": _("账号"),
        "channels": _("账号"),
        "platform": _("平台"),
        "platforms": _("平台"),
        "mode": _("接入方式"),
        "environment": _("环境"),
        "group": _("账号分组"),
        "groups": _("账号分组"),
        "added": _("加入的账号"),
        "legal_entity": _("主体"),
        "verification": _("认证"),
        "verified_until": _("认证到期"),
        "owner": _("负责人"),
        "backup_admin": _("备用管理员"),
        "spacing_seconds": _("最小发布间隔（秒）"),
        "late_tolerance_minutes": _("迟发容忍（分钟）"),
        "lead_minutes": _("人工发布提前准备（分钟）"),
        "quota_profile": _("额度档位"),
        # Lines of old say the settings as they were stored.
        "settings": _("额度档位"),
    },
    values={
        "platform": PLATFORMS,
        "platforms": PLATFORMS,
        "mode": {"api": _("官方接口"), "assisted": _("人工发布"), "import": _("导入")},
        "environment": dict(Channel.Environment.choices),
    },
    lookups={"channel": _channels},
)
