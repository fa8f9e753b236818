from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import verb_names

verb_names.define(
    {
        "approval.request": _("提交审核"),
        "approval.agree": _("审核同意"),
        "approval.reject": _("审核退回"),
        "approval.withdraw": _("撤回审核"),
        "approval_policy.set": _("修改审核流程"),
        "finding.ask": _("请作者修改"),
        "finding.dismiss": _("不处理合规命中"),
        "finding.reopen": _("重新处理合规命中"),
        "rejudging.begin": _("重新检查内容"),
        "rejudging.cancel": _("停止重新检查"),
        "verdict.override": _("放行合规结论"),
        "word.replace": _("按建议替换用词"),
    }
)
