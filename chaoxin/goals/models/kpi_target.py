from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record

from .objective import Objective


class KpiTarget(Record):
    """A number to reach. `kpi` and `version` name an entry of the KPI catalogue in `goals/kpis.py`.
    `channel_ids` are plain ids (this room does not know channels); empty counts all of the workspace."""

    objective = models.ForeignKey(Objective, on_delete=models.CASCADE, related_name="targets")
    kpi = models.CharField(_("指标"), max_length=60)
    version = models.PositiveSmallIntegerField(default=1)
    baseline = models.DecimalField(_("基线"), max_digits=16, decimal_places=4)
    target = models.DecimalField(_("目标值"), max_digits=16, decimal_places=4)
    channel_ids = models.JSONField(_("账号范围"), default=list, blank=True)

    class Meta:
        verbose_name = _("KPI 目标")
        constraints = [models.UniqueConstraint(fields=["objective", "kpi"], name="one_target_per_kpi")]

    def __str__(self) -> str:
        return f"{self.kpi} → {self.target}"
