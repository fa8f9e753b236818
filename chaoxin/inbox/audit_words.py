from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words
from chaoxin.accounts.verb_names import define

from .models import Correction, Purpose, Sentiment

LABELS = {**dict(Purpose.choices), **dict(Sentiment.choices), "": _("没有判断")}
define(
    {
        "reply.write": _("写回复"),
        "reply.sent": _("回复已送达"),
        "message.correct": _("更正消息的来意或情绪"),
        "message.export": _("导出消息标注"),
        "lead.reveal": _("查看线索的联系方式"),
        "lead.contact": _("记为已联系"),
        "conversation.assign": _("分派会话"),
        "conversation.close": _("关闭会话"),
        "conversation.reopen": _("重新打开会话"),
        "conversation.snooze": _("会话稍后处理"),
    }
)
detail_words.define(
    {
        "fields": _("看了哪几项"),
        "contact": _("联系记录编号"),
        "message": _("消息编号"),
        "platform_id": _("平台消息 ID"),
        "conversation": _("会话编号"),
        "task": _("标注"),
        "rows": _("条数"),
    },
    values={
        "conversation.assign/to": {"": _("没有人")},
        "message.correct/from": LABELS,
        "message.correct/to": LABELS,
        "task": dict(Correction.Task.choices),
    },
)
