from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from chaoxin.accounts.industries import INDUSTRIES
from chaoxin.compliance.categories import Category
from chaoxin.compliance.house_words import told
from chaoxin.compliance.reading import rule_by_id
from chaoxin.core.models import Record

from .rule_pack import RulePack


class CompanyRule(Record):
    """A rule of a company's pack as it is being edited: words of its own, or a change of a rule of the house, which
    `overrides` names. Where `severity` is empty the house's rule keeps its own; `off` switches it off. `basis` is the
    instrument, with its article and the day since when it is in force; `must_hit` and `must_miss` are the rule's test
    sentences."""

    class Severity(models.TextChoices):
        BLOCK = "block", _("拦截")
        CONFIRM = "confirm", _("需确认")
        WARN = "warn", pgettext_lazy("severity", "提醒")
        NOTE = "note", _("提示")

    pack = models.ForeignKey(RulePack, on_delete=models.CASCADE, related_name="rules")
    overrides = models.CharField(_("调整的内置规则"), max_length=80, blank=True)
    name = models.CharField(_("名称"), max_length=60, blank=True)
    category = models.CharField(
        _("类别"), max_length=20, choices=Category.choices, default=Category.COMPANY, blank=True
    )
    severity = models.CharField(_("轻重"), max_length=10, choices=Severity.choices, blank=True)
    off = models.BooleanField(_("停用这条规则"), default=False)
    words = models.JSONField(_("词"), default=list, blank=True)
    innocent = models.JSONField(_("放过的说法"), default=list, blank=True)
    substitutes = models.JSONField(_("可改成"), default=list, blank=True)
    why = models.CharField(_("原因"), max_length=300, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    basis_article = models.CharField(_("条款"), max_length=60, blank=True)
    basis_effective = models.DateField(_("依据施行日期"), null=True, blank=True)
    platforms = models.JSONField(_("只用于平台"), default=list, blank=True)
    industries = models.JSONField(_("只用于行业"), default=list, blank=True)
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    exact = models.BooleanField(_("只认原字"), default=False)

    must_hit = models.JSONField(_("必须命中"), default=list, blank=True)
    must_miss = models.JSONField(_("不能命中"), default=list, blank=True)

    class Meta:
        verbose_name = _("企业规则")
        ordering = ["created_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "overrides"],
                condition=~models.Q(overrides=""),
                name="one_change_of_a_rule_per_pack",
            ),
            models.CheckConstraint(
                condition=models.Q(severity__in=["", "block", "confirm", "warn", "note"]),
                name="company_rule_severity_known",
            ),
        ]

    def __str__(self) -> str:
        changed = rule_by_id(self.overrides) if self.overrides and not self.name else None
        return self.name or (told(changed.name) if changed else self.overrides) or next(iter(self.words), "")

    @property
    def industry_names(self) -> list[str]:
        """What the industries are called that the rule is for."""
        return [str(name) for key, name in INDUSTRIES if key in self.industries]

    @property
    def sentence_count(self) -> int:
        """How many test sentences the rule has."""
        return len(self.must_hit) + len(self.must_miss)
