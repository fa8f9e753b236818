from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.core.models import Record
from chaoxin.publishing.models import Delivery


class PostReadingPlan(Record):
    """When a published post is read next. `step` counts the readings made; `failures` those of this post alone that
    failed in a row. `asked_at` is set while a person waits for a reading."""

    delivery = models.OneToOneField(Delivery, on_delete=models.CASCADE, related_name="reading_plan")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="post_reading_plans")
    next_read_at = models.DateTimeField("下次读取")
    step = models.PositiveSmallIntegerField("已读次数", default=0)
    failures = models.PositiveSmallIntegerField(default=0)
    last_read_at = models.DateTimeField("最近读取", null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    sentence = models.TextField("最近一次未读到的原因", blank=True)
    ended_at = models.DateTimeField("停止读取", null=True, blank=True)

    class Meta:
        verbose_name = "内容读取计划"
        indexes = [
            models.Index(
                fields=["channel", "next_read_at"], name="post_plan_due", condition=models.Q(ended_at=None)
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} → {self.next_read_at}"
