from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words
from chaoxin.accounts.verb_names import define

from .robots import KINDS

define(
    {
        "robot.add": _("添加群机器人"),
        "robot.change": _("修改群机器人"),
        "robot.remove": _("删除群机器人"),
    }
)
detail_words.define(
    {},
    values={
        "robot.add/kind": {key: entry.name for key, entry in KINDS.items()},
        "robot.change/kind": {key: entry.name for key, entry in KINDS.items()},
    },
)
