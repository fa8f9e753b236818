from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from chaoxin.core.models import Record

from .delivery import Delivery


class Attempt(Record):
    """One try to publish a delivery. `intent_at` is set, in a transaction of its own, right before the one call that
    cannot be taken back; an attempt with an intent and without an outcome is of unknown outcome."""

    class Outcome(models.TextChoices):
        PUBLISHED = "published", _("已上线")
        PENDING = "pending", _("平台处理中")
        REFUSED = "refused", _("被拒绝")
        UNKNOWN = "unknown", _("结果未知")
        STOPPED = "stopped", _("未发出")
        NEEDS_PERSON = "needs_person", _("需人工完成")

    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="attempts")
    number = models.PositiveSmallIntegerField()
    worker = models.CharField(max_length=120)
    lease = models.CharField(max_length=48)
    started_at = models.DateTimeField()
    first_call_at = models.DateTimeField(null=True)
    intent_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=14, choices=Outcome.choices, blank=True)
    remedy = models.CharField(max_length=30, blank=True)
    code = models.CharField(max_length=60, blank=True)
    sentence = models.TextField(blank=True)
    excerpt = models.TextField(blank=True)

    class Meta:
        verbose_name = _("尝试")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["delivery", "number"], name="one_attempt_per_number")]

    def __str__(self) -> str:
        return f"{self.delivery_id} #{self.number} {self.outcome}"
