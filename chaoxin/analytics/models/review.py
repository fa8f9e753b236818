from __future__ import annotations

from django.db import models

from chaoxin.accounts.models import Membership, Workspace
from chaoxin.core.models import Record


class Review(Record):
    """The look back at one week. `figures` are the numbers as they stood at `counted_at`, each with the rows it came
    from (the form that `reviewing.numbers` makes); once finished nothing in it changes."""

    workspace = models.ForeignKey(Workspace, on_delete=models.CASCADE, related_name="reviews")
    starts_on = models.DateField("开始")
    ends_on = models.DateField("结束")
    figures = models.JSONField("数据", default=dict)
    counted_at = models.DateTimeField("取数时间")
    notes = models.TextField("复盘要点", blank=True)
    decisions = models.TextField("决定", blank=True)
    author = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="reviews")
    number = models.PositiveIntegerField("版本号", default=0)
    finished_at = models.DateTimeField("定稿时间", null=True, blank=True)
    finished_by = models.ForeignKey(Membership, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = "周复盘"
        ordering = ["-starts_on"]
        constraints = [
            models.UniqueConstraint(fields=["workspace", "starts_on"], name="one_review_per_week"),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="review_period_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_on} – {self.ends_on}"
