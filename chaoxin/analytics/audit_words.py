from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words
from chaoxin.accounts.verb_names import define

define(
    {
        "review.begin": _("开始复盘"),
        "review.count_again": _("复盘重新取数"),
        "review.write": _("写复盘"),
        "review.finish": _("完成复盘"),
        "review.add_action": _("复盘加行动项"),
        "review.settle_action": _("了结行动项"),
        "review.reopen_action": _("重开行动项"),
        "review.remove_action": _("删除行动项"),
    }
)
detail_words.define({"week": _("哪一周"), "number": _("版本")})
