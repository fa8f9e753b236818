from django.utils.translation import gettext_lazy as _

from chaoxin.accounts import detail_words, verb_names
from chaoxin.accounts.models import Membership
from chaoxin.accounts.roles import Role

from .categories import Category
from .models import CompanyRule, Verdict
from .subjects import Standing

FIELDS = {"title": _("标题"), "body": _("正文"), "text": _("正文"), "summary": _("摘要")}


def _members(ids: set[str]) -> dict[str, str]:
    return {
        str(row.pk): row.user.name for row in Membership.objects.filter(pk__in=ids).select_related("user")
    }


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
        "rules_change.confirm": _("确认规则调整"),
        "rules_change.refuse": _("退回规则调整"),
        "verdict.override": _("放行合规结论"),
        "word.replace": _("按建议替换用词"),
    }
)
detail_words.define(
    {
        "level": _("结论"),
        "severity": _("轻重"),
        "quoted": _("命中"),
        "chosen": _("换成"),
        "phrase": _("说法"),
        "field": _("位置"),
        "pack": _("规则包"),
        "rule": _("规则"),
        "rules": _("规则"),
        "before": _("原来"),
        "priority": _("优先级"),
        "category": _("类别"),
        "words": _("词"),
        "innocent": _("不算的说法"),
        "substitutes": _("替换建议"),
        "why": _("原因"),
        "basis": _("依据"),
        "basis_article": _("条款"),
        "basis_effective": _("依据施行日期"),
        "platforms": _("只用于平台"),
        "industries": _("只用于行业"),
        "must_hit": _("必须命中"),
        "must_miss": _("不能命中"),
        "exact": _("只按原样"),
        "off": _("停用"),
        "overrides": _("改的是内置规则"),
        "valid_from": _("生效日期"),
        "valid_to": _("失效日期"),
        "key": _("规则编号"),
        "stage": _("第几级"),
        "stages": _("审核级别"),
        "author_may_approve": _("作者可以自己审"),
        "standings": _("检查范围"),
        "author": _("作者"),
        "writers": _("写过的人"),
        "makers": _("调整的人"),
        "verdict": _("合规结论编号"),
        "content_hash": _("内容指纹"),
        "subject_type": _("审核对象"),
        "subject_id": _("审核对象编号"),
    },
    values={
        "level": dict(Verdict.Level.choices),
        "severity": dict(CompanyRule.Severity.choices),
        "category": dict(Category.choices),
        "stages": dict(Role.choices),
        "standings": dict(Standing.choices),
        "field": FIELDS,
        "subject_type": {"content.variant": _("账号版本")},
    },
    lookups={"author": _members, "writers": _members, "makers": _members},
)
