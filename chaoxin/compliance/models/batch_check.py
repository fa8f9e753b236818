from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Leased


class BatchCheck(Leased):
    """Texts that somebody brought to be looked at by the gate, with what it said of them. It is no verdict: nothing
    goes out by it, and it is deleted some days after. Its texts lie in `parts`, each looked at by itself, so that
    another worker goes on where a dead one was; a worker holds it until `leased_until`."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("检查中")
        DONE = "done", _("已完成")
        CANCELLED = "cancelled", _("已取消")
        FAILED = "failed", _("没有查完")

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="batch_checks")
    asked_by = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="batch_checks")
    name = models.CharField(_("名称"), max_length=200)
    platform = models.CharField(_("平台"), max_length=30, blank=True)
    format = models.CharField(_("形式"), max_length=30, blank=True)
    industry = models.CharField(_("行业"), max_length=40, blank=True)
    disclosures = models.JSONField(_("声明"), default=list)
    state = models.CharField(_("状态"), max_length=9, choices=State.choices, default=State.UNDER_WAY)
    total = models.PositiveIntegerField(_("条数"), default=0)
    done = models.PositiveIntegerField(_("已检查"), default=0)
    counts = models.JSONField(default=dict)
    rule_versions = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("批量检查")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["under_way", "done", "cancelled", "failed"]),
                name="batch_check_state_known",
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"], condition=models.Q(state="under_way"), name="batch_check_to_do"
            ),
            models.Index(fields=["workspace", "-created_at"], name="batch_check_log"),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.get_state_display()}"

    @property
    def percent(self) -> int:
        """How much of it has been looked at."""
        return self.done * 100 // self.total if self.total else 100


class BatchPart(models.Model):
    """Some consecutive texts of a batch. `items` are `batches.Asked` as objects; `findings` has, once they were looked
    at, a list for each of them."""

    check_of = models.ForeignKey(BatchCheck, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    items = models.JSONField()
    findings = models.JSONField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["check_of", "number"], name="one_batch_part_a_number")]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.number}"
