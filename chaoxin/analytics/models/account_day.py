from __future__ import annotations

from django.db import models

from chaoxin.channels.models import Channel

from .measured_day import MeasuredDay


class AccountDay(MeasuredDay):
    """An account's metric on one day."""

    pk = models.CompositePrimaryKey("channel_id", "metric", "day")
    channel = models.ForeignKey(Channel, on_delete=models.CASCADE, related_name="days", db_index=False)

    class Meta:
        verbose_name = "账号日数据"
        indexes = [models.Index(fields=["channel", "day"], name="account_day_by_channel")]

    def __str__(self) -> str:
        return f"{self.channel_id} {self.metric} {self.day} {self.value}"
