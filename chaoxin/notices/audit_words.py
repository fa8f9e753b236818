from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.verb_names import define

define(
    {
        "robot.add": _("添加群机器人"),
        "robot.change": _("修改群机器人"),
        "robot.remove": _("删除群机器人"),
    }
)
