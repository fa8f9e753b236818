from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record

from .campaign import Campaign


class Objective(Record):
    """What the team wants to reach in a period."""

    class Kind(models.TextChoices):
        AWARENESS = "awareness", _("品牌知名度")
        STICKINESS = "stickiness", _("用户粘性")
        CONVERSION = "conversion", _("销售转化")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="objectives")
    kind = models.CharField(_("目标类型"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("目标"), max_length=80)
    note = models.TextField(_("说明"), blank=True)
    owner = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    campaign = models.ForeignKey(
        Campaign,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="objectives",
        verbose_name=_("战役"),
    )
    starts_on = models.DateField(_("开始"))
    ends_on = models.DateField(_("结束"))
    closed_at = models.DateTimeField(_("关闭时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("目标")
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="objective_period_forward"
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["awareness", "stickiness", "conversion"]),
                name="objective_kind_known",
            ),
        ]

    def __str__(self) -> str:
        return self.name
