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
        "finding.false_alarm": _("标为误报"),
        "finding.take_back": _("收回误报"),
        "rejudging.begin": _("重新检查内容"),
        "rejudging.cancel": _("停止重新检查"),
        "rule.forgive": _("规则放过一种说法"),
        "rule.unforgive": _("规则不再放过一种说法"),
        "rule.put": _("编辑规则"),
        "rule.remove": _("删除规则"),
        "rule_pack.change": _("修改规则包"),
        "rule_pack.create": _("新建规则包"),
        "rule_pack.delete": _("删除规则包"),
        "rule_pack.replace": _("导入规则"),
        "rule_pack.restore": _("恢复规则包版本"),
        "rule_pack.switch_off": _("停用规则包"),
        "rule_pack.switch_on": _("启用规则包"),
        "verdict.override": _("放行合规结论"),
        "word.replace": _("按建议替换用词"),
    }
)
