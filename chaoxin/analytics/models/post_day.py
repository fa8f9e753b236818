from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel
from chaoxin.publishing.models import Delivery

from .measured_day import MeasuredDay


class PostDay(MeasuredDay):
    """A post's metric on one day. The first day of a post counts from its publication."""

    pk = models.CompositePrimaryKey("delivery_id", "metric", "day")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="days", db_index=False)
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="post_days", db_index=False)

    class Meta:
        verbose_name = "内容日数据"
        indexes = [
            models.Index(
                fields=["channel", "day", "metric"],
                include=["increase", "delivery"],
                name="post_day_by_channel",
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.metric} {self.day} {self.increase}"
