from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.core.models import Record
from chaoxin.publishing.models import Delivery


class ReadingGap(Record):
    """A stretch in which planned readings could not be made: of a post, or of the account where `delivery` is None.
    Nothing is filled in for it. `ended_at` is None while it lasts."""

    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="reading_gaps")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, null=True, related_name="reading_gaps")
    starts_at = models.DateTimeField("开始")
    ended_at = models.DateTimeField("结束", null=True, blank=True)
    remedy = models.CharField(max_length=30, blank=True)
    reason = models.TextField("原因")

    class Meta:
        verbose_name = "数据缺口"
        ordering = ["starts_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "delivery"],
                condition=models.Q(ended_at=None),
                name="one_open_gap",
                nulls_distinct=False,
            )
        ]
        indexes = [models.Index(fields=["channel", "starts_at"], name="gap_by_channel")]

    def __str__(self) -> str:
        return f"{self.starts_at} – {self.ended_at or '…'}: {self.reason[:40]}"
