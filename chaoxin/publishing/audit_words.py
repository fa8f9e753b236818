from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chaoxin.accounts import detail_words
from chaoxin.accounts.verb_names import define

from .models import Delivery
from .states import State

HELD_FOR = {
    "late": _("错过了时间"),
    "frozen": _("发布已冻结"),
    "verdict": _("合规结论失效"),
    "disconnected": _("账号已断开"),
    "identity": _("账号身份对不上"),
    "package": _("内容备不齐"),
    "fault": _("系统出错"),
    "unpublished": _("有人说明没有发布"),
    "wait": _("要等太久"),
    "renew_grant": _("授权要更新"),
    "reconnect": _("要重新授权"),
    "ask_platform": _("要问平台"),
}

define(
    {
        "delivery.schedule": _("排期"),
        "delivery.reschedule": _("改期"),
        "delivery.release": _("放行投放"),
        "delivery.cancel": _("取消投放"),
        "delivery.send_again": _("重新发送"),
        "delivery.confirm": _("确认已上线"),
        "delivery.declare_unpublished": _("确认没有发出"),
        "delivery.withdraw": _("从平台撤回"),
        "delivery.ask_to_stop": _("请平台停止"),
        "delivery.stop": _("平台已停止"),
        "delivery.claim": _("开始发布"),
        "delivery.hold": _("搁置投放"),
        "delivery.resume": _("合规放行后恢复排期"),
        "delivery.put_back": _("放回队列"),
        "delivery.await_platform": _("等平台处理"),
        "delivery.doubt": _("发布结果待核实"),
        "delivery.refuse": _("平台拒绝投放"),
        "delivery.hand_over": _("转人工完成"),
        "delivery.hand_back": _("说明没有发布"),
        "delivery.replace_link": _("更换发布链接"),
        "delivery.complete_receipt": _("补全发布链接"),
        "handoff.assign": _("指定发布负责人"),
        "handoff.new_link": _("更换交接链接"),
        "handoff.open_app": _("带着内容打开平台 App"),
        "delivery.read_back": _("读回确认上线"),
        "delivery.lose": _("发现已下架"),
        "delivery.limit": _("发现可见范围受限"),
        "delivery.acknowledge": _("已知悉提醒"),
        "delivery.comment": _("发首评"),
        "delivery.comment_again": _("重发首评"),
        "publishing.freeze": _("冻结发布"),
        "publishing.thaw": _("解冻发布"),
    }
)
detail_words.define(
    {
        "due_at": _("计划时间"),
        "scope": _("范围"),
        "alarm": pgettext_lazy("alarm", "提醒"),
        "sentence": _("说明"),
    },
    values={
        "state": dict(State.choices),
        "alarm": dict(Delivery.Alarm.choices),
        "delivery.hold/note": HELD_FOR,
        "scope": {"": _("整个工作区")},
        "handoff.assign/to": {"": _("没有指定")},
    },
)
